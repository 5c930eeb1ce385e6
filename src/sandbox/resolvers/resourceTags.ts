import { notFound, apiError, unprocessable } from '../apiErrors.ts'
import { text, type Row } from '../store/store.ts'
import { find, findProject } from './lookups.ts'
import type { ById, Resolvers, World } from './resolver.ts'

interface Tag {
  readonly text?: string | null
  readonly color?: string | null
}

/** Which of the two forms the API takes is not known. */
interface TagUpdate {
  readonly input?: (Tag & { readonly id: string }) | null
  readonly where?: ById['where'] | null
  readonly data?: Tag | null
}

const tagsOf = 'SELECT t.* FROM tags t JOIN project_tags p ON p."tagId" = t.id WHERE p."projectId" = ? ORDER BY t.rowid'

/** Resource tags of the organization and of projects. */
export function resourceTags(world: World): Resolvers {
  const { store } = world
  return {
    Mutation: {
      createResourceTag: (_parent, { input }: { readonly input: Tag }) =>
        store.transaction(() => {
          check(world, input)
          const id = store.newId('tag')
          store.insert('tags', { id, text: input.text ?? null, color: colorOf(input) ?? null })
          return find(world, 'tags', 'Resource tag', id)
        }),
      updateResourceTag: (_parent, args: TagUpdate) => {
        const { id, ...data } = args.input ?? { id: args.where?.id, ...args.data }
        if (id === undefined) throw unprocessable('input, or where and data, must be given')
        find(world, 'tags', 'Resource tag', id)
        check(world, data, id)
        store.update('tags', id, { text: data.text ?? undefined, color: colorOf(data) })
        return find(world, 'tags', 'Resource tag', id)
      },
      deleteResourceTag: (_parent, { input }: { readonly input: { readonly id: string } }) => {
        const tag = find(world, 'tags', 'Resource tag', input.id)
        store.transaction(() => {
          store.run('DELETE FROM project_tags WHERE "tagId" = ?', input.id)
          store.run('DELETE FROM tags WHERE id = ?', input.id)
        })
        return tag
      },
      project: (_parent, { where }: Partial<ById>) => findProject(world, where?.id),
    },
    Organization: { resourceTag: () => store.all('SELECT * FROM tags ORDER BY rowid') },
    Project: { resourceTags: (row) => store.all(tagsOf, text(row, 'id')) },
    ProjectMutations: {
      updateProjectResourceTags: (
        row,
        { input }: { readonly input: { readonly resourceTagIds?: readonly string[] | null } },
      ) => store.transaction(() => setProjectTags(world, row, input.resourceTagIds ?? [])),
    },
  }
}

/** The official SDK's tests send colors with a hash sign and expect them without. */
const colorOf = ({ color }: Tag): string | undefined => color?.replace(/^#/, '')

function check({ store }: World, tag: Tag, except = ''): void {
  const color = colorOf(tag)
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) throw unprocessable('color must be six hex digits')
  if (tag.text == null) return
  if (tag.text.trim() === '') throw unprocessable('text must not be empty')
  if (store.get('SELECT id FROM tags WHERE text = ? AND id <> ?', tag.text, except)) {
    throw apiError('RESOURCE_CONFLICT', `A resource tag ${JSON.stringify(tag.text)} exists already`)
  }
}

// Assumption: the tags are replaced. The documentation does not say whether Labelbox adds to them.
function setProjectTags({ store }: World, project: Row, ids: readonly string[]): readonly Row[] {
  const projectId = text(project, 'id')
  store.run('DELETE FROM project_tags WHERE "projectId" = ?', projectId)
  for (const tagId of new Set(ids)) {
    if (!store.get('SELECT id FROM tags WHERE id = ?', tagId)) throw notFound('Resource tag')
    store.insert('project_tags', { projectId, tagId })
  }
  return store.all(tagsOf, projectId)
}
