import { expect, it } from 'vitest'
import { createSandbox } from '../index.ts'

interface Answer {
  readonly organization: {
    readonly users: readonly {
      readonly email: string
      readonly createdAt: string
      readonly lastLoginAt: string | null
      readonly orgRole: { readonly name: string }
    }[]
  }
  readonly userGroupsV2: { readonly nodes: readonly { readonly members: { readonly totalCount: number } }[] }
  readonly user: { readonly email: string; readonly apiKeysOtherUsers: readonly { readonly expiresAtEpoch: number }[] }
}

it('a lively sandbox has members who joined over two years, of every role, in groups and with keys that expire', async () => {
  await using sandbox = await createSandbox({ users: 100, projects: 5, isLively: true })
  const response = await fetch(sandbox.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.apiKey}` },
    body: JSON.stringify({
      query: `{
        organization { users(first: 100) { email createdAt lastLoginAt orgRole { name } } }
        userGroupsV2(first: 100) { nodes { members { totalCount } } }
        user { email apiKeysOtherUsers { expiresAtEpoch } }
      }`,
    }),
  })
  const { organization, userGroupsV2, user } = ((await response.json()) as { data: Answer }).data
  const { users } = organization
  const joined = users.map(({ createdAt }) => Date.parse(createdAt))
  const year = 365 * 86_400_000

  expect(users).toHaveLength(100)
  expect(new Set(users.map(({ email }) => email)).size).toBe(100)
  expect(Math.min(...joined)).toBeLessThan(Date.now() - year)
  expect(Math.max(...joined)).toBeGreaterThan(Date.now() - year / 4)
  expect(Math.max(...joined)).toBeLessThanOrEqual(Date.now())
  for (const { createdAt, lastLoginAt } of users) {
    if (lastLoginAt !== null) expect(Date.parse(lastLoginAt)).toBeGreaterThanOrEqual(Date.parse(createdAt))
  }
  expect(new Set(users.map(({ orgRole }) => orgRole.name))).toEqual(
    new Set(['Admin', 'Team Manager', 'Reviewer', 'Labeler', 'None']),
  )
  expect(userGroupsV2.nodes.some(({ members }) => members.totalCount > 0)).toBe(true)
  expect(user.apiKeysOtherUsers.length).toBeGreaterThan(1)
})
