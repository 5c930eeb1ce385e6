import { describe, expect, it } from 'vitest'
import type { AuditRecord } from '../audit.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { Labelbox } from '../../labelbox.ts'
import type { ConnectionOptions } from '../../transport/connection.ts'
import type { Fault, Sandbox } from '../../sandbox/index.ts'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'

const invite = { email: 'ada@example.com', role: 'LABELER' }
const quick = { retry: { baseDelayMs: 1 }, timeoutMs: 1000 }

/** A client whose waits are short, and the organization. */
async function organizationOf(sandbox: Sandbox, options: ConnectionOptions & Partial<Audited> = {}) {
  const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey, ...quick, ...options })
  return labelbox.getOrganization()
}

interface Audited {
  readonly audit: (record: AuditRecord) => void
}

/** The ids of the invites that the server holds to the address. */
async function held(sandbox: Sandbox): Promise<readonly string[]> {
  sandbox.setFaults([])
  const organization = await organizationOf(sandbox)
  const all = await organization.getInvites().toArray({ limit: 1000 })
  return all.filter(({ inviteeEmail }) => inviteeEmail?.toLowerCase() === invite.email).map(({ id }) => id)
}

const sends = (sandbox: Sandbox): number => operations(sandbox).filter((name) => name === 'InviteUser').length

/** Faults after which the outcome is unknown, though the invite was made. */
const afterwards: readonly (readonly [what: string, fault: Fault])[] = [
  ['a 502', { kind: 'http-status', status: 502, processed: true }],
  ['a 500', { kind: 'http-status', status: 500, processed: true }],
  ['no answer in time', { kind: 'hang', processed: true }],
  ['a reset', { kind: 'reset', processed: true }],
  ['half an answer', { kind: 'reset-midway' }],
  ['JSON that ends in the middle', { kind: 'truncated-json' }],
  ['HTML under 200', { kind: 'http-status', status: 200, processed: true }],
  ['data and an error', { kind: 'partial' }],
  ['an error of the server', { kind: 'graphql-error', exceptionStatus: 503, processed: true }],
]

describe.each(roads)('an invite %s', (_name, connect) => {
  it.each(afterwards)('is sent once and found, after %s', async (_what, fault) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, quick).getOrganization()
    sandbox.setFaults([{ ...fault, operationName: 'InviteUser', times: Infinity }])

    const sent = await organization.inviteUser(invite)

    expect(sends(sandbox)).toBe(1)
    expect(await held(sandbox)).toEqual([sent.id])
  })

  it.each([
    ['a quota under 429', { kind: 'http-status', status: 429, body: 'json' }],
    ['a quota inside 200', { kind: 'graphql-error', code: 'API_LIMIT_EXCEEDED' }],
  ] as const)('is sent again after %s, which did not carry it out', async (_what, fault) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, quick).getOrganization()
    sandbox.setFaults([{ ...fault, operationName: 'InviteUser', times: 2 }])

    const sent = await organization.inviteUser(invite)

    expect(sends(sandbox)).toBe(3)
    expect(await held(sandbox)).toEqual([sent.id])
  })

  it('of which nobody can tell is not sent again, and settle() finds it later', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, quick).getOrganization()
    // Carried out as soon as the seats are asked for.
    const late = { processed: 'late', lateAfter: 'InviteLimit' } as const
    sandbox.setFaults([{ kind: 'http-status', status: 504, ...late, operationName: 'InviteUser' }])

    const error = await rejection(organization.inviteUser(invite))
    if (!isLabelboxError(error, 'OUTCOME_UNKNOWN')) throw error
    expect(error).toMatchObject({ status: 504, mayHaveRun: true, attempts: 1, addresses: [invite.email] })
    expect(error.message).not.toContain(invite.email)

    // Calling again is what people do.
    const again = await rejection(organization.inviteUser(invite))
    expect(isLabelboxError(again, 'OUTCOME_UNKNOWN')).toBe(true)
    expect(sends(sandbox)).toBe(1)

    await organization.inviteLimit()
    const [settled] = await error.settle()
    expect(settled).toMatchObject({ email: invite.email, outcome: 'invited', invite: { inviteeEmail: invite.email } })
    expect(isLabelboxError(await rejection(organization.inviteUser(invite)), 'ALREADY_INVITED')).toBe(true)
    expect(await held(sandbox)).toEqual([settled?.invite?.id])
  })

  it('of which nobody can tell is sent again only where the caller says so by name', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, quick).getOrganization()
    sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'InviteUser' }])

    const sent = await organization.inviteUser(invite, { onUnknown: 'resend' })

    expect(sends(sandbox)).toBe(2)
    expect(await held(sandbox)).toEqual([sent.id])
  })

  it('says at once that the outcome is unknown when it is aborted under way', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    sandbox.setFaults([{ kind: 'hang', processed: true, operationName: 'InviteUser' }])
    const controller = new AbortController()
    const reason = new Error('the user has left')

    const call = rejection(organization.inviteUser(invite, { signal: controller.signal }))
    while (sends(sandbox) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    controller.abort(reason)

    expect(await call).toMatchObject({ code: 'OUTCOME_UNKNOWN', cause: reason, mayHaveRun: true })
    expect(sends(sandbox)).toBe(1)
  })

  it('says so at once, too, when it is aborted while it reads the outcome', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, { retry: { baseDelayMs: 60_000 } }).getOrganization()
    sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'InviteUser' }])
    const controller = new AbortController()
    const reason = new Error('the user has left')

    const call = rejection(organization.inviteUser(invite, { signal: controller.signal }))
    // The first look comes at once, and the next one in a minute.
    const looked = (): boolean => sends(sandbox) > 0 && operations(sandbox).at(-1) !== 'InviteUser'
    while (!looked()) await new Promise((resolve) => setTimeout(resolve, 5))
    controller.abort(reason)

    expect(await call).toMatchObject({ code: 'OUTCOME_UNKNOWN', status: 502, cause: reason })
  })

  it('says that the outcome is unknown when the deadline passes under way', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    sandbox.setFaults([{ kind: 'hang', operationName: 'InviteUser' }])

    const error = await rejection(organization.inviteUser(invite, { deadlineMs: 3000 }))

    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', cause: { code: 'TIMEOUT' } })
  })
})

describe('an address that has been invited', () => {
  it('is refused in any spelling, and the error has the invite', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    const first = await organization.inviteUser(invite)

    const error = await rejection(organization.inviteUser({ ...invite, email: ' ADA@Example.com ' }))

    if (!isLabelboxError(error, 'ALREADY_INVITED')) throw error
    expect(error.invite).toMatchObject({ id: first.id, inviteeEmail: invite.email })
    expect(error).toMatchObject({ mayHaveRun: false, retryable: false })
    expect(JSON.stringify(error)).not.toContain('ada')
    expect(sends(sandbox)).toBe(1)
  })

  it('is given its invite with `return`', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    const first = await organization.inviteUser(invite)

    const second = await organization.inviteUser({ ...invite, role: 'REVIEWER' }, { ifInvited: 'return' })

    expect(second).toMatchObject({ id: first.id, organizationRoleName: 'Labeler' })
    expect(sends(sandbox)).toBe(1)
  })

  it('has one invite, the new one, with `replace`, even if it had several', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    await organization.inviteUser(invite)
    await organization.inviteUser(invite, { ifInvited: 'send' })

    const replaced = await organization.inviteUser({ ...invite, role: 'REVIEWER' }, { ifInvited: 'replace' })

    expect(replaced.organizationRoleName).toBe('Reviewer')
    expect(await held(sandbox)).toEqual([replaced.id])
  })

  it('learns from the error of `replace` that the old invite is cancelled when the new one fails', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    await organization.inviteUser(invite)
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'InviteUser' }])

    const error = await rejection(organization.inviteUser(invite, { ifInvited: 'replace' }))

    expect(error).toMatchObject({ code: 'AUTHORIZATION', operationName: 'InviteUser' })
    expect(String(error)).toContain('The earlier invite has been cancelled.')
    expect(await held(sandbox)).toEqual([])
  })

  it('has two with `send`, each with the id that cancels it', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    const first = await organization.inviteUser(invite)
    const second = await organization.inviteUser(invite, { ifInvited: 'send' })

    expect([...(await held(sandbox))].sort()).toEqual([first.id, second.id].sort())
  })

  it('is invited once when two calls of one process come at the same time', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    const other = await organizationOf(sandbox)

    const both = await Promise.allSettled([organization.inviteUser(invite), other.inviteUser(invite)])

    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(sends(sandbox)).toBe(1)
  })

  it('is found beyond the first page of invites', async () => {
    const sandbox = await sandboxed({ invites: 30, seats: 100, maxPageSize: 10 })
    const organization = await organizationOf(sandbox)
    await organization.inviteUser(invite)

    expect(isLabelboxError(await rejection(organization.inviteUser(invite)), 'ALREADY_INVITED')).toBe(true)
  })

  it('may be an internationalised one', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    const sent = await organization.inviteUser({ ...invite, email: 'jörg@müller.example' })

    const again = await rejection(organization.inviteUser({ ...invite, email: 'JÖRG@MÜLLER.example' }))

    expect(sent.inviteeEmail).toBe('jörg@müller.example')
    expect(isLabelboxError(again, 'ALREADY_INVITED')).toBe(true)
  })
})

it('an invite that is sent again and then refused may have been sent the first time', async () => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox)
  sandbox.setFaults([
    { kind: 'http-status', status: 502, operationName: 'InviteUser' },
    { kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'InviteUser', times: 9 },
  ])

  const error = await rejection(organization.inviteUser(invite, { onUnknown: 'resend' }))

  expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', status: 502, mayHaveRun: true })
})

it.each([['ifInvited'], ['onUnknown']])('a wrong %s is refused', async (option) => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox)

  const error = await rejection(organization.inviteUser(invite, { [option]: 'maybe' }))

  expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
  expect(sends(sandbox)).toBe(0)
})

it.each<[string, unknown]>([
  ['no object', null],
  ['a controller in place of its signal', { signal: new AbortController() }],
  ['no time', { timeoutMs: 0 }],
])('options that cannot be meant are refused before anything is asked: %s', async (_, options) => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox)
  const asked = operations(sandbox).length

  const error = await rejection(organization.inviteUser(invite, options as object))

  expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
  expect(operations(sandbox)).toHaveLength(asked)
})

describe('a member’s address', () => {
  it('is said to be one, in any spelling, and nothing is sent', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    await organization.inviteUser(invite)
    sandbox.acceptInvite(invite.email)

    for (const email of [invite.email, 'Ada@EXAMPLE.com']) {
      const error = await rejection(organization.inviteUser({ ...invite, email }))
      expect(isLabelboxError(error, 'ALREADY_MEMBER')).toBe(true)
    }
    expect(sends(sandbox)).toBe(1)
  })

  it('stands for a success where the invite was accepted before it could be seen', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox, { retry: { baseDelayMs: 100 } })
    sandbox.setFaults([{ kind: 'http-status', processed: 'late', delayMs: 20, operationName: 'InviteUser' }])

    const call = organization.inviteUser(invite)
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 2))
      try {
        sandbox.acceptInvite(invite.email)
        break
      } catch {
        // It is not there yet.
      }
    }

    expect(await call).toMatchObject({ inviteeEmail: invite.email })
  })
})

describe('an invite that was sent', () => {
  it('is a success even where its id cannot be looked up', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    sandbox.setFaults([{ kind: 'http-status', status: 500, operationName: 'GetInvites', skip: 1, times: 100 }])

    const sent = await organization.inviteUser(invite)

    expect(sent).toMatchObject({ id: 'invited', inviteeEmail: invite.email })
    sandbox.setFaults([])
    await organization.cancelInvite(sent)
    expect(await held(sandbox)).toEqual([])
  })
})

describe('cancelling', () => {
  it('is repeated, and has succeeded where a repetition finds nothing', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    const sent = await organization.inviteUser(invite)
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'CancelInvite' }])

    await organization.cancelInvite(sent)

    expect(operations(sandbox).filter((name) => name === 'CancelInvite')).toHaveLength(2)
    expect(await held(sandbox)).toEqual([])
  })

  it('has not where the first time finds nothing', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox)
    sandbox.setFaults([{ kind: 'http-status', status: 429, body: 'json', operationName: 'CancelInvite' }])

    expect(isLabelboxError(await rejection(organization.cancelInvite('gone')), 'RESOURCE_NOT_FOUND')).toBe(true)
  })
})

describe('the audit', () => {
  it('gets a record of each invite, cancellation and refusal, with its call and its outcome', async () => {
    const sandbox = await sandboxed()
    const records: AuditRecord[] = []
    const organization = await organizationOf(sandbox, { audit: (record) => records.push(record) })

    const sent = await organization.inviteUser(invite)
    await rejection(organization.inviteUser(invite))
    await organization.cancelInvite(sent)
    await organization.createResourceTag({ text: 'urgent', color: 'ff0000' })
    sandbox.setFaults([{ kind: 'http-status', processed: 'late', delayMs: 60_000, operationName: 'InviteUser' }])
    await rejection(organization.inviteUser(invite))

    expect(records.map(({ action, outcome, code }) => [action, outcome, code])).toEqual([
      ['inviteUser', 'done', undefined],
      ['inviteUser', 'refused', 'ALREADY_INVITED'],
      ['cancelInvite', 'done', undefined],
      ['createResourceTag', 'done', undefined],
      ['inviteUser', 'unknown', 'OUTCOME_UNKNOWN'],
    ])
    expect(records[0]).toMatchObject({
      email: invite.email,
      role: 'LABELER',
      status: 200,
      at: expect.any(Date) as Date,
    })
    expect(records[0]?.requestId).toMatch(/^[\w-]{8,}$/)
    expect(records[2]).toMatchObject({ email: invite.email, inviteId: sent.id })
    expect(records[3]).toMatchObject({ text: 'urgent' })
  })

  it('changes nothing by failing', async () => {
    const sandbox = await sandboxed()
    const organization = await organizationOf(sandbox, {
      audit: () => {
        throw new Error('The disk is full.')
      },
    })

    await organization.inviteUser(invite)

    expect(await held(sandbox)).toHaveLength(1)
  })
})

describe.each(roads)('a dry run %s', (_name, connect) => {
  it('goes through the changes and sends none', async () => {
    const sandbox = await sandboxed()
    const planned: unknown[] = []
    const records: AuditRecord[] = []
    const options = {
      dryRun: (one: unknown) => planned.push(one),
      audit: (record: AuditRecord) => records.push(record),
    }
    const organization = await connect(sandbox, options).getOrganization()
    const pending = await organization.getInvites().first()

    const sent = await organization.inviteUser(invite)
    const tag = await organization.createResourceTag({ text: 'urgent', color: '#FF0000' })
    await organization.cancelInvite(pending ?? '')

    expect(sent).toMatchObject({ id: 'dry-run', inviteeEmail: invite.email })
    expect(tag).toEqual({ id: 'dry-run', text: 'urgent', color: 'ff0000' })
    expect(planned).toMatchObject([
      { operationName: 'InviteUser', variables: { data: [{ inviteeEmail: invite.email }] } },
      { operationName: 'CreateResourceTag', variables: { text: 'urgent', color: 'ff0000' } },
      { operationName: 'CancelInvite', variables: { id: pending?.id } },
    ])
    expect(records.map(({ outcome }) => outcome)).toEqual(['dry-run', 'dry-run', 'dry-run'])
    expect(sandbox.received.filter(({ query }) => query?.startsWith('mutation'))).toEqual([])
  })
})

it('rejects, and does not throw, when the invite throws as it is read', async () => {
  const organization = await organizationOf(await sandboxed())
  const broken = {
    ...invite,
    get email(): string {
      throw new Error('unreadable')
    },
  }
  const inviting = organization.inviteUser(broken)
  await expect(inviting).rejects.toThrow('unreadable')
})
