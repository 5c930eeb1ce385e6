import type { CallState } from '../callState.ts'

/** A message in the form of all errors: which operation failed, and why. */
export const explain = (operationName: string | undefined, reason: string): string =>
  `${operationName ?? 'The request'} failed: ${reason}`

/** What the message of a failed mutation adds. */
export const consequence = ({ kind }: Pick<CallState, 'kind'>, mayHaveRun: boolean): string =>
  kind === 'query' || !mayHaveRun ? '' : ' The change may have been made.'
