import { checkDocuments, unsentOperations, type Checked, type Limits } from './checkDocuments.ts'
import { definitionsOf, shippedDocuments } from '../files/loadDefinitions.ts'
import { readDocuments, requireSound, toSchema, type ReadSchema } from '../files/readFiles.ts'

/**
 * Checks the documents that patterns match, or those of this package, and then whether a method sends each of them too;
 * against a schema, or the snapshot of this package.
 *
 * @throws UnreadableError for a document that is missing or can't be parsed.
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
