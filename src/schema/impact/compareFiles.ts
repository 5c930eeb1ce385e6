import type { Readable } from 'node:stream'
import type { GraphQLSchema } from 'graphql'
import type { Files } from '../documents/definitions.ts'
import { distinctDefinitionsOf, shippedDocuments } from '../files/loadDefinitions.ts'
import { readDocuments, readSchema, requireSound } from '../files/readFiles.ts'
import { impactOf, type Impact } from './impact.ts'
import { withNewRootFields } from './newRootFields.ts'

/** Two schemas and the impact of the change on documents. */
export interface Comparison {
  readonly impact: Impact
  readonly files: Files
  readonly before: GraphQLSchema
  readonly after: GraphQLSchema
  /** Schema errors outside the part that the documents use. */
  readonly warnings: readonly string[]
}

/**
 * Compares two schema files by the impact on the documents that match the patterns. Default: the operations of this
 * package, with the methods and types that depend on them.
 *
 * @throws UnreadableError if a file is missing or cannot be parsed, or two fragments share a name.
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
    patterns === undefined
      ? shippedDocuments()
      : readDocuments(patterns).then((found) => ({ files: found, usage: undefined })),
  ])
  const definitions = distinctDefinitionsOf(files, clientDirectives)
  const warnings = [before, after].flatMap((each) => requireSound(each, definitions))
  const touching = await impactOf(definitions, before.schema, after.schema, usage)
  const impact = withNewRootFields(touching, before, after)
  return { impact, files, before: before.schema, after: after.schema, warnings }
}
