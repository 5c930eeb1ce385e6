import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  buildClientSchema,
  Kind,
  parse,
  Source,
  type DocumentNode,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { glob, isDynamicPattern } from 'tinyglobby'
import type { Definition, Files } from '../documents/definitions.ts'
import { recordedRootFields, type RootField } from '../sdl/rootFieldRecord.ts'
import { errorsByScope, lenientSchema } from '../sdl/schemaErrors.ts'
import { reasonOf, UnreadableError } from '../unreadableError.ts'
import { isCodeFile, operationsInCode } from './operationsInCode.ts'
import { sortedSdl } from '../sdl/schemaInScope.ts'

/** A schema and its document. */
export interface ReadSchema {
  readonly file: string
  readonly text: DocumentNode
  readonly schema: GraphQLSchema
  /** Root fields that the API had besides, if the schema is a snapshot that records them. */
  readonly recorded: readonly RootField[]
}

/** Reads a schema from a file, or from standard input for `-`. Accepts SDL and introspection JSON. */
export const readSchema = async (file: string, stdin: Readable = process.stdin): Promise<ReadSchema> =>
  toSchema(await readText(file, stdin), file)

/**
 * Reads SDL as text, for its comments. Lines end with `\n`, as in a snapshot.
 *
 * @throws UnreadableError for introspection JSON, which has no comments.
 */
export async function readSdl(file: string, stdin: Readable = process.stdin): Promise<string> {
  const text = withSnapshotLines(await readText(file, stdin))
  toSchema(text, file)
  if (isJson(text))
    throw new UnreadableError('The schema is introspection JSON, which has no comments. Pass it as SDL.')
  return text
}

/**
 * Builds a schema from SDL or introspection JSON. `named` is the name for messages. Schema errors are reported by
 * {@link requireSound}, which knows the documents.
 */
export function toSchema(content: string, named: string): ReadSchema {
  const file = named === '-' ? 'Standard input' : named
  try {
    const text = toDocument(content, file)
    return { file, text, schema: lenientSchema(text), recorded: recordedRootFields(content) }
  } catch (error) {
    throw invalidSchema(file, reasonOf(error), error)
  }
}

/**
 * Requires the part of a schema that the documents use to be valid.
 *
 * @returns Errors in the rest of the schema, as warnings.
 * @throws UnreadableError if the part has an error.
 */
export function requireSound({ file, text, schema }: ReadSchema, definitions: readonly Definition[]): string[] {
  const documents = { kind: Kind.DOCUMENT, definitions: definitions.map(({ node }) => node) } as const
  const { inScope, elsewhere } = errorsByScope(text, schema, [documents])
  const [fault] = inScope
  if (fault !== undefined) throw invalidSchema(file, fault)
  const [first, ...others] = elsewhere.slice(0, maxWarnings)
  if (first === undefined) return []
  const rest = elsewhere.length - maxWarnings
  return [
    `${file} has an error outside the part that the operations use: ${first}`,
    ...others.map((each) => `${file} has another error there: ${each}`),
    ...(rest > 0 ? [`${file} has ${rest} more errors there.`] : []),
  ]
}

const maxWarnings = 10

const invalidSchema = (file: string, reason: string, cause?: unknown): UnreadableError =>
  new UnreadableError(`${file} is not a valid schema: ${reason}`, { cause })

function toDocument(marked: string, file: string): DocumentNode {
  const content = marked.replace(/^\uFEFF/, '')
  if (!isJson(content)) return parse(new Source(content, file))
  const json = JSON.parse(content) as { data?: Partial<IntrospectionQuery> } & Partial<IntrospectionQuery>
  const introspection = json.data ?? json
  if (introspection.__schema === undefined) throw new Error('the JSON has no __schema')
  return parse(sortedSdl(buildClientSchema(introspection as IntrospectionQuery)), { noLocation: true })
}

const isJson = (text: string): boolean => /^\uFEFF?\s*\{/.test(text)

/**
 * Reads the documents that match the patterns, sorted by path. Patterns skip `node_modules` and symbolic links, because
 * matched files may be written. A complete file name is always read. Of source code, the text is its GraphQL alone, each
 * definition at its line and column.
 */
export async function readDocuments(patterns: readonly string[]): Promise<Files> {
  const without = patterns.filter((pattern) => pattern.startsWith('!'))
  const [wide, exact] = [true, false].map((isWide) => {
    const some = patterns.filter((each) => !without.includes(each) && isDynamicPattern(each) === isWide)
    return some.length === 0 ? [] : [...some, ...without]
  })
  const found = await glob(wide ?? [], {
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**'],
  })
  const named = await glob(exact ?? [], { expandDirectories: false })
  // The pattern above does not apply outside the working directory.
  const own = found.filter((name) => !name.split('/').includes('node_modules'))
  const names = [...new Set([...own, ...named])]
  if (names.length === 0) throw new UnreadableError(`No file matches ${patterns.join(', ')}.`)
  return Object.fromEntries(
    await Promise.all(names.sort().map(async (name) => [name, await readDocument(name)] as const)),
  )
}

const readDocument = async (file: string): Promise<string> => {
  const text = await readText(file)
  return isCodeFile(file) ? operationsInCode(file, text) : text
}

async function readText(file: string, stdin: Readable = process.stdin): Promise<string> {
  if (file === '-') return textOf(await buffer(stdin), 'Standard input')
  try {
    return textOf(await readFile(file), file)
  } catch (error) {
    throw unreadable(error, file)
  }
}

/** Decodes without changing anything, so that writing back only changes what was edited. */
function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new UnreadableError(`${file} can't be read: it is not UTF-8`, { cause: error })
  }
}

/** Reads a snapshot, with `\n` at the end of each line; undefined if it does not exist. */
export async function readTextIfThere(file: string): Promise<string | undefined> {
  try {
    return withSnapshotLines(textOf(await readFile(file), file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(error, file)
  }
}

/** A checkout on Windows may have other line ends than the tools write. */
const withSnapshotLines = (text: string): string => text.replaceAll('\r\n', '\n')

const unreadable = (error: unknown, file: string): UnreadableError =>
  error instanceof UnreadableError
    ? error
    : new UnreadableError(`${file} can't be read: ${reasonOf(error)}`, { cause: error })
