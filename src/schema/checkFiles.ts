import { buildSchema, type GraphQLSchema } from 'graphql'
import { checkDocuments, unused, type Checked, type Limits } from './check.ts'
import { definitionsOf, shipped } from './compare.ts'
import { readDocuments } from './read.ts'

/**
 * Checks the documents that patterns match, or those of this package, and then whether a method sends each of them too;
 * against a schema, or the snapshot of this package.
 *
 * @throws UnreadableError for a document that is missing or can't be parsed.
 */
export async function checkFiles(
  patterns: readonly string[] | undefined,
  schema: GraphQLSchema | undefined,
  limits: Limits,
): Promise<Checked> {
  const own = patterns === undefined ? await shipped() : undefined
  const definitions = definitionsOf(own?.files ?? (await readDocuments(patterns ?? [])))
  const checked = checkDocuments(definitions, schema ?? (await shippedSchema()), limits)
  const unsent = own ? unused(definitions, own.usage.methods) : []
  return { ...checked, findings: [...checked.findings, ...unsent] }
}

const shippedSchema = async (): Promise<GraphQLSchema> => buildSchema((await import('../../generated/schema.ts')).sdl)
