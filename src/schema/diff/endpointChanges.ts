import type { GraphQLSchema } from 'graphql'
import { partsByEndpoint } from '../sdl/experimentalParts.ts'
import { kindOf } from './partKinds.ts'
import type { SchemaChange } from './schemaChange.ts'

/**
 * Moves of members and arguments between the two endpoints. A snapshot tells them by the start of a description, so that
 * GraphQL Inspector sees no more than another description.
 */
export function endpointChanges(before: GraphQLSchema, after: GraphQLSchema): SchemaChange[] {
  const old = partsByEndpoint(before)
  const roots = [after.getQueryType(), after.getMutationType()].map((root) => root?.name)
  return [...partsByEndpoint(after)].flatMap(([path, isExperimental]): SchemaChange[] => {
    const was = old.get(path)
    if (was === undefined || was === isExperimental) return []
    const type = `${kindOf(path, after)}_ENDPOINT_CHANGED`
    const base = { type, path, reason: undefined, interface: undefined }
    if (isExperimental) return [{ ...base, class: 'breaking', message: `'${path}' moved from '/graphql' to '/_gql'` }]
    const message = `'${path}' moved from '/_gql' to '/graphql'`
    // Only root fields decide where an operation is sent.
    const [owner, , argument] = path.split('.')
    if (!roots.includes(owner) || argument !== undefined) return [{ ...base, class: 'safe', message }]
    return [{ ...base, class: 'dangerous', message, reason: formerRouteText }]
  })
}

const formerRouteText = "Released versions send it to '/_gql', which may not have it for long."
