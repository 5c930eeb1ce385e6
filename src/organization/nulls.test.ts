import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../test/support/roads.ts'
import type { Fault } from '../sandbox/index.ts'

const quick = { retry: { baseDelayMs: 1 } }
const tag = { text: 'new', color: 'ff0000' }

/** The result of a change is null, without a word of why. */
const nulled = (operationName: string, processed: boolean): readonly Fault[] => [
  { kind: 'null-result', operationName, processed, times: Infinity },
]

describe.each(roads)('a null in place of what a change gives %s', (_name, connect) => {
  it('is looked into for an invite, which is found where it was sent', async () => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await connect(sandbox, quick).getOrganization()
    sandbox.setFaults(nulled('InviteUser', true))

    const sent = await organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' })

    const pending = await organization.getInvites().toArray({ limit: 10 })
    expect(pending.map(({ id }) => id)).toEqual([sent.id])
    expect(operations(sandbox).filter((name) => name === 'InviteUser')).toHaveLength(1)
  })

  it('leaves an invite unknown that is not to be found', async () => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await connect(sandbox, quick).getOrganization()
    sandbox.setFaults(nulled('InviteUser', false))

    const error = await rejection(
      organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' }, { deadlineMs: 2000 }),
    )

    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', cause: { code: 'BAD_RESPONSE', status: 200 } })
  })

  it.each([true, false])('is neither a success nor a refusal of a tag or of cancelling (done: %s)', async (done) => {
    const sandbox = await sandboxed({ invites: 1 })
    const organization = await connect(sandbox, quick).getOrganization()
    const pending = await organization.getInvites().first()
    sandbox.setFaults([...nulled('CreateResourceTag', done), ...nulled('CancelInvite', done)])

    const errors = [
      await rejection(organization.createResourceTag(tag)),
      await rejection(organization.cancelInvite(pending ?? '')),
    ]

    for (const error of errors) expect(error).toMatchObject({ code: 'BAD_RESPONSE', mayHaveRun: true, attempts: 1 })
  })
})
