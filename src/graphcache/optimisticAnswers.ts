import type { Cache, Data, OptimisticMutationConfig } from '@urql/exchange-graphcache'
import type { CacheRules } from './cacheRules.ts'

/**
 * What a page shows before the API has answered: new names and colors, and the tags of a project. Never an invite, a role,
 * a removal, a webhook, a key or an integration: an administrator must not believe in something that has not happened.
 */
const answers: NonNullable<CacheRules['optimistic']> = {
  updateResourceTag: ({ input }) => (input ? { __typename: 'ResourceTag', ...input } : null),
  updateProject: ({ where, data: { name, description, ...others } }) =>
    Object.keys(others).length > 0
      ? null
      : {
          __typename: 'Project',
          id: where.id,
          ...(name !== undefined && { name }),
          ...(description !== undefined && { description }),
        },
  project: ({ where }, cache) => {
    const id = where?.id
    return id === undefined ? null : { __typename: 'ProjectMutations', updateProjectResourceTags: tagsOf(id, cache) }
  },
}

/** Links a project to tags, if the cache has all of them and the project's present ones. */
const tagsOf =
  (id: string, cache: Cache) =>
  ({ input }: { readonly input: { readonly resourceTagIds?: readonly string[] } }): null => {
    const project: Data = { __typename: 'Project', id }
    const tags = (input.resourceTagIds ?? []).map((tag): Data => ({ __typename: 'ResourceTag', id: tag }))
    const isKnown = [project, ...tags].every((each) => cache.resolve(each, 'id') !== undefined)
    if (isKnown && cache.resolve(project, 'resourceTags') !== undefined) cache.link(project, 'resourceTags', tags)
    return null
  }

export const optimisticAnswers = answers as OptimisticMutationConfig
