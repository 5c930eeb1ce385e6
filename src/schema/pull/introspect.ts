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

/** Sends a query and gives its data. */
export type Ask = (document: DocumentNode) => Promise<unknown>

/** A schema as an endpoint tells it. */
export interface Introspected {
  /** SDL, in order. */
  readonly sdl: string
  /** What the server can't tell of its schema, in words; empty for one that is up to date. */
  readonly untold: readonly string[]
}

/** An endpoint that tells nothing of its schema; the cause is what it says to the question. */
export class NoSchemaError extends Error {}

/**
 * Reads a schema by introspection. A server refuses a question for a detail that it does not know, and hides what is
 * deprecated from one that leaves the detail out, so it is asked first which details it knows.
 *
 * @param mayAskAgain - Whether a failure may be one of the question, so that another question may help.
 * @throws NoSchemaError where there is none in what the endpoint answers.
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
  // It does not tell of introspection itself, or not the truth: each detail is asked for alone.
  const bare = (await read(firstDetails)) ?? (await read(new Set()))
  if (!bare) throw new NoSchemaError('The endpoint gave no schema.', { cause })
  const known = new Set<Detail>()
  for (const detail of allDetails) if (await tried(trialOf(detail))) known.add(detail)
  return (known.size > 0 ? await read(known) : undefined) ?? bare
}

function sdlOf(data: IntrospectionQuery): string {
  try {
    return sortedSdl(buildClientSchema(inPresentTerms(data)))
  } catch (error) {
    throw new NoSchemaError(`What the endpoint tells is not a schema: ${reasonOf(error)}`, { cause: error })
  }
}

/** The same answer as a server of today gives it: one name for a specification, and a reason for each deprecation. */
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
