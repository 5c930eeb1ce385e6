import type { CombinedError } from '@urql/core'
import {
  advice,
  describe,
  isObject,
  judgeErrors,
  judgeStatus,
  parse,
  requestId,
  serverErrors,
  tellsOfWork,
  type Answer,
  type Verdict,
} from './classify.ts'
import { detailsOf, isLabelboxError, LabelboxError, type LabelboxErrorDetails } from './errors.ts'
import { parseRetryAfter } from './retryAfter.ts'

/**
 * Any error of a urql result as a {@link LabelboxError}. One that already is comes back as it is; one that a cache or
 * server rendering rebuilt as a plain `CombinedError` gets its details back; one of another exchange's making is
 * classified by what it holds, and by the result's `data`, if that is given: data beside a refusal may come of a change.
 * As long as it is not said that the operation is a query, it is taken for a change.
 *
 * @example
 * const [{ error }] = useQuery({ query: UsersDocument })
 * const problem = error && toLabelboxError(error)
 */
export function toLabelboxError(
  error: CombinedError,
  operationName?: string,
  data?: unknown,
  kind?: 'query' | 'mutation',
): LabelboxError {
  if (isLabelboxError(error)) return error
  const errors = serverErrors(error.graphQLErrors)
  const response: unknown = error.response
  const known = errors.map((entry) => entry.extensions?.['labelbox']).find(isDetails) ?? carried(error.networkError)
  if (known !== undefined) {
    const { extras } = describe(known.operationName, known, errors, known.status)
    const { message } = known
    return new LabelboxError({ ...detailsOf(known), message, graphQLErrors: errors, data, response, extras })
  }

  const status = isObject(response) && typeof response['status'] === 'number' ? response['status'] : undefined
  const headers = headersOf(response)
  const verdict = errors.length > 0 ? judgeErrors(errors, status) : judgeNetworkError(error.networkError, status)
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
    ...(errors.length === 0 && status === undefined && { cause: anonymous(error.networkError) }),
  })
}

/** The headers of a response, if it is one. */
function headersOf(response: unknown): Answer['headers'] | undefined {
  const headers = isObject(response) ? response['headers'] : undefined
  return isObject(headers) && typeof headers['get'] === 'function' ? (headers as unknown as Headers) : undefined
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
  const { name, code, cause } = isObject(thrown) ? thrown : {}
  const kinds = [name, isObject(cause) ? cause['code'] : undefined, code]
  const words = kinds.filter((kind) => typeof kind === 'string' && /^[A-Za-z_]{1,40}$/.test(kind))
  return new Error(
    `${words.join(' ') || 'Error'}; the rest of what was thrown is left out, as the API key may be in it.`,
  )
}

type Details = LabelboxErrorDetails & { readonly message: string }

/** Whether these are details of ours: the members are known, and of their types. */
const isDetails = (value: unknown): value is Details =>
  isObject(value) &&
  typeof value['code'] === 'string' &&
  Object.hasOwn(advice, value['code']) &&
  typeof value['message'] === 'string' &&
  ['undefined', 'number'].includes(typeof value['status']) &&
  ['undefined', 'string'].includes(typeof value['requestId']) &&
  ['undefined', 'string'].includes(typeof value['operationName']) &&
  ['undefined', 'boolean'].includes(typeof value['retryable']) &&
  ['undefined', 'number'].includes(typeof value['retryAfterMs']) &&
  ['undefined', 'boolean'].includes(typeof value['mayHaveRun']) &&
  ['undefined', 'number'].includes(typeof value['attempts'])

const mark = 'LabelboxError: '

/** No error of ours is longer as a text; a server's page may be. */
const longestDetails = 20_000

/** The details that `String(networkError)` carried through server rendering. */
function carried(error: Error | undefined): Details | undefined {
  const text = String(error)
  const start = text.indexOf(mark)
  if (start === -1 || text.length > longestDetails) return undefined
  const details = parse(text.slice(start + mark.length))
  return isDetails(details) ? details : undefined
}
