import type { GraphQLSchema } from 'graphql'
import type { Files } from '../documents/definitions.ts'
import { distinctDefinitionsOf, shippedDocuments } from '../files/loadDefinitions.ts'
import { readDocuments, readSchema, requireSound } from '../files/readFiles.ts'
import { impactOf, type Impact } from './impact.ts'

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
): Promise<Comparison> {
  const [before, after, { files, usage }] = await Promise.all([
    readSchema(oldFile),
    readSchema(newFile),
    patterns === undefined
      ? shippedDocuments()
      : readDocuments(patterns).then((found) => ({ files: found, usage: undefined })),
  ])
  const definitions = distinctDefinitionsOf(files, clientDirectives)
  const warnings = [before, after].flatMap((each) => requireSound(each, definitions))
  const impact = await impactOf(definitions, before.schema, after.schema, usage)
  return { impact, files, before: before.schema, after: after.schema, warnings }
}
