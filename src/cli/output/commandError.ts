import { exitCodes } from '../exitCodes.ts'

const exitCodeFor = {
  USAGE: exitCodes.usage,
  NOT_CONFIRMED: exitCodes.declined,
  NO_API_KEY: exitCodes.access,
  INTERRUPTED: exitCodes.interrupted,
  SANDBOX: exitCodes.failed,
  CONSOLE: exitCodes.failed,
  SCHEMA: exitCodes.failed,
  // A file could not be written after something had been sent.
  FILE: exitCodes.unknown,
} as const

/** An error of the command itself; those of the client are `LabelboxError`. */
export class CommandError extends Error {
  readonly code: keyof typeof exitCodeFor
  readonly exitCode: number

  constructor(code: CommandError['code'], message: string) {
    super(message)
    this.name = 'CommandError'
    this.code = code
    this.exitCode = exitCodeFor[code]
  }
}

export const usage = (message: string): CommandError => new CommandError('USAGE', message)

/** The outcome for one of several records, in the words of a bulk report. */
export interface Outcome {
  readonly id: string
  readonly outcome: 'done' | 'unchanged' | 'failed' | 'unknown' | 'not-attempted'
}

/** Ends a change of several records early, with the outcome of each. `cause` is the error. */
export class IncompleteChangeError extends Error {
  readonly outcomes: readonly Outcome[]

  constructor(cause: Error, outcomes: readonly Outcome[]) {
    super(cause.message, { cause })
    this.name = 'IncompleteChangeError'
    this.outcomes = outcomes
  }
}
