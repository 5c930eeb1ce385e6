import { exitCodes } from '../exitCodes.ts'
import type { CommandErrorCode, Outcome, UnusableRow } from '../json/errorJson.ts'

const exitCodeFor: Readonly<Record<CommandErrorCode, number>> = {
  USAGE: exitCodes.usage,
  NOT_CONFIRMED: exitCodes.declined,
  NO_API_KEY: exitCodes.access,
  INTERRUPTED: exitCodes.interrupted,
  SANDBOX: exitCodes.failed,
  CONSOLE: exitCodes.failed,
  SCHEMA: exitCodes.failed,
  // A file could not be written after something had been sent.
  FILE: exitCodes.unknown,
}

/** An error of the command itself; those of the client are `LabelboxError`. */
export class CommandError extends Error {
  readonly code: CommandErrorCode
  readonly exitCode: number

  constructor(code: CommandErrorCode, message: string) {
    super(message)
    this.name = 'CommandError'
    this.code = code
    this.exitCode = exitCodeFor[code]
  }
}

/** A file that can't be used, with the reasons. Nothing was changed. */
export class InvalidFileError extends CommandError {
  readonly rows: readonly UnusableRow[]

  constructor(name: string, rows: readonly UnusableRow[]) {
    super('USAGE', `${name} can't be used. Nothing was changed.`)
    this.name = 'InvalidFileError'
    this.rows = rows.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0))
  }
}

export const usage = (message: string): CommandError => new CommandError('USAGE', message)

/** Ends a change of several records early, with the outcome of each. `cause` is the error. */
export class IncompleteChangeError extends Error {
  readonly outcomes: readonly Outcome[]

  constructor(cause: Error, outcomes: readonly Outcome[]) {
    super(cause.message, { cause })
    this.name = 'IncompleteChangeError'
    this.outcomes = outcomes
  }
}
