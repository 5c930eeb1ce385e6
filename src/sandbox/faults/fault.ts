import { validateHeaderValue } from 'node:http'
import { wholeNumber } from '../wholeNumber.ts'

/**
 * What goes wrong. The first six kinds replace the real response, and `processed` says whether the request is executed
 * nevertheless. The other kinds spoil the real response, so the request is always executed.
 */
export type FaultKind =
  /** An HTTP response that is not GraphQL, such as a gateway's error page. See `status`, `body`, `message`. */
  | 'http-status'
  /** One entry in `errors` and `data: null`. See `code`, `exceptionStatus`, `message`, `below`, `status`. */
  | 'graphql-error'
  /** `data` with null for every root field, and no `errors`. */
  | 'null-result'
  /** No response for as long as the client waits. */
  | 'hang'
  /** A connection reset before the response. */
  | 'reset'
  /** JSON without an end, sent as fast as the client reads it. */
  | 'endless-body'
  /** A connection reset after half of the response body. */
  | 'reset-midway'
  /** A complete HTTP response whose JSON is cut in the middle. */
  | 'truncated-json'
  /** The response body in pieces, spread over `delayMs`. */
  | 'slow-body'
  /** The response with the wrong `contentType`. */
  | 'wrong-content-type'
  /** The response's data with an error beside it. See `code`, `exceptionStatus`, `message`, `below`. */
  | 'partial'

/** All options of faults. Each kind takes some of them: see {@link Fault}. */
export interface AnyFault {
  readonly kind: FaultKind
  /**
   * Strikes only requests of this operation. The name that the client sent counts, else the name of the document's only
   * operation. It must match exactly; names in the official SDK end in `PyApi`. Default: all requests.
   */
  readonly operationName?: string | undefined
  /** How many matching requests pass first. Default: 0. */
  readonly skip?: number | undefined
  /** How many requests it strikes. Default: 1; no limit when `probability` is set. */
  readonly times?: number | undefined
  /** Chance that it strikes a matching request, from 0 to 1. `faultSeed` decides which requests. Default: 1. */
  readonly probability?: number | undefined
  /**
   * Whether the request is executed: `true` executes it before the response, `late` after the response, when the client
   * may already have checked for its effect. Default: `false`.
   */
  readonly processed?: boolean | 'late' | undefined
  /** Milliseconds until a late request is executed, or that a slow body takes. Default: 1,000. */
  readonly delayMs?: number | undefined
  /**
   * Executes a late request right after the response to an operation of this name, in place of `delayMs`. Name the
   * operation by which the client checks for the effect.
   */
  readonly lateAfter?: string | undefined
  /** HTTP status. Default: 502 for `http-status`, 200 for `graphql-error`. */
  readonly status?: number | undefined
  /** Body of an `http-status`: an HTML page, plain text, a JSON object with a `message`, or nothing. Default: `html`. */
  readonly body?: 'html' | 'text' | 'json' | 'empty' | undefined
  /** Text in the body or in the error. Default: the status in words; the quota's message for JSON with status 429. */
  readonly message?: string | undefined
  /** The error's `extensions.code`. An empty text leaves `extensions` out. Default: `INTERNAL_SERVER_ERROR`. */
  readonly code?: string | undefined
  /**
   * Path of the error below the first root field, such as `0.invite.id`. An error there means that the root field itself
   * was executed. Default: the root field.
   */
  readonly below?: string | undefined
  /** The error's `extensions.exception.status`. Default: none. */
  readonly exceptionStatus?: number | undefined
  /** The response's `Retry-After`: seconds, or a text that is sent as it is, such as an HTTP date. Default: none. */
  readonly retryAfter?: number | string | undefined
  /** The response's `Content-Type`. Default: `text/html`. */
  readonly contentType?: string | undefined
}

type FaultOption = keyof AnyFault

const forAllKinds = ['kind', 'operationName', 'skip', 'times', 'probability'] as const
const forReplacing = ['processed', 'delayMs', 'lateAfter'] as const
const forErrors = ['code', 'exceptionStatus', 'message', 'below'] as const

/** The options of each kind. A kind with `processed` replaces the response; the others spoil it. */
export const optionsOf = {
  'http-status': [...forReplacing, 'status', 'body', 'message', 'retryAfter'],
  'graphql-error': [...forReplacing, ...forErrors, 'status', 'retryAfter'],
  'null-result': forReplacing,
  hang: forReplacing,
  reset: forReplacing,
  'endless-body': forReplacing,
  'reset-midway': [],
  'truncated-json': [],
  'slow-body': ['delayMs'],
  'wrong-content-type': ['contentType'],
  partial: forErrors,
} as const satisfies Readonly<Record<FaultKind, readonly FaultOption[]>>

type WithOptions<Option extends FaultOption> = Pick<AnyFault, (typeof forAllKinds)[number] | Option>
type Replacing = (typeof forReplacing)[number]
type OfError = (typeof forErrors)[number]

/** An HTTP response that is not GraphQL, such as a gateway's error page. */
export interface HttpStatusFault extends WithOptions<Replacing | 'status' | 'body' | 'message' | 'retryAfter'> {
  readonly kind: 'http-status'
}

/** One entry in `errors` and `data: null`. */
export interface GraphqlErrorFault extends WithOptions<Replacing | OfError | 'status' | 'retryAfter'> {
  readonly kind: 'graphql-error'
}

/**
 * No usable response:
 *
 * - `null-result`: `data` with null for every root field, and no `errors`.
 * - `hang`: no response for as long as the client waits.
 * - `reset`: a connection reset before the response.
 * - `endless-body`: JSON without an end, sent as fast as the client reads it.
 */
export interface NoResponseFault extends WithOptions<Replacing> {
  readonly kind: 'null-result' | 'hang' | 'reset' | 'endless-body'
}

/**
 * The real response, in part:
 *
 * - `reset-midway`: a connection reset after half of the response body.
 * - `truncated-json`: a complete HTTP response whose JSON is cut in the middle.
 */
export interface CutResponseFault extends WithOptions<never> {
  readonly kind: 'reset-midway' | 'truncated-json'
}

/** The real response's body in pieces, spread over `delayMs`. */
export interface SlowBodyFault extends WithOptions<'delayMs'> {
  readonly kind: 'slow-body'
}

/** The real response with the wrong `contentType`. */
export interface WrongContentTypeFault extends WithOptions<'contentType'> {
  readonly kind: 'wrong-content-type'
}

/** The real response's data with an error beside it. */
export interface PartialFault extends WithOptions<OfError> {
  readonly kind: 'partial'
}

/**
 * A planned fault: what goes wrong, and for which requests. Faults stand where a gateway would: they strike before the
 * API key is checked. Requests that `fail()` or the rate limit handles first are not counted.
 *
 * @example
 * ```ts
 * const faults: Fault[] = [
 *   { kind: 'http-status', status: 502, processed: true, operationName: 'InviteUser', times: 2 },
 *   { kind: 'http-status', status: 429, body: 'json', retryAfter: 1, probability: 0.1 },
 * ]
 * await using sandbox = await createSandbox({ faults, faultSeed: 7 })
 * ```
 */
export type Fault =
  | HttpStatusFault
  | GraphqlErrorFault
  | NoResponseFault
  | CutResponseFault
  | SlowBodyFault
  | WrongContentTypeFault
  | PartialFault

const takes = (kind: FaultKind, option: FaultOption): boolean =>
  (optionsOf[kind] as readonly FaultOption[]).includes(option)

/** Whether and when the request is executed. A fault that spoils the real response needs one, so it always is. */
export const processingOf = ({ kind, processed = false }: AnyFault): boolean | 'late' =>
  takes(kind, 'processed') ? processed : true

/** The delay of a fault in milliseconds. */
export const delayOf = ({ delayMs = 1000 }: AnyFault): number => delayMs

/**
 * Checks a fault. It may come from JavaScript or from a command line, so its types are checked too.
 *
 * @throws TypeError for an unknown kind or option, or a value out of range.
 */
export function requireFault(fault: AnyFault): void {
  const { kind, skip, times, probability, processed, delayMs, lateAfter, retryAfter, contentType } = fault
  if (!Object.hasOwn(optionsOf, kind)) refuse(`kind must be ${oneOf(Object.keys(optionsOf))}`)
  const options: readonly FaultOption[] = [...forAllKinds, ...optionsOf[kind]]
  for (const [option, value] of Object.entries(fault)) {
    if (value === undefined || options.includes(option as FaultOption)) continue
    refuse(`kind ${kind} does not take ${option}. It takes ${options.slice(1).join(', ')}`)
  }
  for (const option of ['operationName', 'lateAfter', 'message', 'code', 'below', 'contentType'] as const) {
    if (!['string', 'undefined'].includes(typeof fault[option])) refuse(`${option} must be text`)
  }
  for (const option of ['operationName', 'lateAfter', 'below', 'contentType'] as const) {
    if (fault[option] === '') refuse(`${option} must not be empty`)
  }
  if (processed !== 'late' && lateAfter !== undefined) refuse("lateAfter needs processed: 'late'")
  if (probability !== undefined && !isProbability(probability)) refuse('probability must be a number from 0 to 1')
  if (times !== Infinity) requireNumber('times', times, 1)
  requireNumber('skip', skip)
  requireNumber('delayMs', delayMs, 0, maxDelayMs)
  requireNumber('status', fault.status, 200, 599)
  requireNumber('exceptionStatus', fault.exceptionStatus, 100, 599)
  requireOneOf('processed', processed, [false, true, 'late'])
  requireOneOf('body', fault.body, ['html', 'text', 'json', 'empty'])
  if (typeof retryAfter === 'number') requireNumber('retryAfter', retryAfter)
  else if (retryAfter !== undefined) validateHeaderValue('retry-after', retryAfter)
  if (contentType !== undefined) validateHeaderValue('content-type', contentType)
}

const isProbability = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1

// The longest timer of Node.
const maxDelayMs = 2_147_483_647

function requireNumber(option: FaultOption, value: number | undefined, least = 0, most = 1_000_000): void {
  if (value !== undefined) wholeNumber(`fault option ${option}`, value, least, most)
}

function requireOneOf(option: FaultOption, value: unknown, allowed: readonly unknown[]): void {
  if (value !== undefined && !allowed.includes(value)) refuse(`${option} must be ${oneOf(allowed)}`)
}

const oneOf = (values: readonly unknown[]): string => `one of ${values.join(', ')}`

function refuse(reason: string): never {
  throw new TypeError(`The sandbox's fault is not valid: ${reason}.`)
}
