import { getNamedType, isInputObjectType, isObjectType, Kind, type GraphQLSchema } from 'graphql'
import type { SchemaChange } from '../diff/schemaChange.ts'
import type { ListQuery } from '../files/listQueries.ts'
import { isOfferedFilter } from '../sdl/offeredFilters.ts'
import type { UsedPart } from './usedParts.ts'

/** Whether the query uses a part for its filters or orders, and not only to reach the list. */
export const isOfFilters = ({ by, node }: UsedPart): boolean =>
  by !== 'selection' && !(node.kind === Kind.ARGUMENT && node.name.value === 'first')

/**
 * The filters or orders that use one of the parts, each with a use: `users.where.email`, `users.orderBy.email_ASC`; only
 * `users.where` if a part belongs to all of them.
 */
export function writtenFilters(
  { list, argument }: ListQuery,
  uses: readonly UsedPart[],
): ReadonlyMap<string, UsedPart> {
  const named = uses.map((use) => [nameOf(use), use] as const)
  const ofAll = named.find(([name]) => name === undefined)
  if (ofAll) return new Map([[`${list}.${argument}`, ofAll[1]]])
  return new Map(named.map(([name = '', use]) => [`${list}.${argument}.${name}`, use]))
}

/** The filter or order that a node belongs to. Undefined if it belongs to all. */
function nameOf({ node }: UsedPart): string | undefined {
  if (node.kind === Kind.VARIABLE_DEFINITION) return node.variable.name.value
  if (node.kind === Kind.ENUM) return node.value
  return node.kind === Kind.OBJECT_FIELD && node.name.value !== 'AND' ? node.name.value : undefined
}

/** The filters and orders that the package offers after a change, once its code is generated again. */
export function newFilters({ type, path }: SchemaChange, lists: readonly ListQuery[], after: GraphQLSchema): string[] {
  if (type !== 'INPUT_FIELD_ADDED' && type !== 'ENUM_VALUE_ADDED') return []
  const [owner = '', name = ''] = path.split('.')
  const [input, organization] = [after.getType(owner), after.getType('Organization')]
  const field = isInputObjectType(input) ? input.getFields()[name] : undefined
  if (!isObjectType(organization) || (field && !isOfferedFilter(field))) return []
  return lists.flatMap(({ list, argument }) => {
    const argumentType = organization.getFields()[list]?.args.find((each) => each.name === argument)?.type
    return argumentType && getNamedType(argumentType).name === owner ? [`${list}.${argument}.${name}`] : []
  })
}

/** The methods that write one of the filters. */
export const methodsWriting = (
  filters: readonly string[],
  methods: Readonly<Record<string, readonly string[]>> = {},
): string[] =>
  filters.flatMap((filter) => [
    ...(methods[filter.split('.')[0] ?? ''] ?? []),
    ...Object.entries(methods).flatMap(([own, names]) => (own === filter || own.startsWith(`${filter}.`) ? names : [])),
  ])
