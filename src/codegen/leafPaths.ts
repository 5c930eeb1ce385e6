import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/**
 * Paths to scalars and enums in the result of an operation, filtered by type: keys joined by dots. Lists add nothing to
 * a path. Union members need no distinction, because GraphQL allows one leaf type for each key.
 */
export function leafPaths(
  schema: GraphQLSchema,
  definitions: readonly DefinitionNode[],
  isWanted: (type: string) => boolean,
): readonly string[] {
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  )
  const paths = new Set<string>()
  // A fragment that is spread twice in one place adds nothing.
  const spread = new Set<string>()

  function read({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined, prefix: string): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value)
        const place = `${selection.name.value} ${prefix}`
        if (fragment === undefined || spread.has(place)) continue
        spread.add(place)
        read(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), prefix)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition } = selection
        read(selection.selectionSet, typeCondition ? schema.getType(typeCondition.name.value) : type, prefix)
      } else {
        const path = `${prefix}${(selection.alias ?? selection.name).value}`
        const of = fieldType(type, selection.name.value)
        if (selection.selectionSet && isCompositeType(of)) read(selection.selectionSet, of, `${path}.`)
        else if (of !== undefined && isWanted(of.name)) paths.add(path)
      }
    }
  }

  for (const node of definitions) {
    if (node.kind === Kind.OPERATION_DEFINITION) read(node.selectionSet, rootType(schema, node), '')
  }
  return [...paths]
}

const rootType = (schema: GraphQLSchema, { operation }: OperationDefinitionNode): GraphQLNamedType | undefined =>
  ({
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  })[operation] ?? undefined

/** Undefined for `__typename` and introspection fields, which hold no dates. */
function fieldType(parent: GraphQLNamedType | undefined, name: string): GraphQLNamedType | undefined {
  const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {}
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  return field && getNamedType(field.type)
}
