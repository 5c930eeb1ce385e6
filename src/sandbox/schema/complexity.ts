import {
  GraphQLError,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql'

// Labelbox does not publish its limit. This one allows two nested lists of 100 and refuses a third.
const limit = 100_000
/** Cost of a scalar field; a record costs 1. It limits how often aliases can repeat a field. */
const valueCost = 0.2
/** Scalar fields that are computed from a list cost as much as the list. */
const listScalars = ['accessibleProjectCount', 'membersAsCSV']

/** Refuses documents that cost too much. Nested lists multiply. */
export const complexityRule: ValidationRule = (context) => {
  const fragments = new Map<string, number>()

  function cost(type: GraphQLCompositeType, { selections }: SelectionSetNode): number {
    let sum = 0
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) sum += costOfField(type, selection)
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum += costOfFragment(context.getFragment(selection.name.value))
      else sum += cost(named(selection.typeCondition?.name.value) ?? type, selection.selectionSet)
    }
    return sum
  }

  function costOfField(type: GraphQLCompositeType, node: FieldNode): number {
    if (!node.selectionSet) return listScalars.includes(node.name.value) ? 100 : valueCost
    if (!isObjectType(type) || node.name.value.startsWith('__')) return 0
    const field = type.getFields()[node.name.value]
    const inner = field && getNamedType(field.type)
    if (!field || !isCompositeType(inner)) return 0
    // The connection itself has the page size, so its inner list does not multiply again.
    const isList = isListType(getNullableType(field.type)) && !isConnection(type)
    return sizeOf(node, isConnection(inner) || isList) * (1 + cost(inner, node.selectionSet))
  }

  // Each fragment is computed once: nested fragments would take exponential time. Another rule refuses cyclic fragments.
  function costOfFragment(fragment: FragmentDefinitionNode | null | undefined): number {
    if (!fragment) return 0
    const name = fragment.name.value
    const known = fragments.get(name)
    if (known !== undefined) return known
    fragments.set(name, 0)
    const type = named(fragment.typeCondition.name.value)
    const total = type ? cost(type, fragment.selectionSet) : 0
    fragments.set(name, total)
    return total
  }

  function named(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : context.getSchema().getType(name)
    return isCompositeType(type) ? type : undefined
  }

  return {
    OperationDefinition(node) {
      const root = context.getSchema().getRootType(node.operation)
      if (root && cost(root, node.selectionSet) > limit) {
        context.reportError(new GraphQLError('Query complexity limit exceeded', { nodes: [node] }))
      }
    },
  }
}

const isConnection = ({ name }: GraphQLCompositeType): boolean => name.endsWith('Connection')

function sizeOf(node: FieldNode, isList: boolean): number {
  const first = node.arguments?.find(({ name }) => name.value === 'first')?.value
  if (first?.kind === Kind.INT) return Number(first.value)
  if (first) return 100
  return isList ? 100 : 1
}
