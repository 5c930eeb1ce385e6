/**
 * `LabelboxError`, the one error class of the package, and `isLabelboxError`, without the client.
 *
 * @packageDocumentation
 */
import { CombinedError } from '@urql/core'
import type { InvalidRow, PendingInvite, Settlement } from './records.ts'
import type { RequestOptions } from './callOptions.ts'

/**
 * What went wrong, for programs to tell apart. The names follow the official SDK's exceptions.
 *
 * | code | what happened |
 * | --- | --- |
 * | `AUTHENTICATION` | the API key was not accepted (or the plan has no API access) |
 * | `AUTHORIZATION` | the key is good, its role does not allow this |
 * | `API_LIMIT` | too many requests in a minute, or the store that counts them failed |
 * | `USAGE_LIMIT` | the plan's allowance is used up: seats, for example |
 * | `VALIDATION_FAILED` | the query is more complex than the API allows |
 * | `INVALID_QUERY` | the API does not understand the operation or its variables |
 * | `MALFORMED_QUERY` | the API could not read the request |
 * | `UNPROCESSABLE_ENTITY` | understood, and refused for what it says |
 * | `OPERATION_NOT_ALLOWED` | not possible in this state or plan |
 * | `RESOURCE_NOT_FOUND` | there is no such thing, or the key may not see it |
 * | `RESOURCE_CONFLICT` | it clashes with something that exists |
 * | `INTERNAL_SERVER_ERROR` | Labelbox, or a gateway in front of it, failed |
 * | `SERVER_ERROR` | an error that the API gave a name which is not known here |
 * | `HTTP_ERROR` | an HTTP status that says nothing more precise |
 * | `BAD_RESPONSE` | the answer is not what a GraphQL server answers |
 * | `INCONSISTENT_RESPONSE` | the answers contradict each other: two defaults, a page given twice |
 * | `NETWORK` | no answer: the connection failed |
 * | `TIMEOUT` | no complete answer in time |
 * | `ABORTED` | the caller's signal ended the call |
 * | `INVITE_REFUSED` | the API sent no invite and gave no reason |
 * | `ALREADY_INVITED` | not sent: an invite to that address is pending |
 * | `ALREADY_MEMBER` | no invite: the address is a member's |
 * | `OUTCOME_UNKNOWN` | an invite may or may not have been sent, and looking has not shown which |
 * | `DRY_RUN` | not sent, as the client was told to change nothing |
 * | `INVALID_ROWS` | refused here: rows of a bulk call can't be used, and nothing was sent |
 * | `INVALID_INPUT` | refused here: what would have changed something was not sent |
 */
export type LabelboxErrorCode =
  | 'AUTHENTICATION'
  | 'AUTHORIZATION'
  | 'API_LIMIT'
  | 'USAGE_LIMIT'
  | 'VALIDATION_FAILED'
  | 'INVALID_QUERY'
  | 'MALFORMED_QUERY'
  | 'UNPROCESSABLE_ENTITY'
  | 'OPERATION_NOT_ALLOWED'
  | 'RESOURCE_NOT_FOUND'
  | 'RESOURCE_CONFLICT'
  | 'INTERNAL_SERVER_ERROR'
  | 'SERVER_ERROR'
  | 'HTTP_ERROR'
  | 'BAD_RESPONSE'
  | 'INCONSISTENT_RESPONSE'
  | 'NETWORK'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'INVITE_REFUSED'
  | 'ALREADY_INVITED'
  | 'ALREADY_MEMBER'
  | 'OUTCOME_UNKNOWN'
  | 'DRY_RUN'
  | 'INVALID_ROWS'
  | 'INVALID_INPUT'

/** What errors of some codes carry besides; `isLabelboxError(error, code)` tells the compiler. Not enumerable. */
export interface LabelboxErrorExtras {
  readonly AUTHORIZATION: {
    /** The permission that the key's role lacks, where Labelbox's refusal names it. Nothing is guessed: else `undefined`. */
    readonly missingPermission: string | undefined
  }
  readonly ALREADY_INVITED: {
    /** The invite that is pending. */
    readonly invite: PendingInvite
  }
  readonly INVALID_ROWS: {
    /** All rows that can't be used, each with what is wrong with it. */
    readonly rows: readonly InvalidRow[]
  }
  readonly OUTCOME_UNKNOWN: {
    /** Those who may have been invited. */
    readonly addresses: readonly string[]
    /** Looks again, and changes nothing: what there is now for each of the addresses. */
    readonly settle: (options?: RequestOptions) => Promise<readonly Settlement[]>
  }
}

/** The part of a {@link LabelboxError} that may be shown, logged, and sent from a server to a browser. */
export interface LabelboxErrorDetails {
  readonly code: LabelboxErrorCode
  /** HTTP status of the answer; `undefined` where there was none. */
  readonly status: number | undefined
  /** The id that Labelbox, or a gateway, gave the request: what its support asks for. */
  readonly requestId: string | undefined
  /** Name of the GraphQL operation, `InviteUser` for example. */
  readonly operationName: string | undefined
  /** Whether the same call may succeed later without any change. It does not say that a mutation has not run. */
  readonly retryable: boolean
  /** Milliseconds that the server asked to wait before the next request (`Retry-After`), if it did. */
  readonly retryAfterMs: number | undefined
  /**
   * Whether Labelbox may have made the change all the same. `false` only where it is known that it has not: the request
   * was never sent, the connection was refused, the API said so. It counts every request of the call. Of a query it is
   * always `false`, as there is nothing to be made.
   */
  readonly mayHaveRun: boolean
  /** Requests that the call has sent. */
  readonly attempts: number
}

/**
 * What to do about an error, for programs that word it for their own users: a command line has options of other names
 * than the methods. {@link LabelboxError.message} says the same for programmers.
 */
export type LabelboxErrorHint =
  | 'fill-seats'
  | 'look-up-address'
  | 'see-cause'
  | 'see-rows'
  | 'set-if-invited'
  | 'set-organization-role'
  | 'settle'
  | 'use-https'

/** What a {@link LabelboxError} is made from. */
export interface LabelboxErrorInit extends Partial<LabelboxErrorDetails> {
  readonly code: LabelboxErrorCode
  /** What failed, why, and what to do. Never a key, a variable, a header or a body. */
  readonly message: string
  /** What to do, as data and in words that `message` is to end with. */
  readonly advice?: readonly [hint: LabelboxErrorHint, words: string] | undefined
  readonly cause?: unknown
  /** The `errors` of the answer. */
  readonly graphQLErrors?: readonly ServerError[]
  /** The `data` of an answer that has errors too. */
  readonly data?: unknown
  readonly response?: unknown
  /** What this code carries besides. */
  readonly extras?: LabelboxErrorExtras[keyof LabelboxErrorExtras] | undefined
}

/** One entry of an answer's `errors`. */
export interface ServerError {
  readonly message: string
  readonly locations?: readonly { readonly line: number; readonly column: number }[]
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

// Registered, so that the ESM and the CommonJS build, and two installed copies, recognise each other's errors.
const brand = Symbol.for('labelbox-org.LabelboxError')

/**
 * The one error of this package: thrown by the facade, and set as `error` on urql's results.
 *
 * `message` says what failed, why and what to do, and holds nothing that must not be logged. What the server said in
 * full is on `graphQLErrors`, `data` and `response`, which neither `JSON.stringify` nor `util.inspect` shows, because
 * servers repeat variables in their messages.
 *
 * @example
 * try {
 *   await organization.inviteUser({ email, role: 'LABELER' })
 * } catch (error) {
 *   if (isLabelboxError(error, 'USAGE_LIMIT')) console.error('No seats left.', error.requestId)
 *   else throw error
 * }
 */
export class LabelboxError extends CombinedError implements LabelboxErrorDetails {
  readonly code: LabelboxErrorCode
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly operationName: string | undefined
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly mayHaveRun: boolean
  readonly attempts: number
  /** `message` without what {@link LabelboxError.hint} stands for. Not enumerable. */
  declare readonly reason: string
  /** What to do about it, where that is more than `code` says. Not enumerable. */
  declare readonly hint: LabelboxErrorHint | undefined
  /** The `data` that came along with `graphQLErrors`. Not enumerable. */
  declare readonly data: unknown

  constructor(init: LabelboxErrorInit) {
    const { graphQLErrors = [], message: reason, advice } = init
    const message = advice ? `${reason} ${advice[1]}` : reason
    const details = { message, ...detailsOf(init) }
    // Nothing of the server's goes through the constructors above: the stack would begin with it.
    super({})
    this.name = 'LabelboxError'
    this.code = details.code
    this.status = details.status
    this.requestId = details.requestId
    this.operationName = details.operationName
    this.retryable = details.retryable
    this.retryAfterMs = details.retryAfterMs
    this.mayHaveRun = details.mayHaveRun
    this.attempts = details.attempts
    // urql carries errors from server to browser as `graphQLErrors` and `String(networkError)`: both hold the details.
    const text = serialized(details)
    const carry = (entry: ServerError) => ({ ...entry, extensions: { ...entry.extensions, [serializedKey]: text } })
    hide(this, {
      ...init.extras,
      message,
      reason,
      hint: advice?.[0],
      data: init.data,
      response: init.response,
      graphQLErrors: graphQLErrors.map(carry),
      networkError: graphQLErrors.length > 0 ? undefined : networkError(message, text),
      ...('cause' in init && { cause: init.cause }),
      [brand]: true,
    })
    // V8 writes the message into the stack when the error is made, and then there was none.
    const { captureStackTrace } = Error as Partial<Pick<ErrorConstructor, 'captureStackTrace'>>
    captureStackTrace?.(this, new.target)
  }

  /** What may be shown. */
  toJSON(): LabelboxErrorDetails & { readonly name: string; readonly message: string } {
    return { name: this.name, message: this.message, ...detailsOf(this) }
  }

  /** The name, the message and the details, as one line of text. */
  override toString(): string {
    return `${this.name}: ${this.message}`
  }
}

/** The details alone, whatever else comes with them. */
export const detailsOf = ({
  code,
  status,
  requestId,
  operationName,
  retryable = false,
  retryAfterMs,
  mayHaveRun = false,
  attempts = 0,
}: Partial<LabelboxErrorDetails> & Pick<LabelboxErrorDetails, 'code'>): LabelboxErrorDetails => ({
  code,
  status,
  requestId,
  operationName,
  retryable,
  retryAfterMs,
  mayHaveRun,
  attempts,
})

const hide = (target: object, properties: Readonly<Record<PropertyKey, unknown>>): void => {
  for (const key of Reflect.ownKeys(properties)) {
    Object.defineProperty(target, key, {
      value: properties[key],
      enumerable: false,
      configurable: true,
      writable: true,
    })
  }
}

function networkError(message: string, text: string): Error {
  const error = new Error(message)
  hide(error, { name: 'LabelboxError', toString: () => text })
  return error
}

/** Where an entry of `graphQLErrors` holds the details of its error. */
export const serializedKey = 'labelbox-org'

/** The form in which urql's server rendering carries the details: how `String(networkError)` begins, nobody else decides. */
const serialized = (details: LabelboxErrorDetails & { readonly message: string }): string =>
  `${serializedPrefix}${JSON.stringify(details)}`

/** @internal */
export const serializedPrefix = 'LabelboxError: '

/**
 * Whether a value is a {@link LabelboxError}, of the given code if one is given. Looks at a brand and not at the class,
 * so that it holds across copies of this package and across its ESM and CommonJS builds.
 *
 * @example
 * if (isLabelboxError(error, 'API_LIMIT')) await wait()
 */
export function isLabelboxError<Code extends LabelboxErrorCode = LabelboxErrorCode>(
  error: unknown,
  code?: Code,
): error is LabelboxError & { readonly code: Code } & (Code extends keyof LabelboxErrorExtras
    ? LabelboxErrorExtras[Code]
    : unknown) {
  const candidate = error as (Partial<Record<typeof brand, unknown>> & { code?: unknown }) | null | undefined
  return typeof error === 'object' && candidate?.[brand] === true && (code === undefined || candidate.code === code)
}
