import { expect, it } from 'vitest'
import { ask, sandboxed } from '../testingSandbox.ts'

const createTag = (text: string, color: string): string =>
  `mutation { createResourceTag(input: {text: "${text}", color: "${color}"}) { color text id } }`

it('creates tags, refuses bad colours and texts that are taken, and deletes', async () => {
  const sandbox = await sandboxed({ resourceTags: 0 })

  const made = await ask(sandbox, createTag('urgent', '#ff8800'))
  const tag = made.data?.['createResourceTag'] as { id: string }
  const taken = await ask(sandbox, createTag('urgent', '000000'))
  const bad = await ask(sandbox, createTag('other', 'orange'))

  expect(tag).toMatchObject({ text: 'urgent', color: 'ff8800' })
  expect(taken).toMatchObject({ status: 200, code: 'RESOURCE_CONFLICT', data: { createResourceTag: null } })
  expect(bad.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', exception: { status: 422 } })
  const remove = `mutation { deleteResourceTag(input: {id: "${tag.id}"}) { id } }`
  expect((await ask(sandbox, remove)).data).toEqual({ deleteResourceTag: { id: tag.id } })
  expect((await ask(sandbox, remove)).code).toBe('RESOURCE_NOT_FOUND')
  expect((await ask(sandbox, '{ organization { resourceTag { id } } }')).data).toEqual({
    organization: { resourceTag: [] },
  })
})

it('puts tags on a project, through the mutation named project', async () => {
  const sandbox = await sandboxed({ resourceTags: 2, projects: 1 })
  const { data } = await ask(
    sandbox,
    '{ organization { resourceTag { id } projects(where: {deleted: false}) { id } } }',
  )
  const found = data?.['organization'] as { resourceTag: { id: string }[]; projects: { id: string }[] }
  const [project, tag] = [found.projects[0]?.id ?? '', found.resourceTag[1]?.id ?? '']

  const query = `mutation { project(where: {id: "${project}"}) { updateProjectResourceTags(input: {resourceTagIds: ["${tag}"]}) { id } } }`
  expect((await ask(sandbox, query)).data).toEqual({ project: { updateProjectResourceTags: [{ id: tag }] } })
  expect((await ask(sandbox, `{ project(where: {id: "${project}"}) { resourceTags { id } } }`)).data).toEqual({
    project: { resourceTags: [{ id: tag }] },
  })
})

it('has an integration of each provider, with its settings, and one default', async () => {
  const sandbox = await sandboxed()

  const { data } = await ask(
    sandbox,
    '{ iamIntegrations { provider isOrgDefault valid settings { __typename ...on AwsIamIntegrationSettings { roleArn readBucket } ...on GcpIamIntegrationSettings { serviceAccountEmailId } ...on AzureIamIntegrationSettings { tenantId } } } }',
  )

  expect(data?.['iamIntegrations']).toMatchObject([
    {
      provider: 'AWS',
      isOrgDefault: true,
      settings: { __typename: 'AwsIamIntegrationSettings', roleArn: expect.any(String) as string },
    },
    { provider: 'GCP', isOrgDefault: false, settings: { __typename: 'GcpIamIntegrationSettings' } },
    { provider: 'Azure', isOrgDefault: false, settings: { tenantId: expect.any(String) as string } },
  ])
})

it('adds integrations for a test: a second default, one without settings', async () => {
  const sandbox = await sandboxed({ iamIntegrations: 1 })

  const id = sandbox.addIamIntegration({ provider: 'Azure', default: true, settings: null })

  const query = '{ iamIntegrations { id isOrgDefault settings { __typename } } }'
  expect((await ask(sandbox, query)).data?.['iamIntegrations']).toMatchObject([
    { isOrgDefault: true },
    { id, isOrgDefault: true, settings: null },
  ])
  await ask(sandbox, `mutation { setDefaultIamIntegration(where: {id: "${id}"}) { id } }`, { path: '/_gql' })
  expect((await ask(sandbox, query)).data?.['iamIntegrations']).toMatchObject([
    { isOrgDefault: false },
    { isOrgDefault: true },
  ])
})

it('gives the caller, others by id, and says when there is none', async () => {
  const sandbox = await sandboxed()

  expect((await ask(sandbox, '{ user { email orgRole { name permissions } } }')).data).toMatchObject({
    user: {
      email: 'ada.lovelace.1@example.com',
      orgRole: { name: 'Admin', permissions: expect.any(Array) as string[] },
    },
  })
  for (const field of ['user', 'project', 'webhook']) {
    const { status, code, data } = await ask(sandbox, `{ ${field}(where: {id: "nothing"}) { id } }`)
    expect({ status, code, data }).toEqual({ status: 200, code: 'RESOURCE_NOT_FOUND', data: { [field]: null } })
  }
})

it('names the roles that the official SDK knows', async () => {
  const { data } = await ask(await sandboxed(), '{ roles { id name } organizationRole { permissions } }')

  expect((data?.['roles'] as { name: string }[]).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Admin', 'Team Manager', 'Reviewer', 'Labeler', 'None', 'Tenant Admin', 'Data Admin']),
  )
  expect(data?.['organizationRole']).toMatchObject({ permissions: expect.any(Array) as string[] })
})

it('creates, changes and removes projects', async () => {
  const sandbox = await sandboxed({ projects: 0 })
  const { data } = await ask(
    sandbox,
    'mutation ($name: String!) { createProject(data: {name: $name, allowedMediaType: IMAGE, autoAuditPercentage: 1, autoAuditNumberOfLabels: 1, isBenchmarkEnabled: true, isConsensusEnabled: false}) { id name allowedMediaType isBenchmarkEnabled createdBy { email } } }',
    { variables: { name: "Robert'); DROP TABLE projects;--" } },
  )
  const project = data?.['createProject'] as { id: string }

  expect(project).toMatchObject({ name: "Robert'); DROP TABLE projects;--", isBenchmarkEnabled: true })
  const update = (change: string): string =>
    `mutation { updateProject(where: {id: "${project.id}"}, data: {${change}}) { id description setupComplete } }`
  expect((await ask(sandbox, update('description: "d", setupComplete: "2024-10-15T12:34:56Z"'))).data).toMatchObject({
    updateProject: { description: 'd', setupComplete: '2024-10-15T12:34:56.000Z' },
  })
  expect((await ask(sandbox, update('deleted: true'))).data).toMatchObject({ updateProject: { id: project.id } })
  expect((await ask(sandbox, '{ projects(where: {deleted: false}) { id } }')).data).toEqual({ projects: [] })
})

it('gives project roles to people with the organization role None only, and takes them back', async () => {
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
