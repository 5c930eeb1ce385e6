import { placeOf, placeText, readDefinitions, type Definition, type Files } from '../documents/definitions.ts'
import { listQueries } from './listQueries.ts'
import { reasonOf, UnreadableError } from '../unreadableError.ts'
import { readUserDocuments } from './userDocuments.ts'

/**
 * Reads the operations and fragments that match the patterns. Default: those of this package.
 *
 * @throws UnreadableError if a file is missing or cannot be parsed, or two fragments share a name.
 */
export async function definitionsFrom(
  patterns?: readonly string[],
  clientDirectives?: readonly string[],
): Promise<Definition[]> {
  const files = patterns === undefined ? (await shippedDocuments()).files : await readUserDocuments(patterns)
  return distinctDefinitionsOf(files, clientDirectives)
}

/** Parses documents. Parse errors become an UnreadableError. */
export function definitionsOf(files: Files, clientDirectives?: readonly string[]): Definition[] {
  try {
    return readDefinitions(files, clientDirectives)
  } catch (error) {
    throw new UnreadableError(`A document can't be read: ${reasonOf(error)}`, { cause: error })
  }
}

/** Parses documents and requires fragment names to be unique, so that each spread has one meaning. */
export function distinctDefinitionsOf(files: Files, clientDirectives?: readonly string[]): Definition[] {
  const definitions = definitionsOf(files, clientDirectives)
  const known = new Map<string, Definition>()
  for (const definition of definitions.filter(({ kind }) => kind === 'fragment')) {
    const { name } = definition
    const other = known.get(name)
    known.set(name, definition)
    if (!other) continue
    const [here, there] = [other, definition].map(({ node }) => placeText(placeOf(node)))
    throw new UnreadableError(`Two fragments are named ${name}, at ${here} and ${there}. Rename one of them.`)
  }
  return definitions
}

/** The queries with every filter and order of this package's lists, for the tools that send them. */
export const listDefinitions = (): Definition[] => listQueries().map(({ definition }) => definition)

/**
 * The operations of this package, the scope of its snapshot, and the methods and types that depend on the operations.
 */
export async function shippedDocuments() {
  const [{ documents, scope }, usage] = await Promise.all([
    import('../../../generated/documents.ts'),
    import('../../organization/usage.ts'),
  ])
  return { files: documents, scope, usage: { ...usage, lists: listQueries() } }
}
