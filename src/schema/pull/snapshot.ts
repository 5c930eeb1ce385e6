import { parse, Source, type GraphQLSchema } from 'graphql'
import { carryOver, type CarriedOver } from './carryOver.ts'
import { definitionsOf, distinctDefinitionsOf, shippedDocuments } from '../files/loadDefinitions.ts'
import { holdsDefinitions, type Files } from '../documents/definitions.ts'
import { impactOf, type Impact } from '../impact/impact.ts'
import { knownRootFields, withNewRootFields } from '../impact/newRootFields.ts'
import type { Usage } from '../impact/facadeUsage.ts'
import { recordedRootFields, rootFieldKey, rootFieldsOf, withRecord, type RootField } from '../sdl/rootFieldRecord.ts'
import { allErrors, lenientSchema } from '../sdl/schemaErrors.ts'
import { readUserDocuments } from '../files/userDocuments.ts'
import { readDocuments, requireSound, type ReadSchema } from '../files/readFiles.ts'
import { reasonOf, UnreadableError } from '../unreadableError.ts'
import { schemaInScope, wholeSchema, type LeftOut } from '../sdl/schemaInScope.ts'
import { hasPart } from '../sdl/typeMembers.ts'

/** The documents that a snapshot serves. */
interface Purpose {
  /** Operations for which changes are reported. */
  readonly operations: Files
  /** Documents that name further parts in scope. */
  readonly scope: Files
  readonly usage: Usage | undefined
}

/** A snapshot with the facts to report about it. */
export interface Snapshot extends CarriedOver {
  /** Number of types in the snapshot. */
  readonly types: number
  readonly leftOut: LeftOut
  /** Schema errors outside the part that the documents use. */
  readonly warnings: readonly string[]
  /** Changes since the former snapshot; none without one. */
  readonly impact: Impact
}

export interface SnapshotOptions {
  /** Whether to keep the whole schema. Default: only what is in scope. */
  readonly whole?: boolean
  readonly clientDirectives?: readonly string[] | undefined
}

/** Reads the documents that match the patterns. Default: those of this package. */
export async function readPurpose(
  documents: readonly string[] | undefined,
  scope: readonly string[] | undefined,
): Promise<Purpose> {
  const own = documents === undefined ? await shippedDocuments() : undefined
  return {
    operations: own?.files ?? (await readUserDocuments(documents ?? [])),
    scope: scope === undefined ? { ...(own && { 'graphql/scope.graphql': own.scope }) } : await readDocuments(scope),
    usage: own?.usage,
  }
}

/**
 * Creates a sorted snapshot of the part of a schema in scope, with the handwritten parts of the former snapshot. Equal
 * schemas give equal text.
 *
 * @throws UnreadableError if nothing is in scope, the schema is invalid there, or a document or the former snapshot
 * cannot be parsed.
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
  const before = former === undefined ? undefined : { schema: built(former), recorded: recordedRootFields(former) }
  const carried = carryOver(part, former)
  const after = lenientSchema(parse(carried.sdl))
  // Parts out of scope are counted in `leftOut` and still exist.
  const dropped = carried.dropped.filter(({ coordinate }) => coordinate === undefined || !hasPart(schema, coordinate))
  const touching = await impactOf(definitions, before?.schema ?? after, after, usage)
  const recorded = outOfScope(read, after, before?.recorded)
  // A root field that is in scope is in the snapshot, where nobody has to look for it.
  const known = before && { ...before, recorded: [...before.recorded, ...rootFieldsOf(after)] }
  const impact = known ? withNewRootFields(touching, known, { schema: after, recorded }) : touching
  return { ...carried, sdl: withRecord(carried.sdl, recorded), dropped, types, leftOut, warnings, impact }
}

/**
 * The root fields that a snapshot lacks, to be recorded in it. A field that was recorded before keeps its arguments and
 * its type, so that a snapshot does not change with parts out of scope.
 */
function outOfScope(read: ReadSchema, snapshot: GraphQLSchema, former: readonly RootField[] = []): RootField[] {
  const kept = new Map(former.map((field) => [rootFieldKey(field), field]))
  const inScope = new Set(rootFieldsOf(snapshot).map(rootFieldKey))
  return knownRootFields(read)
    .filter((field) => !inScope.has(rootFieldKey(field)))
    .map((field) => kept.get(rootFieldKey(field)) ?? field)
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
}

const rank = ({ kind }: RootField): number => ['query', 'mutation', 'subscription'].indexOf(kind)

function requireContent(sdl: string): void {
  if (!holdsDefinitions(sdl) || !lenientSchema(parse(sdl)).getQueryType()) throw new UnreadableError(emptyText)
}

function requireValid(sdl: string): void {
  const [error] = allErrors(parse(sdl, { noLocation: true }))
  if (error !== undefined) throw new UnreadableError(`The part in scope is not a valid schema on its own: ${error}`)
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
    throw new UnreadableError(`The former snapshot is not a valid schema: ${reasonOf(error)}`, { cause: error })
  }
}

const emptyText =
  'Nothing is in scope: no query uses a field of the schema. Pass matching documents, or keep the whole schema with --whole.'
