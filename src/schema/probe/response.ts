import type { TypedDocumentNode } from '@urql/core'
import type { DocumentNode } from 'graphql'
import { isLabelboxError, type LabelboxError, type LabelboxErrorCode, type ServerError } from '../../core/errors.ts'
import { shortened } from '../reports/sentences.ts'

/** One of the two paths of the API. */
export type Path = 'public' | 'experimental'

/** Sends a document along a path and gives its data; rejects with a `LabelboxError`. */
export type Send = (
  path: Path,
  document: TypedDocumentNode<unknown, Variables>,
  variables: Variables,
) => Promise<unknown>

type Variables = Readonly<Record<string, unknown>>

/** What came back, whatever it is. */
export interface ApiResponse {
  /** Missing where there was none: not the same as null. */
  readonly data: unknown
  readonly errors: readonly ServerError[]
  /** What the client makes of it, where it is no plain data. */
  readonly error: LabelboxError | undefined
}

/**
 * Sends a document and gives the answer as it is. What says nothing about the document goes on as an error: a key that is
 * not accepted, no connection, a limit.
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
    // With data beside it, it is an answer all the same: something was carried out.
    if ((data === undefined || data === null) && inconclusiveCodes.includes(error.code)) throw error
    return { data, errors: graphQLErrors.map(plain), error }
  }
}

/** Codes of who has not looked at the document. */
const inconclusiveCodes: readonly LabelboxErrorCode[] = [
  'NETWORK',
  'TIMEOUT',
  'AUTHENTICATION',
  'API_LIMIT',
  'ABORTED',
  'INVALID_INPUT',
]

/** Without what the client has added for itself. */
const plain = ({ message, locations, path, extensions }: LabelboxError['graphQLErrors'][number]): ServerError => ({
  message: shortened(message),
  ...(locations && { locations: locations as ServerError['locations'] & object }),
  ...(path && { path }),
  extensions: { code: extensions['code'] },
})

/** Whether an answer has anything where data goes. Even an empty object says that the document was carried out. */
export const hasData = ({ data }: ApiResponse): boolean => data !== undefined && data !== null
