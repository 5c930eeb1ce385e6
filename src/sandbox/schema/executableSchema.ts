import {
  buildASTSchema,
  isObjectType,
  parse,
  visit,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { sdl } from '../../../generated/schema.ts'
import type { Caller, Resolvers } from '../resolvers/resolver.ts'
import type { SandboxSettings } from '../sandboxOptions.ts'
import type { Row } from '../store/store.ts'
import { formerSdl } from './formerSchema.ts'
import { withFirstType } from './firstType.ts'
import { attachScalars } from './scalars.ts'
import { withSharingPath } from './sharingPath.ts'

/** The schemas of the two paths. */
export interface Schemas {
  /** Schema of `/graphql`, without the experimental fields. */
  readonly published: GraphQLSchema
  /** Schema of `/_gql`, with all fields. */
  readonly experimental: GraphQLSchema
}

interface SchemaSource {
  readonly document: DocumentNode
  /** Whether every field must have a resolver or a column. A user's schema may have fields that the sandbox lacks. */
  readonly strict: boolean
  /** Whether the document needs no validation, which takes most of the time. */
  readonly assumeValidSDL: boolean
}

/** Shared by all sandboxes of a process, because building them takes most of a sandbox's start. */
const today = new Map<string, Schemas>()

/**
 * Builds both schemas from one SDL. Their fields call the resolvers of the request's sandbox; `resolvers` says which fields
 * have one.
 */
export function toSchemas(
  resolvers: Resolvers,
  { schema, firstType, sharingPath }: Pick<SandboxSettings, 'schema' | 'firstType' | 'sharingPath'>,
): Schemas {
  const build = (text: string, strict: boolean, assumeValidSDL: boolean): Schemas => {
    const document = withSharingPath(withFirstType(parse(text), firstType), sharingPath)
    return executables({ document, strict, assumeValidSDL }, resolvers)
  }
  if (schema === '2024-10') return build(formerSdl(sdl), true, true)
  const changed = schema(sdl)
  if (changed !== sdl) return build(changed, false, false)
  const variant = `${firstType} ${sharingPath}`
  let schemas = today.get(variant)
  if (schemas === undefined) today.set(variant, (schemas = build(sdl, true, true)))
  return schemas
}

const executables = (source: SchemaSource, resolvers: Resolvers): Schemas => ({
  published: executable({ ...source, document: withoutExperimental(source.document) }, resolvers),
  experimental: executable(source, resolvers),
})

function withoutExperimental(document: DocumentNode): DocumentNode {
  const prune = (node: { readonly description?: { readonly value: string } }): null | undefined =>
    node.description?.value.startsWith('Experimental endpoint (/_gql)') === true ? null : undefined
  return visit(document, { FieldDefinition: prune, InputValueDefinition: prune, EnumValueDefinition: prune })
}

function executable({ document, strict, assumeValidSDL }: SchemaSource, resolvers: Resolvers): GraphQLSchema {
  const schema = buildASTSchema(document, { assumeValidSDL })
  attachScalars(schema)
  for (const [type, fields] of Object.entries(resolvers)) {
    for (const name of Object.keys(fields)) attachResolver(schema, type, name)
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__')) readColumns(type, strict)
  }
  for (const root of [schema.getQueryType(), schema.getMutationType()]) if (root) reportRootFields(root)
  return schema
}

function attachResolver(schema: GraphQLSchema, typeName: string, fieldName: string): void {
  const type = schema.getType(typeName)
  // Some resolvers belong to only one of the schemas.
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined
  if (!field) return
  field.resolve = (parent: Row, args: unknown, caller: Caller, { fieldNodes }) => {
    if (fieldNodes[0]?.arguments?.length) caller.onVariablesRead?.()
    return caller.resolvers[typeName]?.[fieldName]?.(parent, args as never, caller)
  }
}

/** Makes every other field read the column of its name. A missing column is a bug here; a null would hide it. */
function readColumns(type: GraphQLObjectType, strict: boolean): void {
  for (const field of Object.values(type.getFields())) {
    field.resolve ??= (parent: Row | undefined) => {
      if (parent && field.name in parent) return parent[field.name]
      if (!strict) return null
      throw new Error(`${type.name}.${field.name} has no resolver and no column.`)
    }
  }
}

/** Makes root fields report that they run. */
function reportRootFields(root: GraphQLObjectType): void {
  for (const field of Object.values(root.getFields())) {
    const { resolve } = field
    field.resolve = (parent, args, caller: Caller, info) => {
      caller.onRootField?.(field.name)
      return resolve?.(parent, args, caller, info)
    }
  }
}
