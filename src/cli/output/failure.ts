import type { InvalidRow } from '../../index.ts'
import { brief } from '../../core/printable.ts'
import { exitCodeOf, exitCodes } from '../exitCodes.ts'
import { maxMessageLength, type Invocation } from '../invocation.ts'
import type { Failure, UnusableRow } from '../json/errorJson.ts'
import { CommandError, IncompleteChangeError, InvalidFileError } from './commandError.ts'
import { messageOf } from './errorMessages.ts'

/** Describes an error. An unexpected one may hold anything, so its message is left out. */
export async function toFailure(error: unknown, invocation: Invocation): Promise<Failure> {
  if (error instanceof CommandError) {
    const { code, message, exitCode } = error
    const rows = error instanceof InvalidFileError ? { rows: error.rows } : {}
    return { ...withoutCall, code, message, exitCode, mayHaveRun: code === 'FILE', ...rows }
  }
  if (error instanceof IncompleteChangeError) {
    const { outcomes } = error
    const failure = await toFailure(error.cause, invocation)
    if (!outcomes.some(({ outcome }) => outcome === 'done')) return { ...failure, outcomes }
    // Something was changed, whatever the outcome for the rest.
    return { ...failure, exitCode: exitCodes.unknown, mayHaveRun: true, outcomes }
  }
  // Errors of the parser need not wait until the client is loaded.
  const { isLabelboxError } = await import('../../index.ts')
  if (isLabelboxError(error)) {
    const { code, status = null, requestId = null, operationName = null, retryAfterMs = null } = error
    const { retryable, mayHaveRun } = error
    const exitCode = exitCodeOf(error)
    const rows = isLabelboxError(error, 'INVALID_ROWS') ? { rows: error.rows.map(toUnusableRow) } : {}
    const message = messageOf(error, invocation)
    return { code, message, exitCode, status, requestId, operationName, retryable, retryAfterMs, mayHaveRun, ...rows }
  }
  const name = error instanceof Error ? error.name : typeof error
  const mayHaveRun = invocation.hasSentChange
  const outcome = mayHaveRun ? 'A change may have been made.' : 'Nothing was changed.'
  return {
    ...withoutCall,
    code: 'INTERNAL',
    message: `Unexpected error (${name}). ${outcome} Please report it.`,
    exitCode: mayHaveRun ? exitCodes.unknown : exitCodes.failed,
    mayHaveRun,
  }
}

const toUnusableRow = ({ row, line, reason }: InvalidRow): UnusableRow => ({ row, line: line ?? null, reason })

const withoutCall = {
  status: null,
  requestId: null,
  operationName: null,
  retryable: false,
  retryAfterMs: null,
  mayHaveRun: false,
}

/** The lines for a person. */
export function failureText({ message, code, status, requestId, rows = [], outcomes = [] }: Failure): string {
  const details = [code, status === null ? undefined : `HTTP ${status}`, requestId && `request ${requestId}`]
  const where = ({ row, line }: UnusableRow): string => (line === null ? `row ${row ?? ''}` : `line ${line}`)
  // With one row, the message says it already.
  const listed = rows.filter(({ reason }) => rows.length > 1 || !message.includes(reason))
  const lines = [
    ...listed.map((row) => `  ${where(row)}: ${brief(row.reason, maxMessageLength)}\n`),
    ...outcomes.map(({ id, outcome }) => `  ${brief(id, maxMessageLength)}: ${outcome}\n`),
  ]
  const summary = `${brief(message, maxMessageLength)} [${brief(details.filter(Boolean).join(', '), maxMessageLength)}]`
  return `labelbox-org: ${summary}\n${lines.join('')}`
}
