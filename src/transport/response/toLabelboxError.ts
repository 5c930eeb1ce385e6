import type { CombinedError } from '@urql/core'
import {
  advice,
  describe,
  idForm,
  judgeErrors,
  judgeStatus,
  parse,
  requestId,
  serverErrors,
  tellsOfWork,
  type Answer,
  type Verdict,
} from './classify.ts'
import {
  detailsOf,
  isLabelboxError,
  LabelboxError,
  serializedKey,
  serializedPrefix,
  type LabelboxErrorDetails,
  type ServerError,
} from '../../core/errors.ts'
import { isRecord } from '../../core/guards.ts'
import { parseRetryAfter } from './retryAfter.ts'

/**
 * Any error of a urql result as a {@link LabelboxError}. One that already is comes back as it is. One that was written by
 * this package and rebuilt gets its details back: by server rendering or a cache as a plain `CombinedError`, or by
 * `JSON.parse(JSON.stringify(error))` as a plain object. One of another exchange's making is classified by what it holds,
 * and by the result's `data`, if that is given: data beside a refusal may come of a change. As long as it is not said that
 * the operation is a query, it is taken for a change.
 *
 * @example
 * const [{ error }] = useQuery({ query: UsersDocument })
 * const problem = error && toLabelboxError(error)
 */
export function toLabelboxError(
  error: CombinedError | SerializedLabelboxError,
  operationName?: string,
  data?: unknown,
  kind?: 'query' | 'mutation',
): LabelboxError {
  if (isLabelboxError(error)) return error
  if (isSerialized(error)) return new LabelboxError({ ...detailsOf(error), message: error.message })
  const { networkError, graphQLErrors } = error
  const response: unknown = error.response
  const errors = serverErrors(graphQLErrors)
  // What still has its response was not rebuilt: it comes from another exchange, and its words are the server's.
  const details = response === undefined ? (carriedBy(errors) ?? carriedIn(networkError)) : undefined
  if (details !== undefined) {
    const { message, extras } = describe(details.operationName, details, errors, details.status)
    return new LabelboxError({
      ...detailsOf(details),
      message: errors.length > 0 ? message : details.message,
      graphQLErrors: errors,
      data,
      extras,
    })
  }

  const status = isRecord(response) && typeof response['status'] === 'number' ? response['status'] : undefined
  const headers = headersOf(response)
  const verdict = errors.length > 0 ? judgeErrors(errors, status) : judgeNetworkError(networkError, status)
  return new LabelboxError({
    ...verdict,
    ...describe(operationName, verdict, errors, status),
    status,
    requestId: headers && requestId(headers),
    operationName,
    retryAfterMs: headers && parseRetryAfter(headers.get('retry-after'), headers.get('date')),
    // Only a refusal of the API's is proof: what failed on the way is not known well enough here.
    mayHaveRun: tellsOfWork({ kind }, verdict, errors, { status }, data),
    // At least one: how often another exchange has tried is not known.
    attempts: 1,
    graphQLErrors: errors,
    data,
    response,
    ...(errors.length === 0 && status === undefined && { cause: anonymous(networkError) }),
  })
}

/** The headers of a response, if it is one. */
function headersOf(response: unknown): Answer['headers'] | undefined {
  const headers = isRecord(response) ? response['headers'] : undefined
  return isRecord(headers) && typeof headers['get'] === 'function' ? (headers as unknown as Headers) : undefined
}

/** urql reports a bad status and an unreadable body as network errors too; the status tells them apart. */
function judgeNetworkError(error: Error | undefined, status: number | undefined): Verdict {
  if (status === undefined)
    return error?.name === 'AbortError' ? { code: 'ABORTED' } : { code: 'NETWORK', retryable: true }
  if (status >= 200 && status < 300) return { code: 'BAD_RESPONSE' }
  return judgeStatus(status, '') ?? { code: 'HTTP_ERROR' }
}

/**
 * What another client's `fetch` threw may quote its headers, and the key in them is not known here: what is kept is the
 * kind of error and the code of what lies under it, `ECONNREFUSED` for example.
 */
export function anonymous(thrown: unknown): Error {
  const { name, code, cause } = isRecord(thrown) ? thrown : {}
  const kinds = [name, isRecord(cause) ? cause['code'] : undefined, code]
  const words = kinds.filter((kind) => typeof kind === 'string' && /^[A-Za-z_]{1,40}$/.test(kind))
  return new Error(
    `${words.join(' ') || 'Error'}; the rest of what was thrown is left out, as the API key may be in it.`,
  )
}

/** What `JSON.stringify` makes of a {@link LabelboxError}, parsed. */
export type SerializedLabelboxError = ReturnType<LabelboxError['toJSON']>

/**
 * Whether this is what `toJSON` wrote. What a server says in its answer becomes an entry of `graphQLErrors`, or text in an
 * `Error`, and never a plain object with the name and the details of ours. An entry has `extensions`.
 */
function isSerialized(error: object): error is SerializedLabelboxError {
  const { name, extensions } = error as { readonly name?: unknown; readonly extensions?: unknown }
  return !(error instanceof Error) && name === 'LabelboxError' && extensions === undefined && isDetails(error)
}

type Details = LabelboxErrorDetails & { readonly message: string }

/** Whether these are details of ours: the members are known, and of their types and forms. */
const isDetails = (value: unknown): value is Details =>
  isRecord(value) &&
  typeof value['code'] === 'string' &&
  Object.hasOwn(advice, value['code']) &&
  typeof value['message'] === 'string' &&
  ['undefined', 'number'].includes(typeof value['status']) &&
  (value['requestId'] === undefined || (typeof value['requestId'] === 'string' && idForm.test(value['requestId']))) &&
  ['undefined', 'string'].includes(typeof value['operationName']) &&
  /^\w{0,200}$/.test((value['operationName'] ?? '') as string) &&
  ['undefined', 'boolean'].includes(typeof value['retryable']) &&
  ['undefined', 'number'].includes(typeof value['retryAfterMs']) &&
  ['undefined', 'boolean'].includes(typeof value['mayHaveRun']) &&
  ['undefined', 'number'].includes(typeof value['attempts'])

/** No error of ours is longer as a text; a server's page may be. */
const longestDetails = 20_000

/** The details in a text that `LabelboxError` wrote. */
function readDetails(text: unknown): Details | undefined {
  if (typeof text !== 'string' || text.length > longestDetails || !text.startsWith(serializedPrefix)) return undefined
  const details = parse(text.slice(serializedPrefix.length))
  return isDetails(details) ? details : undefined
}

/**
 * The details that server rendering carried in the entries. All of ours have the same, with the code that the entries
 * themselves come to: else a server has written them. Their message is never taken, so that no server chooses it.
 */
function carriedBy(errors: readonly ServerError[]): Details | undefined {
  const [text, ...others] = new Set(errors.map(({ extensions }) => extensions?.[serializedKey]))
  const details = others.length === 0 ? readDetails(text) : undefined
  return details !== undefined && judgeErrors(errors, details.status).code === details.code ? details : undefined
}

/**
 * The details that server rendering carried as `String(networkError)`, which the page makes the message of a new `Error`.
 * What `fetch` or a server said comes as `Error: ...` or `TypeError: ...` there.
 */
const carriedIn = (error: Error | undefined): Details | undefined =>
  error?.name === 'Error' ? readDetails(error.message) : undefined
