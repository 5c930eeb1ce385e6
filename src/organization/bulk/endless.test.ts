import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { rejection, sandboxed } from '../../../test/support/roads.ts'
import { Labelbox } from '../../labelbox.ts'

const row = { email: 'ada@example.com', role: 'LABELER' }
const named = { email: 'ada@example.com', role: 'NONE', groups: [{ group: 'Nobody', role: 'REVIEWER' }] }

// The time of the client: only an endless list takes any.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** Endless pages with new records on each, by operation. */
const pages: Readonly<Record<string, (number: number) => object>> = {
  GetInvites: (number) => ({
    organization: {
      id: 'o',
      invites: {
        nodes: [
          {
            id: `i${number}`,
            inviteeEmail: `a${number}@b.example`,
            organizationRoleName: 'Labeler',
            createdAt: null,
            projectInvites: [],
          },
        ],
        nextCursor: `c${number}`,
      },
    },
  }),
  GetMembers: (number) => ({
    organization: {
      id: 'o',
      // Each page begins with the last record of the page before.
      users: Array.from({ length: 3 }, (_, index) => ({
        id: `u${2 * number + index}`,
        email: `u${2 * number + index}@b.example`,
        orgRole: null,
      })),
    },
  }),
  GetRoles: (number) => ({ roles: [{ id: `r${number}`, name: `Role ${number}` }] }),
  GetUserGroups: (number) => ({
    userGroupsV2: {
      nodes: [
        {
          id: `g${number}`,
          name: `G${number}`,
          description: null,
          color: null,
          projects: { nodes: [], totalCount: 0 },
          members: { nodes: [], userGroupRoles: [], totalCount: 0 },
        },
      ],
      nextCursor: `c${number}`,
    },
  }),
}

/** An organization whose list of an operation never ends. */
async function organizationOf(operationName: string) {
  const { url, apiKey } = await sandboxed({ invites: 0 })
  let asked = 0
  const endless: typeof fetch = async (input, init) => {
    if (!(init?.body as string).includes(`query ${operationName}(`)) return fetch(input, init)
    const number = (asked += 1)
    await vi.advanceTimersByTimeAsync(10)
    return Response.json({ data: pages[operationName]?.(number) })
  }
  const labelbox = new Labelbox({ endpoint: url, apiKey, fetch: endless, retry: { baseDelayMs: 1 } })
  return labelbox.getOrganization()
}

it.each([
  ['GetInvites', 'inviteUsers'],
  ['GetMembers', 'inviteUsers'],
  ['GetRoles', 'inviteUsers'],
  ['GetUserGroups', 'inviteUsers'],
  ['GetMembers', 'removeUsers'],
  ['GetRoles', 'updateOrganizationRoles'],
] as const)('an endless list of %s ends %s with TIMEOUT at the deadline of the step', async (operationName, method) => {
  const organization = await organizationOf(operationName)
  const options = { deadlineMs: 200 }
  const calls = {
    inviteUsers: () => organization.inviteUsers([operationName === 'GetUserGroups' ? named : row], options),
    removeUsers: () => organization.removeUsers([{ user: 'x@example.com' }], options),
    updateOrganizationRoles: () =>
      organization.updateOrganizationRoles([{ user: 'x@example.com', role: 'Nobody' }], options),
  }
  expect(await rejection(calls[method]())).toMatchObject({ code: 'TIMEOUT', mayHaveRun: false })
})

it('an endless list that is read back after a lost response stops the run with TIMEOUT', async () => {
  const { url, apiKey, ...sandbox } = await sandboxed({ invites: 0 })
  let asked = 0
  const endless: typeof fetch = async (input, init) => {
    if (!(init?.body as string).includes('query GetInvites(') || (asked += 1) === 1) return fetch(input, init)
    await vi.advanceTimersByTimeAsync(10)
    return Response.json({ data: pages['GetInvites']?.(asked) })
  }
  const organization = await new Labelbox({ endpoint: url, apiKey, fetch: endless }).getOrganization()
  sandbox.setFaults([{ kind: 'http-status', status: 504, operationName: 'InviteUser' }])

  const report = await organization.inviteUsers([row], { deadlineMs: 200 })

  expect(report.counts.unknown).toBe(1)
  expect(report.stoppedBy).toMatchObject({ code: 'TIMEOUT' })
})
