import { buildClientSchema, DEFAULT_DEPRECATION_REASON, type DocumentNode, type IntrospectionQuery } from 'graphql'
import {
  allDetails,
  detailsIn,
  detailsQuery,
  firstDetails,
  introspectionQuery,
  missingWithout,
  trialOf,
  type Detail,
} from './introspectionQuery.ts'
import { reasonOf } from '../unreadableError.ts'
import { sortedSdl } from '../sdl/schemaInScope.ts'

/** Sends a query and returns its data. */
export type Ask = (document: DocumentNode) => Promise<unknown>

/** A schema read from an endpoint. */
export interface Introspected {
  /** Sorted SDL. */
  readonly sdl: string
  /** Descriptions of schema details that the server does not report; empty for a current server. */
  readonly untold: readonly string[]
}

/** The endpoint returned no schema. `cause` is its last error. */
export class NoSchemaError extends Error {}

/**
 * Reads a schema by introspection. A server rejects a query with details that it does not know, and omits deprecated
 * parts from one without them, so it is asked first which details it knows.
 *
 * @param mayAskAgain - Whether a simpler query might succeed after this error.
 * @throws NoSchemaError if the endpoint returns no schema.
 */
export async function introspect(ask: Ask, mayAskAgain: (error: unknown) => boolean): Promise<Introspected> {
  let cause: unknown
  const tried = async (document: DocumentNode): Promise<unknown> => {
    try {
      return await ask(document)
    } catch (error) {
      if (!mayAskAgain(error)) throw error
      cause = error
      return undefined
    }
  }
  const read = async (known: ReadonlySet<Detail>): Promise<Introspected | undefined> => {
    const data = (await tried(introspectionQuery(known))) as Partial<IntrospectionQuery> | null | undefined
    if (!data?.__schema) return undefined
    return { sdl: sdlOf(data as IntrospectionQuery), untold: missingWithout(known) }
  }
  const told = detailsIn(await tried(detailsQuery))
  const found = told && (await read(told))
  if (found) return found
  // The server hides its introspection types or reports them wrongly, so each detail is tried separately.
  const bare = (await read(firstDetails)) ?? (await read(new Set()))
  if (!bare) throw new NoSchemaError('The endpoint returned no schema.', { cause })
  const known = new Set<Detail>()
  for (const detail of allDetails) if (await tried(trialOf(detail))) known.add(detail)
  return (known.size > 0 ? await read(known) : undefined) ?? bare
}

function sdlOf(data: IntrospectionQuery): string {
  try {
    return sortedSdl(buildClientSchema(inPresentTerms(data)))
  } catch (error) {
    throw new NoSchemaError(`The endpoint returned an invalid schema: ${reasonOf(error)}`, { cause: error })
  }
}

/**
 * Converts an older response to the current form: one name for specification URLs, and a reason for each deprecation.
 */
const inPresentTerms = (data: IntrospectionQuery): IntrospectionQuery =>
  JSON.parse(JSON.stringify(data), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const { specifiedByUrl, ...rest } = value as Readonly<Record<string, unknown>>
    return {
      ...rest,
      ...(typeof specifiedByUrl === 'string' && { specifiedByURL: specifiedByUrl }),
      ...(rest['isDeprecated'] === true && {
        deprecationReason: rest['deprecationReason'] ?? DEFAULT_DEPRECATION_REASON,
      }),
    }
  }) as IntrospectionQuery
