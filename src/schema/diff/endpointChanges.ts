import type { GraphQLSchema } from 'graphql'
import { experimentalParts } from '../sdl/experimentalParts.ts'
import { hasPart } from '../sdl/typeMembers.ts'
import { kindOf } from './partKinds.ts'
import type { SchemaChange } from './schemaChange.ts'

/**
 * Moves of members and arguments between the two endpoints. A snapshot tells them by the start of a description, so that
 * GraphQL Inspector sees no more than another description.
 */
export function endpointChanges(before: GraphQLSchema, after: GraphQLSchema): SchemaChange[] {
  const [old, now] = [experimentalParts(before), experimentalParts(after)]
  const roots = [after.getQueryType(), after.getMutationType()].map((root) => root?.name)
  const change = (path: string) => ({
    type: `${kindOf(path, after)}_ENDPOINT_CHANGED`,
    path,
    reason: undefined,
    interface: undefined,
  })
  const left = [...now].filter((path) => !old.has(path) && hasPart(before, path))
  const joined = [...old].filter((path) => !now.has(path) && hasPart(after, path))
  return [
    ...left.map((path): SchemaChange => {
      return { ...change(path), class: 'breaking', message: `'${path}' moved from '/graphql' to '/_gql'` }
    }),
    ...joined.map((path): SchemaChange => {
      const message = `'${path}' moved from '/_gql' to '/graphql'`
      // Only root fields decide where an operation is sent.
      const [owner, , argument] = path.split('.')
      if (!roots.includes(owner) || argument !== undefined) return { ...change(path), class: 'safe', message }
      return { ...change(path), class: 'dangerous', message, reason: formerRouteText }
    }),
  ]
}

const formerRouteText = "Released versions send it to '/_gql', which may not have it for long."
