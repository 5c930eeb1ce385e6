import { describe, expect, it } from 'vitest'
import { ask, records, sandboxed, type Records } from '../testingSandbox.ts'

it('creates, updates and deletes projects', async () => {
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

it('changes the media type of a project', async () => {
  const sandbox = await sandboxed()
  const [id = ''] = (await records(sandbox)).projects

  const { data } = await ask(
    sandbox,
    `mutation { updateProject(where: {id: "${id}"}, data: {allowedMediaType: DICOM}) { allowedMediaType } }`,
  )

  expect(data).toEqual({ updateProject: { allowedMediaType: 'DICOM' } })
})

describe('a deleted project is not found', () => {
  it.each<readonly [string, (id: string, start: Records) => string]>([
    ['project', (id) => `{ project(where: {id: "${id}"}) { id } }`],
    ['updateProject', (id) => `mutation { updateProject(where: {id: "${id}"}, data: {name: "a"}) { id } }`],
    [
      'updateProjectResourceTags',
      (id) =>
        `mutation { project(where: {id: "${id}"}) { updateProjectResourceTags(input: {resourceTagIds: []}) { id } } }`,
    ],
    [
      'createWebhook',
      (id) =>
        `mutation { createWebhook(data: {project: {id: "${id}"}, topics: {set: [LABEL_CREATED]}, url: "https://example.com", secret: "s"}) { id } }`,
    ],
    [
      'setProjectMembership',
      (id, { based, role }) =>
        `mutation { setProjectMembership(data: {userId: "${based[0]?.id ?? ''}", roleId: "${role('Labeler')}", projectId: "${id}"}) { id } }`,
    ],
    [
      'setUserAccess',
      (id, { based, role }) =>
        `mutation { setUserAccess(where: {id: "${based[0]?.id ?? ''}"}, data: {roleId: "${role('Labeler')}", canAccessAllProjects: false, projectMemberships: [{projectId: "${id}"}]}) { id } }`,
    ],
  ])('by %s', async (_field, text) => {
    const sandbox = await sandboxed({ users: 5 })
    const start = await records(sandbox)
    const [id = ''] = start.projects
    const removed = await ask(sandbox, `mutation { updateProject(where: {id: "${id}"}, data: {deleted: true}) { id } }`)
    expect(removed.data).toEqual({ updateProject: { id } })

    expect((await ask(sandbox, text(id, start), { path: '/_gql' })).code).toBe('RESOURCE_NOT_FOUND')
  })
})
