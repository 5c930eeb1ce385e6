import { placeOf, placeText, readDefinitions, type Definition, type Files } from '../documents/definitions.ts'
import { reasonOf, UnreadableError } from '../unreadableError.ts'
import { readDocuments } from './readFiles.ts'

/**
 * The operations and fragments that patterns match, or without patterns those of this package.
 *
 * @throws UnreadableError for a document that is missing or can't be parsed, and for two fragments of one name.
 */
export async function definitionsFrom(
  patterns?: readonly string[],
  clientDirectives?: readonly string[],
): Promise<Definition[]> {
  const files = patterns === undefined ? (await shippedDocuments()).files : await readDocuments(patterns)
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
export async function shippedDocuments() {
  const [{ documents, scope }, usage] = await Promise.all([
    import('../../../generated/documents.ts'),
    import('../../../generated/usage.ts'),
  ])
  return { files: documents, scope, usage }
}
