import type { TypedDocumentNode } from '@urql/core'
import type { DocumentNode } from 'graphql'
import { isLabelboxError, type LabelboxError, type LabelboxErrorCode, type ServerError } from '../../core/errors.ts'
import { shortened } from '../reports/sentences.ts'

/** One of the two endpoints of the API. */
export type Path = 'public' | 'experimental'

/** Sends a document to an endpoint and resolves with its data. Rejects with a `LabelboxError`. */
export type Send = (
  path: Path,
  document: TypedDocumentNode<unknown, Variables>,
  variables: Variables,
) => Promise<unknown>

type Variables = Readonly<Record<string, unknown>>

/** A response of the API, successful or not. */
export interface ApiResponse {
  /** Undefined if the response has no data, which differs from null. */
  readonly data: unknown
  readonly errors: readonly ServerError[]
  /** The error of the client, unless the response is only data. */
  readonly error: LabelboxError | undefined
}

/**
 * Sends a document and returns the response as it is. Errors that say nothing about the document are thrown: a rejected
 * key, a failed connection, a limit.
 */
export async function ask(
  send: Send,
  path: Path,
  document: DocumentNode,
  variables: Variables = {},
): Promise<ApiResponse> {
  try {
    const data = await send(path, document, variables)
    return { data, errors: [], error: undefined }
  } catch (error) {
    if (!isLabelboxError(error)) throw error
    const { graphQLErrors, data } = error
    // With data, the operation ran, whatever the code says.
    if ((data === undefined || data === null) && inconclusiveCodes.includes(error.code)) throw error
    return { data, errors: graphQLErrors.map(plain), error }
  }
}

/** Codes of errors that say nothing about the document. */
const inconclusiveCodes: readonly LabelboxErrorCode[] = [
  'NETWORK',
  'TIMEOUT',
  'AUTHENTICATION',
  'API_LIMIT',
  'ABORTED',
  'INVALID_INPUT',
]

/** Only the properties of the server's error. */
const plain = ({ message, locations, path, extensions }: LabelboxError['graphQLErrors'][number]): ServerError => ({
  message: shortened(message),
  ...(locations && { locations: locations as ServerError['locations'] & object }),
  ...(path && { path }),
  extensions: { code: extensions['code'] },
})

/** Whether a response has data. Even an empty object means that the document ran. */
export const hasData = ({ data }: ApiResponse): boolean => data !== undefined && data !== null
