import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { organizationOfCopy } from '../../../test/support/packageCopy.ts'
import { operations, sandboxed } from '../../../test/support/roads.ts'
import type { Fault } from '../../sandbox/index.ts'
import type { Organization } from '../organization.ts'

type Call = (organization: Organization, email: string) => Promise<unknown>

/** What sends an invite to an address. */
const calls: Readonly<Record<string, Call>> = {
  inviteUser: (organization, email) => organization.inviteUser({ email, role: 'LABELER' }),
  'inviteUser that replaces': (organization, email) =>
    organization.inviteUser({ email: email.toUpperCase(), role: 'REVIEWER' }, { ifInvited: 'replace' }),
  inviteUsers: (organization, email) => organization.inviteUsers([{ email: ` ${email}`, role: 'LABELER' }]),
  resendInvite: (organization, email) => organization.resendInvite(email),
}

/** Faults that leave time for the other call, or the outcome of this one unknown. */
const troubles: readonly Fault[] = [
  { kind: 'slow-body', delayMs: 40, operationName: 'GetInvites', times: 2 },
  { kind: 'slow-body', delayMs: 40, operationName: 'InviteUser', times: 2 },
  { kind: 'slow-body', delayMs: 40, operationName: 'InviteLimit', times: 2 },
  { kind: 'http-status', status: 502, processed: true, operationName: 'InviteUser' },
  { kind: 'http-status', status: 504, operationName: 'InviteUser' },
  { kind: 'http-status', status: 504, processed: 'late', delayMs: 60, operationName: 'InviteUser' },
]

/** Two that wait for each other in all ways; the model of `test/model` has others. */
const pairs = [
  ['inviteUser', 'inviteUsers'],
  ['inviteUsers', 'inviteUser'],
  ['inviteUsers', 'inviteUsers'],
  ['inviteUser that replaces', 'inviteUsers'],
  ['inviteUsers', 'inviteUser that replaces'],
  ['inviteUsers', 'resendInvite'],
  ['resendInvite', 'inviteUser that replaces'],
] as const

describe('two calls of one process, by two copies of the package, that invite one address', () => {
  it.each(pairs)('leave one invite at most, whenever the second begins: %s, then %s', async (one, other) => {
    const sandbox = await sandboxed({ invites: 0, seats: 1000 })
    const [first, second] = [await organizationOfCopy(sandbox), await organizationOfCopy(sandbox)]
    for (const [index, trouble] of troubles.entries()) {
      const gapMs = [15, 0, 50][index % 3] ?? 0
      const email = `ada.${index}@example.com`
      sandbox.setFaults([trouble])
      const calling = Promise.allSettled([calls[one]?.(first, email)])
      await sleep(gapMs)
      await Promise.allSettled([calling, calls[other]?.(second, email)])
      sandbox.setFaults([])
      if ('processed' in trouble && trouble.processed === 'late') await sleep(70)

      const pending = await first.getInvites().toArray({ limit: 1000 })
      const sent = pending.filter(({ inviteeEmail }) => inviteeEmail?.toLowerCase() === email)
      expect(sent.length, JSON.stringify({ trouble, gapMs })).toBeLessThanOrEqual(1)
    }
  })
})

const lost: Fault = { kind: 'http-status', status: 504, operationName: 'InviteUser' }

it('what an inviteUser under way does not know in the end, an inviteUsers that waited for it reports as unknown', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const [one, other] = [await organizationOfCopy(sandbox), await organizationOfCopy(sandbox)]
  const invite = { email: 'ada@example.com', role: 'LABELER' }
  sandbox.setFaults([lost])

  const single = one.inviteUser(invite)
  const [first, many] = await Promise.allSettled([single, other.inviteUsers([invite])])

  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'OUTCOME_UNKNOWN' } })
  expect(many).toMatchObject({ status: 'fulfilled', value: { counts: { unknown: 1 } } })
  expect(operations(sandbox).filter((name) => name === 'InviteUser')).toHaveLength(1)
})

it('a resendInvite that waited sends what is pending when its turn has come', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const [one, other] = [await organizationOfCopy(sandbox), await organizationOfCopy(sandbox)]
  const email = 'ada@example.com'
  await one.inviteUser({ email, role: 'LABELER' })
  sandbox.setFaults([{ kind: 'slow-body', delayMs: 60, operationName: 'InviteUser' }])

  const replacing = one.inviteUser({ email, role: 'REVIEWER' }, { ifInvited: 'replace' })
  await Promise.all([replacing, other.resendInvite(email)])

  const pending = await one.getInvites().toArray({ limit: 9 })
  expect(pending.map(({ organizationRoleName }) => organizationRoleName)).toEqual(['Reviewer'])
})
