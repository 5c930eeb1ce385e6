import type { InvalidRow } from '../index.ts'
import { exitCodeOf, exitCodes } from './exitCodes.ts'
import { brief } from '../core/printable.ts'
import { hasSentChange } from './requests.ts'
import { messageOf } from './wording.ts'

/** What the command itself refuses, beside what the client does. */
export class CommandError extends Error {
  readonly code: 'USAGE' | 'NOT_CONFIRMED' | 'NO_API_KEY' | 'INTERRUPTED' | 'SANDBOX' | 'SCHEMA' | 'FILE'
  readonly exitCode: number

  constructor(code: CommandError['code'], message: string) {
    super(message)
    this.name = 'CommandError'
    this.code = code
    this.exitCode = exitCodeFor[code]
  }
}

const exitCodeFor: Readonly<Record<CommandError['code'], number>> = {
  USAGE: exitCodes.usage,
  NOT_CONFIRMED: exitCodes.declined,
  NO_API_KEY: exitCodes.access,
  INTERRUPTED: exitCodes.interrupted,
  SANDBOX: exitCodes.failed,
  SCHEMA: exitCodes.failed,
  // It kept a run from going on when something had been sent.
  FILE: exitCodes.unknown,
}

/** What has become of one of several things, in the words of a bulk report. */
export interface Outcome {
  readonly id: string
  readonly outcome: 'done' | 'unchanged' | 'failed' | 'unknown' | 'not-attempted'
}

/** What ended a change of several things before all had their turn, and what has become of each. */
export class Unfinished extends Error {
  readonly outcomes: readonly Outcome[]

  constructor(cause: Error, outcomes: readonly Outcome[]) {
    super(cause.message, { cause })
    this.name = 'Unfinished'
    this.outcomes = outcomes
  }
}

export const usage = (message: string): CommandError => new CommandError('USAGE', message)

/** The error as `--json` tells it, on one line of stderr. What a call knows is null where there was none. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly exitCode: number
  readonly status: number | null
  readonly requestId: string | null
  readonly operationName: string | null
  readonly retryable: boolean
  readonly retryAfterMs: number | null
  readonly mayHaveRun: boolean
  /** Of a file whose rows can't be used: which, and why. */
  readonly rows?: readonly InvalidRow[]
  /** Of a change of several things: what has become of each. */
  readonly outcomes?: readonly Outcome[]
}

/** What is to be told of an error. One that nobody has foreseen keeps its text to itself: it may hold anything. */
export async function toFailure(error: unknown): Promise<Failure> {
  if (error instanceof CommandError) {
    const { code, message, exitCode } = error
    return { ...nothing, code, message, exitCode, mayHaveRun: code === 'FILE' }
  }
  if (error instanceof Unfinished) {
    const { outcomes } = error
    const failure = await toFailure(error.cause)
    if (!outcomes.some(({ outcome }) => outcome === 'done')) return { ...failure, outcomes }
    // Something was changed, whatever has become of the rest.
    return { ...failure, exitCode: exitCodes.unknown, mayHaveRun: true, outcomes }
  }
  // What the parser refuses must not wait for the client to load.
  const { isLabelboxError } = await import('../index.ts')
  if (isLabelboxError(error)) {
    const { code, status = null, requestId = null, operationName = null, retryAfterMs = null } = error
    const { retryable, mayHaveRun } = error
    const exitCode = exitCodeOf(error)
    const rows = isLabelboxError(error, 'INVALID_ROWS') ? { rows: error.rows } : {}
    const message = messageOf(error)
    return { code, message, exitCode, status, requestId, operationName, retryable, retryAfterMs, mayHaveRun, ...rows }
  }
  const name = error instanceof Error ? error.name : typeof error
  const mayHaveRun = hasSentChange()
  const outcome = mayHaveRun ? 'A change may have been made.' : 'Nothing was changed.'
  const message = `The command failed in a way that it does not know (${name}). ${outcome} Please report it.`
  return {
    ...nothing,
    code: 'INTERNAL',
    message,
    exitCode: mayHaveRun ? exitCodes.unknown : exitCodes.failed,
    mayHaveRun,
  }
}

const nothing = {
  status: null,
  requestId: null,
  operationName: null,
  retryable: false,
  retryAfterMs: null,
  mayHaveRun: false,
}

/** Longest part of a message that a person is shown; `--json` has all of it. */
export const mostInMessage = 4000

/** The lines for a person. */
export function failureText({ message, code, status, requestId, rows = [], outcomes = [] }: Failure): string {
  const details = [code, status === null ? undefined : `HTTP ${status}`, requestId && `request ${requestId}`]
  const where = ({ row, line }: InvalidRow): string => (line === undefined ? `row ${row}` : `line ${line}`)
  // The message of a file that can't be read has its one line already.
  const told = rows.filter(({ reason }) => rows.length > 1 || !message.includes(reason))
  const lines = [
    ...told.map((row) => `  ${where(row)}: ${brief(row.reason, mostInMessage)}\n`),
    ...outcomes.map(({ id, outcome }) => `  ${brief(id, mostInMessage)}: ${outcome}\n`),
  ]
  return `labelbox-org: ${brief(message, mostInMessage)} [${brief(details.filter(Boolean).join(', '), mostInMessage)}]\n${lines.join('')}`
}
