import type { Prepared } from './document.ts'

/** What a call knows of itself when it fails. */
export interface CallState {
  readonly operationName: string | undefined
  /** A query changes nothing. A call of unknown kind counts as a mutation. */
  readonly kind?: 'query' | 'mutation' | undefined
  /** Requests sent. */
  readonly attempts: number
  /** Whether a request of the call may have made a change. */
  readonly mayHaveRun: boolean
}

/** Whether a call changes something, as far as is known. */
export const isChange = ({ kind }: Pick<CallState, 'kind'>): boolean => kind !== 'query'

/** The state of a call under way; each attempt updates it. */
export interface Progress extends CallState {
  attempts: number
  mayHaveRun: boolean
}

export const newProgress = ({ operationName, kind }: Pick<Prepared, 'operationName' | 'kind'>): Progress => ({
  operationName,
  kind,
  attempts: 0,
  mayHaveRun: false,
})
