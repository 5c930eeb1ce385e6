import type { Readable } from 'node:stream'
import type { GraphQLSchema } from 'graphql'
import type { Files } from '../documents/definitions.ts'
import type { GivenRenames } from '../diff/renames.ts'
import { distinctDefinitionsOf, shippedDocuments } from '../files/loadDefinitions.ts'
import { readUserDocuments } from '../files/userDocuments.ts'
import { readSchema, requireSound } from '../files/readFiles.ts'
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

export interface ComparisonOptions {
  /** Patterns of the documents. Default: the operations of this package, with the methods and types that depend on them. */
  readonly patterns?: readonly string[] | undefined
  /** Whether the documents are this package's own, from its repository. Its methods and types are named then. */
  readonly isOwn?: boolean | undefined
  readonly clientDirectives?: readonly string[] | undefined
  /** What goes by another name, where the schemas do not say so clearly. */
  readonly renames?: GivenRenames | undefined
  /** Where a schema named `-` comes from. */
  readonly stdin?: Readable
}

/**
 * Compares two schema files by the impact on documents.
 *
 * @throws UnreadableError if a file is missing or cannot be parsed, two fragments share a name, or a schema has not what is
 * said to be renamed.
 */
export async function compare(
  oldFile: string,
  newFile: string,
  { patterns, isOwn = patterns === undefined, clientDirectives, renames, stdin }: ComparisonOptions = {},
): Promise<Comparison> {
  const [before, after, shipped, read] = await Promise.all([
    readSchema(oldFile, stdin),
    readSchema(newFile, stdin),
    isOwn ? shippedDocuments() : undefined,
    patterns && readUserDocuments(patterns),
  ])
  const files = read ?? shipped?.files ?? {}
  const definitions = distinctDefinitionsOf(files, clientDirectives)
  const warnings = [before, after].flatMap((each) => requireSound(each, definitions))
  const touching = await impactOf(definitions, before.schema, after.schema, shipped?.usage, renames)
  const impact = withNewRootFields(touching, before, after)
  return { impact, files, before: before.schema, after: after.schema, warnings }
}
