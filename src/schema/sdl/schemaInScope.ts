import {
  getNamedType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  type NamedTypeNode,
} from 'graphql'
import { scopeOf, type Scope } from './scope.ts'

/** Counts of what is out of scope. */
export interface LeftOut {
  readonly types: number
  /** Number of fields of the root types. */
  readonly rootFields: number
  /** `Type.field` of types in scope, dropped because the type of the field is out of scope. */
  readonly fields: readonly string[]
}

/** A schema, or a part of one, as SDL. */
export interface SchemaPart {
  /** Sorted, so equal schemas have equal text. */
  readonly sdl: string
  readonly types: number
  readonly leftOut: LeftOut
}

/** The complete schema as sorted SDL. */
export function wholeSchema(schema: GraphQLSchema): SchemaPart {
  const types = ownTypes(schema).length
  return { sdl: sortedSdl(schema), types, leftOut: { types: 0, rootFields: 0, fields: [] } }
}

/** SDL with sorted types, fields and values. */
export const sortedSdl = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`

/**
 * The part of a schema that documents use, as a schema of its own: see {@link scopeOf}. Arguments, input types and
 * enums are kept complete, as are directives that a document may use.
 */
export function schemaInScope(schema: GraphQLSchema, documents: readonly DocumentNode[]): SchemaPart {
  const scope = scopeOf(schema, documents)
  const { definitions, names } = definitionsInScope(scope, parse(sortedSdl(schema)), schema)
  const types = ownTypes(schema)
  const kept = types.filter(({ name }) => names.has(name)).length
  return {
    sdl: `${print({ kind: Kind.DOCUMENT, definitions })}\n`,
    types: kept,
    leftOut: { types: types.length - kept, ...fieldsLeftOut(schema, scope) },
  }
}

/** The same part of the original text, without sorting it. */
export const documentInScope = (
  text: DocumentNode,
  schema: GraphQLSchema,
  documents: readonly DocumentNode[],
): DocumentNode => ({ ...text, definitions: definitionsInScope(scopeOf(schema, documents), text, schema).definitions })

function definitionsInScope(scope: Scope, text: DocumentNode, schema: GraphQLSchema) {
  const directives = schema.getDirectives().filter(({ locations }) => locations.some(isExecutable))
  const names = new Set([...scope.keys()].filter((type) => !isEmptyRoot(type, scope)).map(({ name }) => name))
  for (const type of inputsOf(scope, directives)) names.add(type.name)
  const fields = new Map([...scope].map(([type, kept]) => [type.name, kept]))
  const directiveNames = new Set(directives.map(({ name }) => name))
  const definitions = text.definitions.flatMap((node): DefinitionNode[] => {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) return directiveNames.has(node.name.value) ? [node] : []
    if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
      return [{ ...node, operationTypes: node.operationTypes?.filter(({ type }) => names.has(type.name.value)) ?? [] }]
    }
    return 'name' in node && names.has(node.name.value) ? [withFieldsInScope(node, names, fields)] : []
  })
  return { definitions, names }
}

function withFieldsInScope(
  node: DefinitionNode,
  names: ReadonlySet<string>,
  fields: ReadonlyMap<string, ReadonlySet<string>>,
): DefinitionNode {
  if (
    node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
    node.kind !== Kind.OBJECT_TYPE_EXTENSION &&
    node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
    node.kind !== Kind.INTERFACE_TYPE_EXTENSION
  ) {
    return node
  }
  const kept = fields.get(node.name.value)
  return {
    ...node,
    interfaces: node.interfaces?.filter(({ name }: NamedTypeNode) => names.has(name.value)) ?? [],
    fields: node.fields?.filter(({ name }: FieldDefinitionNode) => kept?.has(name.value)) ?? [],
  }
}

const isEmptyRoot = (type: GraphQLNamedType, scope: Scope): boolean =>
  (isObjectType(type) || isInterfaceType(type)) && scope.get(type)?.size === 0

/** Leaf types of fields in scope, and all types that their arguments take. */
function inputsOf(scope: Scope, directives: readonly GraphQLDirective[]): ReadonlySet<GraphQLNamedType> {
  const found = new Set<GraphQLNamedType>()
  const add = (type: GraphQLNamedType): void => {
    if (isCompositeType(type) || found.has(type)) return
    found.add(type)
    if (!isInputObjectType(type)) return
    for (const field of Object.values(type.getFields())) add(getNamedType(field.type))
  }
  for (const [type, kept] of scope) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of Object.values(type.getFields())) {
      if (!kept.has(field.name)) continue
      add(getNamedType(field.type))
      for (const { type: taken } of field.args) add(getNamedType(taken))
    }
  }
  for (const { args } of directives) for (const { type } of args) add(getNamedType(type))
  return found
}

function fieldsLeftOut(schema: GraphQLSchema, scope: Scope): Pick<LeftOut, 'rootFields' | 'fields'> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const rootFields = roots.reduce((count, type) => {
    return count + (type ? Object.keys(type.getFields()).length - (scope.get(type)?.size ?? 0) : 0)
  }, 0)
  const fields = [...scope].flatMap(([type, kept]) => {
    if (!isObjectType(type) && !isInterfaceType(type)) return []
    if (roots.includes(type as never)) return []
    return Object.keys(type.getFields()).flatMap((name) => (kept.has(name) ? [] : [`${type.name}.${name}`]))
  })
  return { rootFields, fields: fields.sort() }
}

const ownTypes = (schema: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))

const executable = new Set([
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'VARIABLE_DEFINITION'],
  ...['FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
])

const isExecutable = (location: string): boolean => executable.has(location)
