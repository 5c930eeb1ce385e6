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
import { sdl } from '../../../generated/schema.ts'
import { formerSdl } from './formerSchema.ts'
import type { Row } from '../store/store.ts'
import type { Caller, Field, Resolvers } from '../resolvers/resolver.ts'
import { attachScalars } from './scalars.ts'

/** The schemas of the two paths. */
export interface Schemas {
  /** Of `/graphql`, without what is experimental. */
  readonly published: GraphQLSchema
  /** Of `/_gql`, with everything. */
  readonly experimental: GraphQLSchema
}

/** Builds both from one SDL, with the same resolvers. */
export function toSchemas(resolvers: readonly Resolvers[], schema: '2024-10' | ((sdl: string) => string)): Schemas {
  const changed = schema === '2024-10' ? formerSdl(sdl) : schema(sdl)
  const everything = parse(changed)
  // Of a schema that a user has changed, resolvers may be missing.
  const strict = changed === sdl || schema === '2024-10'
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
    for (const [name, resolve] of Object.entries(fields)) attach(schema, type, name, resolve)
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__')) readColumns(type, strict)
  }
  for (const root of [schema.getQueryType(), schema.getMutationType()]) if (root) noteRuns(root)
  return schema
}

function attach(schema: GraphQLSchema, typeName: string, fieldName: string, resolve: Field): void {
  const type = schema.getType(typeName)
  // Neither schema has everything that is answered here.
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined
  if (!field) return
  field.resolve = (parent: Row, args: unknown, caller: Caller, { fieldNodes }) => {
    if (fieldNodes[0]?.arguments?.length) caller.usesVariables?.()
    return resolve(parent, args as never, caller)
  }
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
export function operationNameOf(document: DocumentNode | undefined): string | undefined {
  const operations = operationsOf(document)
  return operations.length === 1 ? operations[0]?.name?.value : undefined
}

/** The names that an operation's root fields have in its answer; none of a document that can't be read. */
export function rootFieldsOf(document: DocumentNode | undefined, operationName: string | undefined): readonly string[] {
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

const operationsOf = (document: DocumentNode | undefined): readonly OperationDefinitionNode[] =>
  document?.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION) ?? []
