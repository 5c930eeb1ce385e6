import type { LabelboxErrorCode } from '../../index.ts'
import type { Integer } from './integer.ts'

/** A code of the command itself; those of the client are in the guide on errors. */
export type CommandErrorCode =
  'USAGE' | 'NOT_CONFIRMED' | 'NO_API_KEY' | 'INTERRUPTED' | 'SANDBOX' | 'CONSOLE' | 'SCHEMA' | 'FILE'

/** Why the command failed. Members without a value are null. */
export interface Failure {
  /** A code of the client or of the command. INTERNAL stands for an unexpected error. */
  readonly code: LabelboxErrorCode | CommandErrorCode | 'INTERNAL'
  readonly message: string
  /** The exit code of the command. */
  readonly exitCode: Integer
  /** The HTTP status of the response. */
  readonly status: Integer | null
  /** The id that Labelbox gave the request. */
  readonly requestId: string | null
  /** The operation of Labelbox that failed. */
  readonly operationName: string | null
  /** Whether the same command may succeed later. */
  readonly retryable: boolean
  /** How long Labelbox asks to wait, in milliseconds. */
  readonly retryAfterMs: Integer | null
  /** Whether a change may have been made. */
  readonly mayHaveRun: boolean
  /** The rows of a file that can't be used, with the reasons. */
  readonly rows?: readonly UnusableRow[]
  /** The outcome for each of several records, if only some of them were changed. */
  readonly outcomes?: readonly Outcome[]
}

/** A row or line of a file that can't be used. */
export interface UnusableRow {
  /** The number of the row, from 1. Null in an organization file, which has none. */
  readonly row: Integer | null
  /** The line of the file. Null if the row has none. */
  readonly line: Integer | null
  /** What is wrong, and what would be valid. */
  readonly reason: string
}

/** The outcome for one of several records. */
export interface Outcome {
  readonly id: string
  readonly outcome: 'done' | 'unchanged' | 'failed' | 'unknown' | 'not-attempted'
}
