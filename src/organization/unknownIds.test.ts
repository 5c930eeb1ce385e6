import { Labelbox, type Organization } from 'labelbox-org'
import { createSandbox, type Sandbox } from '@labelbox-org/tools/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'

let sandbox: Sandbox
let organization: Organization

beforeAll(async () => {
  sandbox = await createSandbox({ users: 1, projects: 1 })
  organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF' })
})

afterAll(() => sandbox.close())

const member = { user: 'ada@example.com', role: 'LABELER' }

const byName: readonly (readonly [method: string, kind: string, call: () => Promise<unknown>])[] = [
  ['getProjectMembers', 'project', () => organization.getProjectMembers('Street signs').first()],
  ['getInvites', 'project', () => organization.getInvites({ project: 'Street signs' }).first()],
  ['getUserGroup', 'user group', () => organization.getUserGroup('Reviewers')],
  ['getGroupMembers', 'user group', () => organization.getGroupMembers('Reviewers').first()],
  ['updateUserGroup', 'user group', () => organization.updateUserGroup('Reviewers', { name: 'Others' })],
  ['deleteUserGroup', 'user group', () => organization.deleteUserGroup('Reviewers')],
  ['addGroupMembers', 'user group', () => organization.addGroupMembers('Reviewers', [member])],
  ['removeGroupMembers', 'user group', () => organization.removeGroupMembers('Reviewers', ['ada@example.com'])],
  [
    'importGroupMembers',
    'user group',
    () => organization.importGroupMembers('Reviewers', { file: 'ada@example.com', role: 'LABELER' }),
  ],
  ['exportGroupMembers', 'user group', () => organization.exportGroupMembers('Reviewers')],
]

it.each(byName)('%s says to pass an id in place of a name', async (_method, kind, call) => {
  await expect(call()).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    mayHaveRun: false,
    attempts: 1,
    message: expect.stringMatching(
      new RegExp(
        String.raw`failed: no ${kind} has that id, .* Pass the ${kind} or its id, not its name: \w+\(\) has both\.$`,
      ),
    ) as string,
    cause: expect.objectContaining({ name: 'LabelboxError' }) as unknown,
    // What the server said is kept.
    graphQLErrors: [expect.objectContaining({ message: expect.any(String) as string })],
    response: expect.objectContaining({ status: 200 }) as unknown,
  })
})

it.each([
  ['project', () => organization.getProjectMembers('cmf0v3k2p0000qz1x8h4t6y9w').first()],
  ['user group', () => organization.getUserGroup('00000000-0000-4000-8000-000000000000')],
])('leaves the error of an id in the form of ids of a %s as it is', async (_kind, call) => {
  await expect(call()).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    message: expect.not.stringContaining('name') as string,
  })
})

it.each([
  ['GetProjectMembers', () => organization.getProjectMembers('Street signs').first()],
  ['GetUserGroup', () => organization.getUserGroup('Reviewers')],
])('calls a request of %s that is malformed in another way what it is', async (operationName, call) => {
  const errors = [{ message: 'Unknown argument', extensions: { code: 'MALFORMED_REQUEST' } }]
  sandbox.fail({ operationName, status: 200, body: { errors } })
  await expect(call()).rejects.toMatchObject({ code: 'MALFORMED_QUERY' })
})

it('leaves other failures as they are', async () => {
  sandbox.fail({ operationName: 'GetUserGroup', status: 413, body: '' })
  await expect(organization.getUserGroup('Reviewers')).rejects.toMatchObject({ code: 'MALFORMED_QUERY', status: 413 })
})
