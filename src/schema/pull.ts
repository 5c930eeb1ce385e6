import {
  buildClientSchema,
  getIntrospectionQuery,
  parse,
  type DocumentNode,
  type IntrospectionOptions,
  type IntrospectionQuery,
} from 'graphql'
import { sortedSdl } from './within.ts'

/** Sends a query and gives its data. */
export type Ask = (document: DocumentNode) => Promise<unknown>

/** Asked for in this order: a server that is older than a detail refuses the whole query that asks for it. */
const questions: readonly IntrospectionOptions[] = [
  {
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  },
  {},
]

/** An endpoint that tells nothing of its schema; the cause is what it says to the question. */
export class NoSchemaError extends Error {}

/**
 * Reads a schema by introspection, as SDL in order.
 *
 * @param mayAskAgain - Whether a failure may be one of the question, so that plainer words may help.
 * @throws NoSchemaError where there is none in what the endpoint answers.
 */
export async function introspect(ask: Ask, mayAskAgain: (error: unknown) => boolean): Promise<string> {
  let cause: unknown
  for (const question of questions) {
    try {
      const data = (await ask(parse(getIntrospectionQuery(question)))) as Partial<IntrospectionQuery> | null
      if (data?.__schema) return sortedSdl(buildClientSchema({ __schema: data.__schema }))
    } catch (error) {
      if (!mayAskAgain(error)) throw error
      cause = error
    }
  }
  throw new NoSchemaError('The endpoint gave no schema.', { cause })
}
