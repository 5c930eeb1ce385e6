import type { CombinedError } from '@urql/core'
import type { InvalidRow, PendingInvite, Settlement } from './records.ts'
import type { RequestOptions } from './callOptions.ts'

/**
 * What went wrong, for programs. The names follow the official SDK's exceptions.
 *
 * | code | what happened |
 * | --- | --- |
 * | `AUTHENTICATION` | the API key was not accepted (or the plan has no API access) |
 * | `AUTHORIZATION` | the role of the API key does not allow this |
 * | `API_LIMIT` | too many requests per minute, or `rateLimit.store` failed |
 * | `USAGE_LIMIT` | the plan's allowance, of seats for example, is used up |
 * | `VALIDATION_FAILED` | the query is too complex |
 * | `INVALID_QUERY` | the API does not understand the operation or its variables |
 * | `MALFORMED_QUERY` | the API could not read the request |
 * | `UNPROCESSABLE_ENTITY` | the API refused the input |
 * | `OPERATION_NOT_ALLOWED` | not possible in this state or plan |
 * | `RESOURCE_NOT_FOUND` | there is no such object, or the key may not see it |
 * | `RESOURCE_CONFLICT` | it conflicts with something that exists |
 * | `INTERNAL_SERVER_ERROR` | Labelbox, or a gateway in front of it, failed |
 * | `SERVER_ERROR` | an API error with a code that is not known here |
 * | `HTTP_ERROR` | any other HTTP status |
 * | `BAD_RESPONSE` | the response is not GraphQL |
 * | `INCONSISTENT_RESPONSE` | responses contradict each other: two defaults, the same page twice |
 * | `NETWORK` | the connection failed before the whole response came |
 * | `TIMEOUT` | no complete response in time |
 * | `ABORTED` | the caller's signal aborted the call |
 * | `INVITE_REFUSED` | the API sent no invite and gave no reason |
 * | `ALREADY_INVITED` | not sent: an invite to that address is pending |
 * | `ALREADY_MEMBER` | not sent: the address belongs to a member |
 * | `OUTCOME_UNKNOWN` | an invite may or may not have been sent, and reading back did not show which |
 * | `DRY_RUN` | not sent: the client has the option `dryRun` |
 * | `INVALID_ROWS` | not sent: a bulk call has invalid rows |
 * | `INVALID_INPUT` | not sent: an argument or an option is wrong |
 * | `SIGN_IN` | not sent: your proxy wants the user to sign in |
 * | `NOT_PERMITTED` | not sent: your proxy does not permit this operation to the user |
 * | `NOT_TRUSTED` | not sent: your proxy does not know the document, or distrusts the request |
 * | `PROXY_BUSY` | not sent: too many requests at once, or too long a queue, at your proxy |
 * | `PROXY_FAILED` | not sent: your proxy failed; its log says why |
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
  | 'SIGN_IN'
  | 'NOT_PERMITTED'
  | 'NOT_TRUSTED'
  | 'PROXY_BUSY'
  | 'PROXY_FAILED'

/** Further properties of errors of some codes, as `isLabelboxError` types them. Not enumerable. */
export interface LabelboxErrorExtras {
  readonly AUTHORIZATION: {
    /**
     * The permission that Labelbox's message names, if it names exactly one. The wording of the message is not
     * documented, so this may be `undefined`.
     */
    readonly missingPermission: string | undefined
  }
  readonly ALREADY_INVITED: {
    /** The pending invite. */
    readonly invite: PendingInvite
  }
  readonly INVALID_ROWS: {
    /** All invalid rows, with what is wrong. */
    readonly rows: readonly InvalidRow[]
  }
  readonly OUTCOME_UNKNOWN: {
    /** The addresses that may have been invited. */
    readonly addresses: readonly string[]
    /** Reads back again what there is for each address; changes nothing. */
    readonly settle: (options?: RequestOptions) => Promise<readonly Settlement[]>
  }
}

/** The part of a {@link LabelboxError} that may be shown, logged, and sent from a server to a browser. */
export interface LabelboxErrorDetails {
  /**
   * What went wrong. `isLabelboxError(error, code)`, or a `switch` over it after `isLabelboxError(error)`, gives the error
   * the further properties of that code.
   */
  readonly code: LabelboxErrorCode
  /** HTTP status; `undefined` without a response. */
  readonly status: number | undefined
  /** The id that Labelbox, or a gateway, gave the request. Labelbox's support asks for it. */
  readonly requestId: string | undefined
  /** Name of the GraphQL operation, `InviteUser` for example. */
  readonly operationName: string | undefined
  /** Whether the same call may succeed later. A mutation may have run nevertheless, see `mayHaveRun`. */
  readonly retryable: boolean
  /** The server's `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /**
   * Whether Labelbox may have made the change in spite of the error. `false` only if it is known that it has not: no
   * request was sent, the connection was refused, the API said so. All requests of the call count. A query changes
   * nothing, so it is always `false` there.
   */
  readonly mayHaveRun: boolean
  /** Requests of `operationName` that the call sent. 0 if it only looked something up, or sent nothing. */
  readonly attempts: number
}

/**
 * What to do about an error, for programs that word it for their own users: a command line has options of other names
 * than the methods. The `message` of the error says the same for programmers.
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

type Optional<Details> = { readonly [Key in keyof Details]?: Details[Key] | undefined }

/** Arguments of {@link LabelboxError}. */
export interface LabelboxErrorInit extends Optional<LabelboxErrorDetails> {
  readonly code: LabelboxErrorCode
  /** What failed, why, and what to do. Never a key, a variable, a header or a body. */
  readonly message: string
  /** What to do, as data and in words that `message` is to end with. */
  readonly advice?: readonly [hint: LabelboxErrorHint, words: string] | undefined
  readonly cause?: unknown
  /** The `errors` of the response. */
  readonly graphQLErrors?: readonly ServerError[] | undefined
  /** The `data` of a response that has errors too. */
  readonly data?: unknown
  readonly response?: unknown
  /** Further properties of this code. */
  readonly extras?: LabelboxErrorExtras[keyof LabelboxErrorExtras] | undefined
}

/** One entry of a response's `errors`. */
export interface ServerError {
  readonly message: string
  readonly locations?: readonly { readonly line: number; readonly column: number }[]
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

// Registered, so that the ESM and the CommonJS build, and two installed copies, recognize each other's errors.
const brand = Symbol.for('labelbox-org.LabelboxError')

/**
 * The one error of this package: thrown by the facade, and set as `error` on urql's results.
 *
 * `message` says what failed, why and what to do, and is safe to log. The server's own text is in `graphQLErrors`, `data`
 * and `response`. Neither `JSON.stringify` nor `util.inspect` shows these, because servers repeat variables in messages.
 *
 * It has the members of urql's `CombinedError`. It is `instanceof CombinedError` from the first `labelboxExchange` or
 * `toLabelboxError` on; before that, no code of urql is loaded.
 *
 * @example
 * try {
 *   await organization.inviteUser({ email, role: 'LABELER' })
 * } catch (error) {
 *   if (isLabelboxError(error, 'USAGE_LIMIT')) console.error('No seats left.', error.requestId)
 *   else throw error
 * }
 */
export class LabelboxError extends Error implements CombinedError, LabelboxErrorDetails {
  declare readonly code: LabelboxErrorCode
  declare readonly status: number | undefined
  declare readonly requestId: string | undefined
  declare readonly operationName: string | undefined
  declare readonly retryable: boolean
  declare readonly retryAfterMs: number | undefined
  declare readonly mayHaveRun: boolean
  declare readonly attempts: number
  /** `message` without what {@link LabelboxError.hint} stands for. Not enumerable. */
  declare readonly reason: string
  /** What to do about it, where that is more than `code` says. Not enumerable. */
  declare readonly hint: LabelboxErrorHint | undefined
  /**
   * The `errors` of the response, with the server's text.
   *
   * @remarks Not enumerable.
   */
  declare graphQLErrors: CombinedError['graphQLErrors']
  /**
   * What urql's exchanges read of a failure without `graphQLErrors`.
   *
   * @remarks Not enumerable.
   */
  declare networkError?: Error
  /**
   * The HTTP response, if there was one.
   *
   * @remarks Not enumerable.
   */
  declare response?: unknown
  /** The `data` beside `graphQLErrors`. Not enumerable. */
  declare readonly data: unknown

  constructor(init: LabelboxErrorInit) {
    const { graphQLErrors = [], message: reason, advice } = init
    const message = advice ? `${reason} ${advice[1]}` : reason
    const details = detailsOf(init)
    // No text of the server is passed on: the stack would begin with it.
    super()
    Object.assign(this, details, { name: 'LabelboxError' })
    // urql passes errors from server to browser as `graphQLErrors` and `String(networkError)`: both hold the details.
    const text = serialized({ message, ...details })
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
    // V8 writes the message into the stack when the error is created, which was before it had one.
    const { captureStackTrace } = Error as Partial<Pick<ErrorConstructor, 'captureStackTrace'>>
    captureStackTrace?.(this, new.target)
  }

  /** The details, which may be shown. */
  toJSON(): LabelboxErrorDetails & { readonly name: string; readonly message: string } {
    return { name: this.name, message: this.message, ...detailsOf(this) }
  }

  /** The name, the message and the details, as one line of text. */
  override toString(): string {
    return `${this.name}: ${this.message}`
  }
}

/** Picks the details from an object. */
export const detailsOf = ({
  code,
  status,
  requestId,
  operationName,
  retryable = false,
  retryAfterMs,
  mayHaveRun = false,
  attempts = 0,
}: Optional<LabelboxErrorDetails> & Pick<LabelboxErrorDetails, 'code'>): LabelboxErrorDetails => ({
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

export const serializedPrefix = 'LabelboxError: '

/** An error of this package with a code, without what {@link LabelboxErrorExtras} adds. */
export interface LabelboxErrorBase<Code extends LabelboxErrorCode> extends LabelboxError {
  readonly code: Code
}

/** An error of this package with a code, and with the further properties of that code. */
export type LabelboxErrorOf<Code extends LabelboxErrorCode> = LabelboxErrorBase<Code> &
  (Code extends keyof LabelboxErrorExtras ? LabelboxErrorExtras[Code] : unknown)

/** Any error of this package. Its `code` tells which further properties it has: `invite`, `rows`, `settle`. */
export type AnyLabelboxError =
  | LabelboxErrorOf<'AUTHORIZATION'>
  | LabelboxErrorOf<'ALREADY_INVITED'>
  | LabelboxErrorOf<'INVALID_ROWS'>
  | LabelboxErrorOf<'OUTCOME_UNKNOWN'>
  | LabelboxErrorBase<Exclude<LabelboxErrorCode, keyof LabelboxErrorExtras>>

/**
 * Whether a value is a {@link LabelboxError}, and has the given code. It checks a brand rather than the class, so it works
 * across copies of this package and across its ESM and CommonJS builds.
 *
 * @example
 * if (isLabelboxError(error, 'API_LIMIT')) await wait()
 * if (isLabelboxError(error)) {
 *   switch (error.code) {
 *     case 'ALREADY_INVITED':
 *       return error.invite
 *   }
 * }
 */
export function isLabelboxError(error: unknown): error is AnyLabelboxError
export function isLabelboxError<Code extends LabelboxErrorCode>(
  error: unknown,
  code: Code,
): error is LabelboxErrorOf<Code>
export function isLabelboxError(error: unknown, code?: LabelboxErrorCode): boolean {
  const candidate = error as (Partial<Record<typeof brand, unknown>> & { code?: unknown }) | null | undefined
  return candidate?.[brand] === true && (code === undefined || candidate.code === code)
}
