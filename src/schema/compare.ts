import type { Readable } from 'node:stream'
import type { GraphQLSchema } from 'graphql'
import { placeOf, readDefinitions, type Definition, type Files } from './documents.ts'
import { impactOf, type Impact } from './impact.ts'
import { readDocuments, readSchema, requireSound } from './read.ts'
import { reasonOf, UnreadableError } from './unreadable.ts'
import { placeText } from './wording.ts'

/** Two schemas with what the step from one to the other does to documents. */
export interface Comparison {
  readonly impact: Impact
  readonly files: Files
  readonly before: GraphQLSchema
  readonly after: GraphQLSchema
  /** What is wrong with the schemas outside of what the documents ask for. */
  readonly warnings: readonly string[]
}

/**
 * Compares the schemas of two files by what the change does to the documents that patterns match, or without patterns to
 * the operations of this package and what stands on them.
 *
 * @throws UnreadableError for a schema or a document that is missing or can't be parsed, and for two fragments of one name.
 */
export async function compare(
  oldFile: string,
  newFile: string,
  patterns?: readonly string[],
  clientDirectives?: readonly string[],
  stdin?: Readable,
): Promise<Comparison> {
  const [before, after, { files, usage }] = await Promise.all([
    readSchema(oldFile, stdin),
    readSchema(newFile, stdin),
    patterns === undefined ? shipped() : readDocuments(patterns).then((found) => ({ files: found, usage: undefined })),
  ])
  const definitions = distinctDefinitionsOf(files, clientDirectives)
  const warnings = [before, after].flatMap((each) => requireSound(each, definitions))
  const impact = await impactOf(definitions, before.schema, after.schema, usage)
  return { impact, files, before: before.schema, after: after.schema, warnings }
}

/**
 * The operations and fragments that patterns match, or without patterns those of this package.
 *
 * @throws UnreadableError for a document that is missing or can't be parsed, and for two fragments of one name.
 */
export async function definitionsFrom(
  patterns?: readonly string[],
  clientDirectives?: readonly string[],
): Promise<Definition[]> {
  const files = patterns === undefined ? (await shipped()).files : await readDocuments(patterns)
  return distinctDefinitionsOf(files, clientDirectives)
}

export function definitionsOf(files: Files, clientDirectives?: readonly string[]): Definition[] {
  try {
    return readDefinitions(files, clientDirectives)
  } catch (error) {
    throw new UnreadableError(`A document can't be read: ${reasonOf(error)}`, { cause: error })
  }
}

/** The same, of which it can be told what a change touches: no spread could mean either of two fragments. */
export function distinctDefinitionsOf(files: Files, clientDirectives?: readonly string[]): Definition[] {
  const definitions = definitionsOf(files, clientDirectives)
  const known = new Map<string, Definition>()
  for (const definition of definitions.filter(({ kind }) => kind === 'fragment')) {
    const { name } = definition
    const other = known.get(name)
    known.set(name, definition)
    if (!other) continue
    const [here, there] = [other, definition].map(({ node }) => placeText(placeOf(node)))
    throw new UnreadableError(
      `There are two fragments ${name}, at ${here} and ${there}. Give one of them another name.`,
    )
  }
  return definitions
}

/** The operations of this package, what else its snapshot keeps, and what stands on the operations. */
export async function shipped() {
  const [{ documents, scope }, usage] = await Promise.all([
    import('../../generated/documents.ts'),
    import('../organization/usage.ts'),
  ])
  return { files: documents, scope, usage }
}
