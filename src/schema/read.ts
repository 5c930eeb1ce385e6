import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import {
  buildClientSchema,
  buildSchema,
  GraphQLError,
  Source,
  validateSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { glob, isDynamicPattern } from 'tinyglobby'
import type { Files } from './documents.ts'

/** Something that was named and can't be read; the message is for who named it. */
export class UnreadableError extends Error {}

/** A schema in a file, or on standard input for `-`: SDL, or the JSON that introspection answers with. */
export const readSchema = async (file: string): Promise<GraphQLSchema> => toSchema(await readText(file), file)

/** The same as it is written, for what its comments say; introspection has none. */
export async function readSdl(file: string): Promise<string> {
  const text = await readText(file)
  toSchema(text, file)
  if (isJson(text))
    throw new UnreadableError('The schema is JSON, which has no comments, and so no marks. Give it as SDL.')
  return text
}

/** A schema out of such a text; the name is for the message where there is none in it. */
export function toSchema(content: string, file: string): GraphQLSchema {
  try {
    const schema = build(content, file)
    const [problem] = validateSchema(schema)
    if (problem) throw problem
    return schema
  } catch (error) {
    throw new UnreadableError(`${file} holds no schema: ${reasonOf(error)}`, { cause: error })
  }
}

function build(marked: string, file: string): GraphQLSchema {
  const content = marked.replace(/^\uFEFF/, '')
  if (!isJson(content)) return buildSchema(new Source(content, file))
  const json = JSON.parse(content) as { data?: Partial<IntrospectionQuery> } & Partial<IntrospectionQuery>
  const introspection = json.data ?? json
  if (introspection.__schema === undefined) throw new Error('it is JSON without a __schema')
  return buildClientSchema(introspection as IntrospectionQuery)
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

/** Why something can't be read, with the place where it is known. */
export function reasonOf(error: unknown): string {
  if (error instanceof GraphQLError) {
    const [location] = error.locations ?? []
    const place = error.source && location ? ` (${error.source.name}:${location.line}:${location.column})` : ''
    return `${error.message}${place}`
  }
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'there is no such file' : (code ?? error.message)
}
