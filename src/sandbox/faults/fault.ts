import { validateHeaderValue } from 'node:http'
import { whole } from '../wholeNumber.ts'

/**
 * What a client meets. The first six take the place of the true answer, and `processed` says whether the request is
 * carried out all the same. The others spoil the true answer, so that the request has always been carried out.
 */
export type FaultKind =
  /** An HTTP answer that is no GraphQL: a gateway's page, a limiter's refusal. See `status`, `body`, `message`. */
  | 'http-status'
  /** `errors` with one error and `data: null`. See `code`, `exceptionStatus`, `message`, `below`, `status`. */
  | 'graphql-error'
  /** `data` in which every root field is null, and no `errors`. */
  | 'null-result'
  /** No answer, for as long as the client waits. */
  | 'hang'
  /** The connection is reset before the answer begins. */
  | 'reset'
  /** JSON that goes on until the client leaves, as fast as the client reads. */
  | 'endless-body'
  /** The connection is reset after half of the answer's body. */
  | 'reset-midway'
  /** A complete HTTP answer whose JSON ends in the middle. */
  | 'truncated-json'
  /** The answer's body in pieces, spread over `delayMs`. */
  | 'slow-body'
  /** The answer under the wrong `contentType`. */
  | 'wrong-content-type'
  /** The answer's data and, beside it, an error. See `code`, `exceptionStatus`, `message`, `below`. */
  | 'partial'

/**
 * A fault that is planned: what happens, and to which requests. It strikes where a gateway stands, before the key is
 * looked at; what `fail` plans and what the rate limit refuses come before it, and are not counted by it.
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
export interface Fault {
  readonly kind: FaultKind
  /**
   * Strikes requests of this operation only, by the name that was sent or else that of the document's only operation.
   * It must be exactly that name: those of the official SDK end in `PyApi`. By default requests of any operation, or
   * of none.
   */
  readonly operationName?: string
  /** How many matching requests pass before it, by default 0. */
  readonly skip?: number
  /** How many requests it strikes. By default 1, or as many as come where there is a `probability`. */
  readonly times?: number
  /** How likely it strikes each matching request, from 0 to 1. By default 1. `faultSeed` decides which ones. */
  readonly probability?: number
  /**
   * Whether the request is carried out behind the fault: `true` for before the answer, `late` for after it, when the
   * client may have looked whether it was. By default `false`.
   */
  readonly processed?: boolean | 'late'
  /** Milliseconds until a late request is carried out, or that a slow body takes. By default 1,000. */
  readonly delayMs?: number
  /**
   * Carries a late request out as soon as a request of this operation was answered, the one by which the client looks,
   * instead of after a time.
   */
  readonly lateAfter?: string
  /** HTTP status. By default 502 for `http-status` and 200 for `graphql-error`. */
  readonly status?: number
  /** The body under an `http-status`: an HTML page, plain text, a JSON object with a `message`, or none. Default: HTML. */
  readonly body?: 'html' | 'text' | 'json' | 'empty'
  /** The words in the body or in the error. By default the status in words; for JSON under 429, those of the quota. */
  readonly message?: string
  /** The error's `extensions.code`, by default `INTERNAL_SERVER_ERROR`. Empty for an error without `extensions`. */
  readonly code?: string
  /**
   * Where below the first root field the error is, `0.invite.id`: an error there comes when the field itself has been
   * carried out. By default it is at the root field.
   */
  readonly below?: string
  /** The status inside of the error, `extensions.exception.status`. By default there is none. */
  readonly exceptionStatus?: number
  /** The answer's `Retry-After`: seconds, or any text as it is, an HTTP date for example. By default there is none. */
  readonly retryAfter?: number | string
  /** The type that the answer calls itself by, by default `text/html`. */
  readonly contentType?: string
}

type Option = keyof Fault

const forAll: readonly Option[] = ['kind', 'operationName', 'skip', 'times', 'probability']
const instead = ['processed', 'delayMs', 'lateAfter'] as const
const ofError = ['code', 'exceptionStatus', 'message', 'below'] as const

const optionsOf: Readonly<Record<FaultKind, readonly Option[]>> = {
  'http-status': [...instead, 'status', 'body', 'message', 'retryAfter'],
  'graphql-error': [...instead, ...ofError, 'status', 'retryAfter'],
  'null-result': instead,
  hang: instead,
  reset: instead,
  'endless-body': instead,
  'reset-midway': [],
  'truncated-json': [],
  'slow-body': ['delayMs'],
  'wrong-content-type': ['contentType'],
  partial: ofError,
}

/** Whether and when the request behind a fault is carried out. What spoils the true answer needs one. */
export const processingOf = ({ kind, processed = false }: Fault): boolean | 'late' =>
  optionsOf[kind].includes('processed') ? processed : true

/** The milliseconds of a fault that takes its time. */
export const delayOf = ({ delayMs = 1000 }: Fault): number => delayMs

/** Refuses a fault that can't be. It may come from JavaScript or from a command line: nothing in it is taken on trust. */
export function requireFault(fault: Fault): void {
  const { kind, skip, times, probability, processed, delayMs, lateAfter, retryAfter, contentType } = fault
  if (!Object.hasOwn(optionsOf, kind)) refuse(`kind must be ${oneOf(Object.keys(optionsOf))}`)
  const options = [...forAll, ...optionsOf[kind]]
  for (const [option, value] of Object.entries(fault)) {
    if (value === undefined || options.includes(option as Option)) continue
    refuse(`${option} is none of what ${kind} takes, which is ${options.slice(1).join(', ')}`)
  }
  for (const option of ['operationName', 'lateAfter', 'message', 'code', 'below', 'contentType'] as const) {
    if (!['string', 'undefined'].includes(typeof fault[option])) refuse(`${option} must be text`)
  }
  for (const option of ['operationName', 'lateAfter', 'below', 'contentType'] as const) {
    if (fault[option] === '') refuse(`${option} must not be empty`)
  }
  if (processed !== 'late' && lateAfter !== undefined) refuse('lateAfter is for what is processed late')
  if (probability !== undefined && !isProbability(probability)) refuse('probability must be a number from 0 to 1')
  if (times !== Infinity) number('times', times, 1)
  number('skip', skip)
  number('delayMs', delayMs, 0, maxDelayMs)
  number('status', fault.status, 200, 599)
  number('exceptionStatus', fault.exceptionStatus, 100, 599)
  among('processed', processed, [false, true, 'late'])
  among('body', fault.body, ['html', 'text', 'json', 'empty'])
  if (typeof retryAfter === 'number') number('retryAfter', retryAfter)
  else if (retryAfter !== undefined) validateHeaderValue('retry-after', retryAfter)
  if (contentType !== undefined) validateHeaderValue('content-type', contentType)
}

const isProbability = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1

// What a timer takes.
const maxDelayMs = 2_147_483_647

function number(option: Option, value: number | undefined, least = 0, most = 1_000_000): void {
  if (value !== undefined) whole(`fault's ${option}`, value, least, most)
}

function among(option: Option, value: unknown, allowed: readonly unknown[]): void {
  if (value !== undefined && !allowed.includes(value)) refuse(`${option} must be ${oneOf(allowed)}`)
}

const oneOf = (values: readonly unknown[]): string => `one of ${values.join(', ')}`

function refuse(reason: string): never {
  throw new TypeError(`The sandbox's fault's ${reason}.`)
}
