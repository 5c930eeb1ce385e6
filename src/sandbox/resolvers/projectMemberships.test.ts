import { expect, it } from 'vitest'
import { ask, sandboxed } from '../testingSandbox.ts'

it('gives and removes project roles only for users with the organization role None', async () => {
  const sandbox = await sandboxed({ users: 5, projects: 2 })
  const { data } = await ask(
    sandbox,
    '{ users { id orgRole { name } } roles { id name } projects(where: {deleted: false}) { id } }',
  )
  const found = data as unknown as {
    users: { id: string; orgRole: { name: string } }[]
    roles: { id: string; name: string }[]
    projects: { id: string }[]
  }
  const role = (name: string): string => found.roles.find((one) => one.name === name)?.id ?? ''
  const user = (name: string): string => found.users.find(({ orgRole }) => orgRole.name === name)?.id ?? ''
  const set = (userId: string, roleId: string) =>
    ask(
      sandbox,
      'mutation ($userId: ID!, $roleId: ID!, $projectId: ID!) { setProjectMembership(data: {userId: $userId, roleId: $roleId, projectId: $projectId}) { id } }',
      { variables: { userId, roleId, projectId: found.projects[1]?.id } },
    )
  const held = async (): Promise<unknown> =>
    (await ask(sandbox, `{ projectMemberships(userId: "${user('None')}") { role { name } } }`)).data?.[
      'projectMemberships'
    ]

  expect((await set(user('Labeler'), role('Reviewer'))).errors?.[0]?.extensions.exception?.status).toBe(422)
  expect((await set(user('None'), role('Reviewer'))).errors).toBeUndefined()
  expect(await held()).toEqual([{ role: { name: 'Labeler' } }, { role: { name: 'Reviewer' } }])
  expect((await set(user('None'), role('None'))).errors).toBeUndefined()
  expect(await held()).toEqual([{ role: { name: 'Labeler' } }])
})
