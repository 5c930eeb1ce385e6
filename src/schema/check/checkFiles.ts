import { checkDocuments, unsentOperations, type Checked, type Limits } from './checkDocuments.ts'
import { definitionsOf, shippedDocuments } from '../files/loadDefinitions.ts'
import { readDocuments, requireSound, toSchema, type ReadSchema } from '../files/readFiles.ts'

/**
 * Checks the documents that match the patterns. Default: the operations of this package, which must each be sent by a
 * method too. Default schema: the snapshot of this package.
 *
 * @throws UnreadableError if a document is missing or cannot be parsed.
 */
export async function checkFiles(
  patterns: readonly string[] | undefined,
  schema: ReadSchema | undefined,
  limits: Limits,
  clientDirectives?: readonly string[],
): Promise<Checked & { readonly warnings: readonly string[] }> {
  const own = patterns === undefined ? await shippedDocuments() : undefined
  const definitions = definitionsOf(own?.files ?? (await readDocuments(patterns ?? [])), clientDirectives)
  const read = schema ?? toSchema((await import('../../../generated/schema.ts')).sdl, 'The snapshot')
  const warnings = requireSound(read, definitions)
  const checked = checkDocuments(definitions, read.schema, limits)
  const unsent = own ? unsentOperations(definitions, own.usage.methods) : []
  return { ...checked, findings: [...checked.findings, ...unsent], warnings }
}
