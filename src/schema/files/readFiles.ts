import { readFile } from 'node:fs/promises'
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
import { errorsByScope, lenientSchema } from '../sdl/schemaErrors.ts'
import { reasonOf, UnreadableError } from '../unreadableError.ts'
import { sortedSdl } from '../sdl/schemaInScope.ts'

/** A schema and the text that it was read from. */
export interface ReadSchema {
  readonly file: string
  readonly text: DocumentNode
  readonly schema: GraphQLSchema
}

/** A schema in a file, or on standard input for `-`: SDL, or the JSON that introspection answers with. */
export const readSchema = async (file: string): Promise<ReadSchema> => toSchema(await readText(file), file)

/** The same as it is written, for what its comments say; introspection has none. */
export async function readSdl(file: string): Promise<string> {
  const text = await readText(file)
  toSchema(text, file)
  if (isJson(text))
    throw new UnreadableError('The schema is JSON, which has no comments, and so no marks. Give it as SDL.')
  return text
}

/**
 * A schema out of such a text; the name is for messages. Faults of the schema are left to {@link requireSound}, which
 * knows what it is read for.
 */
export function toSchema(content: string, named: string): ReadSchema {
  const file = named === '-' ? 'Standard input' : named
  try {
    const text = toDocument(content, file)
    return { file, text, schema: lenientSchema(text) }
  } catch (error) {
    throw invalidSchema(file, reasonOf(error), error)
  }
}

/**
 * Refuses a schema that is not valid in the part that documents ask for.
 *
 * @returns What is wrong with it elsewhere, as warnings.
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
    `${file} has a fault outside of what the operations ask for: ${first}`,
    ...others.map((each) => `${file} has another one there: ${each}`),
    ...(rest > 0 ? [`${file} has ${rest} more of them.`] : []),
  ]
}

const maxWarnings = 10

const invalidSchema = (file: string, reason: string, cause?: unknown): UnreadableError =>
  new UnreadableError(`${file} holds no schema: ${reason}`, { cause })

function toDocument(marked: string, file: string): DocumentNode {
  const content = marked.replace(/^\uFEFF/, '')
  if (!isJson(content)) return parse(new Source(content, file))
  const json = JSON.parse(content) as { data?: Partial<IntrospectionQuery> } & Partial<IntrospectionQuery>
  const introspection = json.data ?? json
  if (introspection.__schema === undefined) throw new Error('it is JSON without a __schema')
  return parse(sortedSdl(buildClientSchema(introspection as IntrospectionQuery)), { noLocation: true })
}

const isJson = (text: string): boolean => /^\uFEFF?\s*\{/.test(text)

/**
 * The documents that patterns match, by path. A pattern enters no `node_modules` and follows no symbolic link, as what is
 * found may be written to; a file that is named in full is read wherever it is.
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
  // The pattern above does not reach what is outside of the working directory.
  const own = found.filter((name) => !name.split('/').includes('node_modules'))
  const names = [...new Set([...own, ...named])]
  if (names.length === 0) throw new UnreadableError(`No file matches ${patterns.join(', ')}.`)
  return Object.fromEntries(await Promise.all(names.sort().map(async (name) => [name, await readText(name)] as const)))
}

async function readText(file: string): Promise<string> {
  if (file === '-') return textOf(await buffer(process.stdin), 'Standard input')
  try {
    return textOf(await readFile(file), file)
  } catch (error) {
    throw unreadable(error, file)
  }
}

/** The text as it is written, so that what is written back is the same but for what was changed. */
function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new UnreadableError(`${file} can't be read: it is not UTF-8`, { cause: error })
  }
}

/** The text of a file; nothing where there is none. */
export async function readTextIfThere(file: string): Promise<string | undefined> {
  try {
    return textOf(await readFile(file), file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(error, file)
  }
}

const unreadable = (error: unknown, file: string): UnreadableError =>
  error instanceof UnreadableError
    ? error
    : new UnreadableError(`${file} can't be read: ${reasonOf(error)}`, { cause: error })
