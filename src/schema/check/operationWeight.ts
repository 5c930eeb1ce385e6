import {
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Definition } from '../documents/definitions.ts'

/** Static measures of an operation. */
export interface Weight {
  /** Nesting depth; root fields have depth 1. */
  readonly depth: number
  /**
   * Maximum number of objects in a response. A paged list counts its page size, any other list {@link unpagedLength}.
   */
  readonly cost: number
}

/** Page size if the document does not say: the default of Labelbox and its own clients. */
const defaultPageSize = 100

/** Assumed length of a list without paging. */
const unpagedLength = 10

/** Arguments that set the page size. */
const pageSizeArguments = ['first', 'last', 'limit']

/** Measures an operation with its fragments. Unknown fields cost nothing. */
export function operationWeight(definition: Definition, schema: GraphQLSchema): Weight {
  const { node, fragments } = definition
  if (node.kind !== Kind.OPERATION_DEFINITION) return { depth: 0, cost: 0 }
  const byName = new Map(fragments.map((fragment) => [fragment.name, fragment.node]))
  // Memoized: fragments that spread others twice grow exponentially.
  const known = new Map<string, Weight>()
  const weightOf = (set: SelectionSetNode, typeName: string, inPage: boolean, spread: readonly string[]): Weight => {
    const weights = set.selections.map((selection): Weight => {
      if (selection.kind === Kind.FIELD) return weightOfField(selection, typeName, inPage, spread)
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        return weightOf(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, inPage, spread)
      }
      const name = selection.name.value
      const body = byName.get(name)
      // Validation reports a fragment that spreads itself.
      if (body?.kind !== Kind.FRAGMENT_DEFINITION || spread.includes(name)) return { depth: 0, cost: 0 }
      const key = `${name} ${inPage}`
      const weight =
        known.get(key) ?? weightOf(body.selectionSet, body.typeCondition.name.value, inPage, [...spread, name])
      known.set(key, weight)
      return weight
    })
    return {
      depth: Math.max(0, ...weights.map(({ depth }) => depth)),
      cost: weights.reduce((sum, { cost }) => sum + cost, 0),
    }
  }
  const weightOfField = (
    selection: FieldNode,
    typeName: string,
    inPage: boolean,
    spread: readonly string[],
  ): Weight => {
    const field = fieldOf(schema, typeName, selection.name.value)
    if (!field) return { depth: 1, cost: 0 }
    const type = getNamedType(field.type)
    if (!isCompositeType(type) || !selection.selectionSet) return { depth: 1, cost: 0 }
    const length = pageOf(field, selection, node)
    const isList = hasList(field.type)
    // The page size of a connection applies to the list inside it.
    const times = length ?? (isList && !inPage ? unpagedLength : 1)
    const below = weightOf(selection.selectionSet, type.name, length !== undefined && !isList, spread)
    return { depth: below.depth + 1, cost: times * (1 + below.cost) }
  }
  const root = schema.getRootType(node.operation)
  return root ? weightOf(node.selectionSet, root.name, false, []) : { depth: 0, cost: 0 }
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): GraphQLField<unknown, unknown> | undefined {
  const type = schema.getType(typeName)
  return type && 'getFields' in type
    ? (type.getFields()[name] as GraphQLField<unknown, unknown> | undefined)
    : undefined
}

/** The page size of a field; undefined without paging. */
function pageOf(
  field: GraphQLField<unknown, unknown>,
  { arguments: given = [] }: FieldNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): number | undefined {
  const argument = field.args.find(({ name }) => pageSizeArguments.includes(name))
  if (!argument) return undefined
  const values = field.args
    .filter(({ name }) => pageSizeArguments.includes(name))
    .flatMap(({ name, defaultValue }) => {
      const value = given.find((each) => each.name.value === name)?.value
      if (!value) return [defaultValue]
      if (value.kind !== Kind.VARIABLE) return [valueFromASTUntyped(value)]
      const variable = variableDefinitions.find((each) => each.variable.name.value === value.name.value)
      return [variable?.defaultValue && valueFromASTUntyped(variable.defaultValue)]
    })
  return values.map(Number).find((number) => number > 0) ?? defaultPageSize
}

function hasList(type: GraphQLOutputType): boolean {
  if (isNonNullType(type)) return hasList(type.ofType)
  return isListType(type)
}
