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
 * The places of an operation's result with a scalar or an enum that is asked for: paths of the result's keys, joined by
 * dots. Lists add nothing to a path, and the types of a union need not be told apart: GraphQL lets one key of a result have
 * one such type only.
 */
export function leafPaths(
  schema: GraphQLSchema,
  definitions: readonly DefinitionNode[],
  isAskedFor: (type: string) => boolean,
): readonly string[] {
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  )
  const paths = new Set<string>()
  // A fragment that is spread twice at one place adds nothing the second time.
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
        else if (of !== undefined && isAskedFor(of.name)) paths.add(path)
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

/** Nothing for `__typename` and the fields of introspection, which hold no dates. */
function fieldType(parent: GraphQLNamedType | undefined, name: string): GraphQLNamedType | undefined {
  const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {}
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  return field && getNamedType(field.type)
}
