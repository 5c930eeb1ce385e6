import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import {
  buildClientSchema,
  buildSchema,
  GraphQLError,
  Source,
  validateSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { glob } from 'tinyglobby'
import type { Files } from './documents.ts'

/** Something that was named and can't be read; the message is for who named it. */
export class UnreadableError extends Error {}

/** A schema in a file, or on standard input for `-`: SDL, or the JSON that introspection answers with. */
export const readSchema = async (file: string): Promise<GraphQLSchema> => toSchema(await readText(file), file)

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

function build(content: string, file: string): GraphQLSchema {
  if (!content.trimStart().startsWith('{')) return buildSchema(new Source(content, file))
  const json = JSON.parse(content) as { data?: Partial<IntrospectionQuery> } & Partial<IntrospectionQuery>
  const introspection = json.data ?? json
  if (introspection.__schema === undefined) throw new Error('it is JSON without a __schema')
  return buildClientSchema(introspection as IntrospectionQuery)
}

/** The documents that patterns match, by path. */
export async function readDocuments(patterns: readonly string[]): Promise<Files> {
  const names = await glob([...patterns], { expandDirectories: false })
  if (names.length === 0) throw new UnreadableError(`No file matches ${patterns.join(', ')}.`)
  return Object.fromEntries(await Promise.all(names.sort().map(async (name) => [name, await readText(name)] as const)))
}

async function readText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UnreadableError(`${file} can't be read: ${reasonOf(error)}`, { cause: error })
  }
}

/** The text of a file; nothing where there is none. */
export async function readTextIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UnreadableError(`${file} can't be read: ${reasonOf(error)}`, { cause: error })
  }
}

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
