import type { LabelboxErrorCode } from '../../core/errors.ts'

/** A call as hooks and traces see it, without anything it sends. */
export interface Call {
  /** Name of the GraphQL operation, `InviteUser` for example. */
  readonly operationName: string | undefined
  /** What the operation is. Only a mutation changes something. */
  readonly kind: 'query' | 'mutation'
  /** Where its requests go, with the values of the URL's query redacted. */
  readonly endpoint: string
}

/** How a request ended. */
export interface RequestOutcome {
  /** HTTP status; `undefined` without a response. */
  readonly status: number | undefined
  /** The id that Labelbox, or a gateway, gave the request. */
  readonly requestId: string | undefined
  /** What went wrong; `undefined` if nothing did. */
  readonly code: LabelboxErrorCode | undefined
}
