import { expect, it } from 'vitest'
import type { Sandbox } from '../index.ts'
import { ask, records, sandboxed, type Envelope, type Records } from '../testingSandbox.ts'

interface World extends Records {
  readonly sandbox: Sandbox
  readonly groupId: string
}

async function world(): Promise<World> {
  const sandbox = await sandboxed({ users: 9, projects: 1 })
  const { data } = await ask(
    sandbox,
    'mutation { createUserGroup(data: {name: "Group", color: "9EC5FF", projectIds: [], userIds: []}) { group { id } } }',
  )
  const { group } = (data as unknown as { createUserGroup: { group: { id: string } } }).createUserGroup
  return { sandbox, ...(await records(sandbox)), groupId: group.id }
}

// The official SDK's document, with its three parts in order.
const query = `mutation ImportMembersToGroupPyPi($roleId: ID! $file: Upload! $where: WhereUniqueIdInput!) {
  importUsersAsCsvToGroup(roleId: $roleId, file: $file, where: $where) { csvReport addedCount count } }`

async function upload({ sandbox, groupId }: World, roleId: string, csv: string, id = groupId): Promise<Envelope> {
  const form = new FormData()
  form.set('operations', JSON.stringify({ query, variables: { roleId, file: null, where: { id } } }))
  form.set('map', JSON.stringify({ 0: ['variables.file'] }))
  form.set('0', new Blob([csv], { type: 'text/csv' }), 'members.csv')
  const response = await fetch(sandbox.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
    body: form,
  })
  return (await response.json()) as Envelope
}

it('adds the users that it can, and reports each line', async () => {
  const start = await world()
  const [one, two] = start.based.map(({ email }) => email)
  await upload(start, start.role('Labeler'), `email\n${two ?? ''}\n`)

  const csv = `email\n${(one ?? '').toUpperCase()}\n${two ?? ''}\n${start.me.email}\nnobody@example.com\n`
  const { data } = await upload(start, start.role('Reviewer'), csv)

  expect(data).toEqual({
    importUsersAsCsvToGroup: {
      csvReport: [
        'Email,Result,Error',
        `${(one ?? '').toUpperCase()},Added,`,
        `${two ?? ''},Not added,Member already exists in group`,
        `${start.me.email},Not added,User has a workspace wide role`,
        'nobody@example.com,Not added,User not found in the current organization',
      ].join('\n'),
      addedCount: 1,
      count: 4,
    },
  })
  const group = await ask(
    start.sandbox,
    `{ userGroupV2(where: {id: "${start.groupId}"}) { membersAsCSV members { userGroupRoles { userId roleId } } } }`,
  )
  const roles = [start.role('Labeler'), start.role('Reviewer')]
  expect(group.data).toEqual({
    userGroupV2: {
      membersAsCSV: `email\n${one ?? ''}\n${two ?? ''}\n`,
      members: {
        userGroupRoles: [start.based[1], start.based[0]].map((user, n) => ({ userId: user?.id, roleId: roles[n] })),
      },
    },
  })
})

it('reads files without a header, with other line ends, quotes and more columns', async () => {
  const start = await world()
  const [one, two] = start.based.map(({ email }) => email)

  const { data } = await upload(start, start.role('Labeler'), `\uFEFF"${one ?? ''}",Ada\r\n\r\n${two ?? ''},x`)

  expect(data).toMatchObject({ importUsersAsCsvToGroup: { addedCount: 2, count: 2 } })
})

it('refuses an unknown group, a role that groups lack, and a request without a file', async () => {
  const start = await world()
  const code = async (response: Promise<Envelope>): Promise<unknown> => (await response).errors?.[0]?.extensions

  expect(await code(upload(start, start.role('Labeler'), 'email\n', '0b5f9a3e-0000-4000-8000-000000000000'))).toEqual({
    code: 'RESOURCE_NOT_FOUND',
  })
  expect(await code(upload(start, start.role('None'), 'email\n'))).toMatchObject({ exception: { status: 422 } })
  const bare = { roleId: start.role('Labeler'), file: 'a,b', where: { id: start.groupId } }
  expect(await code(ask(start.sandbox, query, { variables: bare }))).toMatchObject({ exception: { status: 422 } })
})

it('logs an upload under its operation name, which a fault can strike', async () => {
  const start = await world()
  start.sandbox.setFaults([
    { kind: 'graphql-error', code: 'RESOURCE_CONFLICT', operationName: 'ImportMembersToGroupPyPi' },
  ])

  const { errors } = await upload(start, start.role('Labeler'), 'email\n')

  expect(errors?.[0]?.extensions.code).toBe('RESOURCE_CONFLICT')
  expect(start.sandbox.received.at(-1)).toMatchObject({
    operationName: 'ImportMembersToGroupPyPi',
    query,
    fault: 'graphql-error',
  })
})
