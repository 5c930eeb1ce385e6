import {
  buildASTSchema,
  isObjectType,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { sdl } from '../../generated/schema.ts'
import type { Row } from './store.ts'
import type { Caller, Field, Resolvers } from './resolvers/types.ts'
import { attachScalars } from './scalars.ts'

/** The schemas of the two paths. */
export interface Schemas {
  /** Of `/graphql`, without what is experimental. */
  readonly published: GraphQLSchema
  /** Of `/_gql`, with everything. */
  readonly experimental: GraphQLSchema
}

/** Builds both from the one snapshot, with the same resolvers. */
export function toSchemas(resolvers: readonly Resolvers[], change: (sdl: string) => string): Schemas {
  const changed = change(sdl)
  const everything = parse(changed)
  // Of a schema that was changed, resolvers may be missing, and fields may be.
  const strict = changed === sdl
  return {
    published: executable(withoutExperimental(everything), resolvers, strict),
    experimental: executable(everything, resolvers, strict),
  }
}

function withoutExperimental(document: DocumentNode): DocumentNode {
  const prune = (node: { readonly description?: { readonly value: string } }): null | undefined =>
    node.description?.value.startsWith('Experimental endpoint (/_gql)') === true ? null : undefined
  return visit(document, { FieldDefinition: prune, InputValueDefinition: prune })
}

function executable(document: DocumentNode, resolvers: readonly Resolvers[], strict: boolean): GraphQLSchema {
  const schema = buildASTSchema(document)
  attachScalars(schema)
  for (const [type, fields] of resolvers.flatMap((part) => Object.entries(part))) {
    for (const [name, resolve] of Object.entries(fields)) attach(schema, type, name, resolve, strict)
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__')) readColumns(type, strict)
  }
  for (const root of [schema.getQueryType(), schema.getMutationType()]) if (root) noteRuns(root)
  return schema
}

function attach(schema: GraphQLSchema, typeName: string, fieldName: string, resolve: Field, strict: boolean): void {
  const type = schema.getType(typeName)
  if (!type && !strict) return
  if (!isObjectType(type)) throw new Error(`The schema has no type ${typeName}.`)
  const field = type.getFields()[fieldName]
  // Experimental fields are not in the published schema.
  if (field) field.resolve = (parent: Row, args: unknown, caller: Caller) => resolve(parent, args as never, caller)
}

/** Every other field reads the member of its name. One that is not there is a mistake here: a null would hide it. */
function readColumns(type: GraphQLObjectType, strict: boolean): void {
  for (const field of Object.values(type.getFields())) {
    field.resolve ??= (parent: Row | undefined) => {
      if (parent && field.name in parent) return parent[field.name]
      if (!strict) return null
      throw new Error(`Nothing answers ${type.name}.${field.name}.`)
    }
  }
}

/** Root fields tell that they are carried out. */
function noteRuns(root: GraphQLObjectType): void {
  for (const field of Object.values(root.getFields())) {
    const { resolve } = field
    field.resolve = (parent, args, caller: Caller, info) => {
      caller.runs?.(field.name)
      return resolve?.(parent, args, caller, info)
    }
  }
}

/** The name of the operation that a document holds, when it holds one and names it. */
export function operationNameOf(query: string | undefined): string | undefined {
  const operations = operationsOf(documentOf(query))
  return operations.length === 1 ? operations[0]?.name?.value : undefined
}

/** The names that an operation's root fields have in its answer; none of a document that can't be read. */
export function rootFieldsOf(query: string | undefined, operationName: string | undefined): readonly string[] {
  const document = documentOf(query)
  const operations = operationsOf(document)
  const operation = operations.find(({ name }) => name?.value === operationName) ?? operations[0]
  const fragments = new Map<string, SelectionSetNode>()
  for (const definition of document?.definitions ?? []) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet)
  }

  function namesIn(set: SelectionSetNode | undefined): readonly string[] {
    return (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value]
      if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(selection.selectionSet)
      const fragment = fragments.get(selection.name.value)
      // Each once, as one may be inside itself.
      fragments.delete(selection.name.value)
      return namesIn(fragment)
    })
  }
  return namesIn(operation?.selectionSet)
}

/** A client sends the same few texts over and over. */
const documents = new Map<string, DocumentNode | undefined>()
const mostDocuments = 100

function documentOf(query: string | undefined): DocumentNode | undefined {
  if (query === undefined) return undefined
  if (documents.has(query)) return documents.get(query)
  const document = parsed(query)
  if (documents.size >= mostDocuments) documents.clear()
  documents.set(query, document)
  return document
}

function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query)
  } catch {
    return undefined
  }
}

const operationsOf = (document: DocumentNode | undefined): readonly OperationDefinitionNode[] =>
  document?.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION) ?? []
