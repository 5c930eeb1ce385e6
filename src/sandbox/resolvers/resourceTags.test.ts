import { expect, it } from 'vitest'
import { ask, sandboxed } from '../testingSandbox.ts'

const createTag = (text: string, color: string): string =>
  `mutation { createResourceTag(input: {text: "${text}", color: "${color}"}) { color text id } }`

it('creates and deletes tags, and refuses invalid colors and taken texts', async () => {
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

it('sets the tags of a project through the mutation project', async () => {
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
