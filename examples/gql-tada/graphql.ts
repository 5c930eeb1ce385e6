import { initGraphQLTada } from 'gql.tada'
import type { introspection } from './graphql-env.d.ts'

/** Types each document while you write it. Your editor, and `npx gql-tada check`, name fields that Labelbox lacks. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: { DateTime: string; PageSize: number }
}>()

export { readFragment } from 'gql.tada'
