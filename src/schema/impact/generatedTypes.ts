import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredInputField,
  Kind,
  print,
  typeFromAST,
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLCompositeType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Definition } from '../documents/definitions.ts'

/** The members of a generated type: type by path in the result, such as `String` for `organization.users.email`. */
export type Members = ReadonlyMap<string, string>

/** The name that code generators give to the result type of an operation or fragment. */
export const resultTypeName = ({ kind, name }: Definition): string =>
  `${capital(name)}${kind === 'fragment' ? 'Fragment' : capital(kind)}`

/** The text with a capital letter first. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/**
 * The types that code generators create for documents, by name: results, variables, and the enums and input types that
 * these use. Undefined for a type that the schema does not allow.
 */
export function generatedTypes(
  definitions: readonly Definition[],
  schema: GraphQLSchema,
): ReadonlyMap<string, Members | undefined> {
  const types = new Map<string, Members | undefined>()
  const needed = new Set<GraphQLNamedType>()
  for (const definition of definitions) {
    if (definition.node.name === undefined) continue
    const name = resultTypeName(definition)
    types.set(name, resultOf(definition, schema, needed))
    if (definition.kind !== 'fragment') types.set(`${name}Variables`, variablesOf(definition, schema, needed))
  }
  for (const type of needed) {
    if (isEnumType(type)) types.set(type.name, new Map(type.getValues().map(({ name }) => [name, name])))
    if (isInputObjectType(type)) types.set(type.name, inputMembers(type))
  }
  return types
}

const inputMembers = (type: GraphQLInputObjectType): Members =>
  new Map([
    ...(type.isOneOf ? [['@oneOf', 'exactly one member'] as const] : []),
    ...Object.values(type.getFields()).map((field) => {
      return [field.name, `${String(field.type)}${isRequiredInputField(field) ? '' : ', optional'}`] as const
    }),
  ])

function resultOf(
  { node, fragments }: Definition,
  schema: GraphQLSchema,
  needed: Set<GraphQLNamedType>,
): Members | undefined {
  const members = new Map<string, string>()
  const spread = new Map(
    fragments.flatMap(({ name, node: each }) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[name, each] as const] : [],
    ),
  )
  const unknown: SelectionNode[] = []
  const read = (
    type: GraphQLNamedType | undefined,
    { selections }: SelectionSetNode,
    path: string,
    isSure: boolean,
  ) => {
    for (const selection of selections) {
      const isSureHere = isSure && isAlways(selection)
      if (selection.kind === Kind.FIELD) readField(type, selection, path, isSureHere)
      else readFragment(type, selection, path, isSureHere)
    }
  }
  const readField = (type: GraphQLNamedType | undefined, selection: FieldNode, path: string, isSure: boolean) => {
    const { name, alias, selectionSet } = selection
    const at = path === '' ? (alias ?? name).value : `${path}.${(alias ?? name).value}`
    const field = hasFields(type) ? type.getFields()[name.value] : undefined
    if (!field && name.value !== '__typename') unknown.push(selection)
    const text = field ? textOf(field.type, schema) : isCompositeType(type) ? kindsOf(type, schema) : ''
    if (isSure || !members.has(at)) members.set(at, isSure ? text : `${text}, optional`)
    const answer = field && getNamedType(field.type)
    if (isEnumType(answer)) needed.add(answer)
    if (answer && selectionSet) read(answer, selectionSet, at, true)
  }
  const readFragment = (
    type: GraphQLNamedType | undefined,
    selection: InlineFragmentNode | FragmentSpreadNode,
    path: string,
    isSure: boolean,
  ) => {
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : spread.get(selection.name.value)
    const name = fragment?.typeCondition?.name.value
    const condition = name === undefined ? type : schema.getType(name)
    if (!fragment || !condition || !type) {
      unknown.push(selection)
      return
    }
    // A condition that always holds narrows nothing down.
    const isWider = isAbstractType(condition) && hasFields(type) && schema.isSubType(condition, type)
    const inner = isWider ? type : condition
    read(inner, fragment.selectionSet, inner === type ? path : `${path}[${inner.name}]`, isSure)
  }
  const root =
    node.kind === Kind.FRAGMENT_DEFINITION
      ? schema.getType(node.typeCondition.name.value)
      : (schema.getRootType(node.operation) ?? undefined)
  read(root, node.selectionSet, '', true)
  return unknown.length === 0 ? members : undefined
}

/** An object is described by its members, not its name; an abstract type by its possible types. */
function textOf(type: GraphQLOutputType, schema: GraphQLSchema): string {
  const named = getNamedType(type)
  if (!isCompositeType(named)) return String(type)
  const text = String(type).replace(named.name, 'object')
  return isAbstractType(named) ? `${text} (${kindsOf(named, schema)})` : text
}

/** The possible values of `__typename`. */
function kindsOf(type: GraphQLCompositeType, schema: GraphQLSchema): string {
  const kinds = isAbstractType(type) ? schema.getPossibleTypes(type) : [type]
  return kinds
    .map(({ name }) => name)
    .sort()
    .join(' | ')
}

const hasFields = (type: GraphQLNamedType | undefined): type is GraphQLObjectType | GraphQLInterfaceType =>
  isObjectType(type) || isInterfaceType(type)

const isAlways = ({ directives = [] }: SelectionNode): boolean =>
  !directives.some(({ name }) => name.value === 'include' || name.value === 'skip')

function variablesOf({ node }: Definition, schema: GraphQLSchema, needed: Set<GraphQLNamedType>): Members | undefined {
  if (node.kind === Kind.FRAGMENT_DEFINITION) return undefined
  const members = new Map<string, string>()
  for (const { variable, type, defaultValue } of node.variableDefinitions ?? []) {
    const known = typeFromAST(schema, type as never) as GraphQLInputType | undefined
    if (!known) return undefined
    need(getNamedType(known), needed)
    members.set(`$${variable.name.value}`, defaultValue ? `${print(type)}, optional` : print(type))
  }
  return members
}

/** Adds an enum or input type, and the types of its fields. */
function need(type: GraphQLNamedType, needed: Set<GraphQLNamedType>): void {
  if (needed.has(type)) return
  needed.add(type)
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields())) need(getNamedType(field.type), needed)
}
