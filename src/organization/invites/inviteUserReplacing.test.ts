import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { Labelbox } from '../../labelbox.ts'
import type { Fault, NoResponseFault, Sandbox } from '../../sandbox/index.ts'
import type { AuditRecord } from '../audit.ts'

const invite = { email: 'ada@example.com', role: 'LABELER' }
const newOne = { ...invite, role: 'REVIEWER' }
const hanging = (operationName: string, more: Omit<NoResponseFault, 'kind'> = {}): Fault => ({
  kind: 'hang',
  operationName,
  ...more,
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const count = (sandbox: Sandbox, wanted: string): number => operations(sandbox).filter((name) => name === wanted).length

describe.each(roads)('an abort of a call that replaces an invite, %s,', (_name, connect) => {
  /** Replaces `had` invites, and aborts when the nth request of a name is under way, or the nth cancellation is done. */
  async function replacing(options: {
    readonly had?: number
    readonly fault?: Fault
    readonly at: string
    readonly nth?: number
  }) {
    const { had = 1, fault, at, nth = 1 } = options
    const sandbox = await sandboxed({ invites: 0 })
    const controller = new AbortController()
    const records: AuditRecord[] = []
    const audit = (record: AuditRecord): void => {
      records.push(record)
      if (at === 'cancelled' && records.length === nth) controller.abort()
    }
    const plain = await connect(sandbox).getOrganization()
    for (let number = 0; number < had; number += 1) await plain.inviteUser(invite, { ifInvited: 'send' })
    const organization = await connect(sandbox, { audit }).getOrganization()
    if (fault) sandbox.setFaults([fault])
    const before = count(sandbox, at)

    const call = rejection(organization.inviteUser(newOne, { ifInvited: 'replace', signal: controller.signal }))
    if (at !== 'cancelled') {
      await until(() => count(sandbox, at) >= before + nth)
      controller.abort()
    }
    const error = await call
    if (!isLabelboxError(error)) throw error
    const sends = count(sandbox, 'InviteUser') - had
    sandbox.setFaults([])
    const left = (await plain.getInvites().toArray({ limit: 9 })).map(
      ({ organizationRoleName }) => organizationRoleName,
    )
    return { error, sends, left, records: records.map(({ action, outcome }) => [action, outcome]) }
  }

  it('before anything is cancelled has changed nothing', async () => {
    const { error, sends, left } = await replacing({ fault: hanging('GetInvites'), at: 'GetInvites' })

    expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: false })
    expect(error.message).toBe('GetInvites was aborted by its signal. Nothing was changed.')
    expect([sends, left]).toEqual([0, ['Labeler']])
  })

  it.each([[false], [true]])('while the old one is cancelled leaves that open; carried out: %s', async (processed) => {
    const fault = hanging('CancelInvite', { processed })
    const { error, sends, left, records } = await replacing({ fault, at: 'CancelInvite' })

    expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
    expect(error.message).toBe(
      'CancelInvite was aborted by its signal. The change may have been made. The earlier invite may have been cancelled. No new one was sent.',
    )
    expect([sends, left]).toEqual([0, processed ? [] : ['Labeler']])
    expect(records).toEqual([
      ['cancelInvite', 'unknown'],
      ['inviteUser', 'refused'],
    ])
  })

  it('between several that are cancelled says how many are', async () => {
    const fault = hanging('CancelInvite', { skip: 1 })
    const { error, sends, left } = await replacing({ had: 2, fault, at: 'CancelInvite', nth: 2 })

    expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
    expect(error.message).toContain(
      'Of 2 earlier invites, 1 has been cancelled, and one more may have been. No new one was sent.',
    )
    expect([sends, left]).toEqual([0, ['Labeler']])
  })

  it('before the next of several is cancelled says that it is left', async () => {
    const { error, sends, left } = await replacing({ had: 2, at: 'cancelled' })

    expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
    expect(error.message).toContain('Of 2 earlier invites, 1 has been cancelled. No new one was sent.')
    expect(error.message).not.toContain('nothing')
    expect([sends, left]).toEqual([0, ['Labeler']])
  })

  it('after the old one is cancelled says that there is none now', async () => {
    const { error, sends, left, records } = await replacing({ at: 'cancelled' })

    expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
    expect(error.message).toBe(
      'InviteUser was aborted by its signal. The earlier invite has been cancelled. No new one was sent.',
    )
    expect([sends, left]).toEqual([0, []])
    expect(records).toEqual([
      ['cancelInvite', 'done'],
      ['inviteUser', 'refused'],
    ])
  })

  it('while the new one is sent leaves that open, and the old one is gone', async () => {
    const fault = hanging('InviteUser', { processed: true })
    const { error, sends, left, records } = await replacing({ fault, at: 'InviteUser' })

    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', mayHaveRun: true, addresses: [invite.email] })
    expect(error).toHaveProperty('reason', expect.stringMatching(/The earlier invite has been cancelled\.$/))
    if (!isLabelboxError(error, 'OUTCOME_UNKNOWN')) throw error
    expect(await error.settle()).toMatchObject([{ outcome: 'invited' }])
    expect([sends, left]).toEqual([1, ['Reviewer']])
    expect(records).toEqual([
      ['cancelInvite', 'done'],
      ['inviteUser', 'unknown'],
    ])
  })
})

it('an invite that is accepted while others are cancelled leaves a member, and the error says what is gone', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const connection = { endpoint: sandbox.url, apiKey: sandbox.apiKey }
  let cancelled = 0
  const audit = ({ action }: AuditRecord): void => {
    if (action === 'cancelInvite' && (cancelled += 1) === 1) sandbox.acceptInvite(invite.email)
  }
  const organization = await new Labelbox({ ...connection, audit }).getOrganization()
  await organization.inviteUser(invite)
  await organization.inviteUser(invite, { ifInvited: 'send' })

  const error = await rejection(organization.inviteUser(newOne, { ifInvited: 'replace' }))

  expect(error).toMatchObject({ code: 'ALREADY_MEMBER', mayHaveRun: true })
  expect(String(error)).toContain('Of 2 earlier invites, 1 has been cancelled. No new one was sent.')
})
