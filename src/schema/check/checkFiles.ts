import { checkDocuments, unsentOperations, type Checked, type Limits } from './checkDocuments.ts'
import { definitionsOf, shippedDocuments } from '../files/loadDefinitions.ts'
import { readUserDocuments } from '../files/userDocuments.ts'
import { requireSound, type ReadSchema } from '../files/readFiles.ts'
import { readMarks } from '../sdl/inferredMarks.ts'

/**
 * Checks the documents that match the patterns. Default: the operations of this package, which must each be sent by a
 * method too.
 *
 * @throws UnreadableError if a document is missing or cannot be parsed.
 */
export async function checkFiles(
  patterns: readonly string[] | undefined,
  read: ReadSchema,
  limits: Limits,
  clientDirectives?: readonly string[],
): Promise<Checked & { readonly warnings: readonly string[] }> {
  const own = patterns === undefined ? await shippedDocuments() : undefined
  const definitions = definitionsOf(own?.files ?? (await readUserDocuments(patterns ?? [])), clientDirectives)
  const warnings = requireSound(read, definitions)
  const checked = checkDocuments(definitions, read.schema, limits, readMarks(read.text))
  const unsent = own ? unsentOperations(definitions, own.usage.methods) : []
  return { ...checked, findings: [...checked.findings, ...unsent], warnings }
}
