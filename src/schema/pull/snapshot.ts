import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  Source,
  type GraphQLSchema,
} from 'graphql'
import { carryOver, type CarriedOver } from './carryOver.ts'
import { definitionsOf, distinctDefinitionsOf, shippedDocuments } from '../files/loadDefinitions.ts'
import { holdsDefinitions, type Files } from '../documents/definitions.ts'
import { impactOf, type Impact } from '../impact/impact.ts'
import type { Usage } from '../impact/facadeUsage.ts'
import { allErrors, lenientSchema } from '../sdl/schemaErrors.ts'
import { readDocuments, requireSound, type ReadSchema } from '../files/readFiles.ts'
import { reasonOf, UnreadableError } from '../unreadableError.ts'
import { schemaInScope, wholeSchema, type LeftOut } from '../sdl/schemaInScope.ts'

/** What a snapshot is taken for. */
export interface Purpose {
  /** The operations that the changes are looked at for. */
  readonly operations: Files
  /** Documents that name what is in scope beside them. */
  readonly scope: Files
  readonly usage: Usage | undefined
}

/** What is to be written, and what is to be said of it. */
export interface Snapshot extends CarriedOver {
  /** How many types it has. */
  readonly types: number
  readonly leftOut: LeftOut
  /** What is wrong with the schema outside of what the documents ask for. */
  readonly warnings: readonly string[]
  /** What is different from the snapshot before it, or from itself where there was none. */
  readonly impact: Impact
}

export interface SnapshotOptions {
  /** Whether to take everything, whatever is in scope. */
  readonly whole?: boolean
  readonly clientDirectives?: readonly string[] | undefined
}

/** Reads what a snapshot is taken for: documents that patterns match, or those of this package. */
export async function readPurpose(
  documents: readonly string[] | undefined,
  scope: readonly string[] | undefined,
): Promise<Purpose> {
  const own = documents === undefined ? await shippedDocuments() : undefined
  return {
    operations: own?.files ?? (await readDocuments(documents ?? [])),
    scope: scope === undefined ? { ...(own && { 'graphql/scope.graphql': own.scope }) } : await readDocuments(scope),
    usage: own?.usage,
  }
}

/**
 * Makes a snapshot of a schema: what is in scope, or all of it, in order, with what people have written into the former
 * one. The same schema gives the same text.
 *
 * @throws UnreadableError where nothing is in scope, the schema is not valid there, or a document or the former snapshot
 * can't be read.
 */
export async function takeSnapshot(
  read: ReadSchema,
  former: string | undefined,
  { operations, scope, usage }: Purpose,
  { whole = false, clientDirectives }: SnapshotOptions = {},
): Promise<Snapshot> {
  const { schema } = read
  const definitions = distinctDefinitionsOf(operations, clientDirectives)
  const documents = Object.entries({ ...operations, ...scope })
    .filter(([, text]) => holdsDefinitions(text))
    .map(([file, text]) => parsed(file, text))
  const { sdl: part, types, leftOut } = whole ? wholeSchema(schema) : schemaInScope(schema, documents)
  requireContent(part)
  const warnings = requireSound(read, definitionsOf({ ...operations, ...scope }, clientDirectives))
  if (!whole) requireValid(part)
  // Read before it is taken apart for its descriptions.
  const before = former === undefined ? undefined : built(former)
  const carried = carryOver(part, former)
  const after = lenientSchema(parse(carried.sdl))
  // What is out of scope is counted, and is there still.
  const dropped = carried.dropped.filter(({ coordinate }) => coordinate === undefined || !has(schema, coordinate))
  const impact = await impactOf(definitions, before ?? after, after, usage)
  return { ...carried, dropped, types, leftOut, warnings, impact }
}

/** Whether a schema has a type, a member, an argument or a directive, by its coordinate. */
function has(schema: GraphQLSchema, coordinate: string): boolean {
  const [head = '', member, argument] = coordinate.split('.')
  if (head.startsWith('@')) {
    const args = schema.getDirective(head.slice(1))?.args
    return args !== undefined && (member === undefined || args.some(({ name }) => name === member))
  }
  const type = schema.getType(head)
  if (!type || member === undefined) return type !== undefined
  if (isEnumType(type)) return type.getValue(member) != null
  if (isInputObjectType(type)) return type.getFields()[member] !== undefined
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[member] : undefined
  return field !== undefined && (argument === undefined || field.args.some(({ name }) => name === argument))
}

/** Before anything is written over what was there. */
function requireContent(sdl: string): void {
  if (!holdsDefinitions(sdl) || !lenientSchema(parse(sdl)).getQueryType()) throw new UnreadableError(emptyText)
}

function requireValid(sdl: string): void {
  const [fault] = allErrors(parse(sdl, { noLocation: true }))
  if (fault !== undefined) throw new UnreadableError(`What is in scope is no schema by itself: ${fault}`)
}

function parsed(file: string, text: string) {
  try {
    return parse(new Source(text, file))
  } catch (error) {
    throw new UnreadableError(`A document can't be read: ${reasonOf(error)}`, { cause: error })
  }
}

function built(former: string): GraphQLSchema {
  try {
    return lenientSchema(parse(former))
  } catch (error) {
    throw new UnreadableError(`The former snapshot is no schema: ${reasonOf(error)}`, { cause: error })
  }
}

const emptyText =
  'No query of the documents asks for anything that the schema has, so nothing is in scope. Name what is, or take the whole schema.'
