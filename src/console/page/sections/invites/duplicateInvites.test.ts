import { expect, it } from 'vitest'
import { duplicateInvites } from './duplicateInvites.ts'
import type { ListedInvite } from './inviteList.ts'

const invite = (id: string, inviteeEmail: string | null, day: number, role = 'Labeler'): ListedInvite => ({
  id,
  inviteeEmail,
  organizationRoleName: role,
  createdAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
  projectInvites: [],
})

it('finds several invites to one mailbox in any spelling, newest first', () => {
  const found = duplicateInvites([
    invite('1', 'Ada@Example.com', 1),
    invite('2', 'bob@example.com', 1),
    invite('3', 'ada@example.com', 3),
    invite('4', ' ADA@EXAMPLE.COM', 2),
    invite('5', null, 1),
    invite('6', null, 1),
  ])

  expect(found.map(({ key, invites }) => [key, invites.map(({ id }) => id)])).toEqual([
    ['ada@example.com', ['3', '4', '1']],
  ])
})

it('takes the later one in the list for the newer one if both have the same time', () => {
  const [found] = duplicateInvites([invite('1', 'ada@example.com', 1), invite('2', 'ada@example.com', 1)])

  expect(found?.invites.map(({ id }) => id)).toEqual(['2', '1'])
})

it('tells whether the roles differ', () => {
  const two = (role: string) => duplicateInvites([invite('1', 'a@b.c', 1), invite('2', 'a@b.c', 2, role)])[0]

  expect(two('Labeler')?.hasDifferentRoles).toBe(false)
  expect(two('Reviewer')?.hasDifferentRoles).toBe(true)
})
