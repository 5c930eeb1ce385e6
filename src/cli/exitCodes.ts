import type { LabelboxErrorCode, LabelboxErrorDetails } from '../index.ts'

/** The command's exit codes; `--help` and the documentation list them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  declined: 3,
  unknown: 4,
  access: 5,
  limit: 6,
  safe: 10,
  dangerous: 11,
  breaking: 12,
  invalid: 13,
  unclear: 14,
  unlocked: 15,
  findings: 16,
  interrupted: 130,
  terminated: 143,
} as const

export const exitCodeHelp = `
Exit codes:
  0    success
  1    Labelbox refused the request or could not be reached, or a check failed
  2    invalid command line or input file, or nothing has that name or id; nothing was changed
  3    not confirmed; without a terminal, pass --yes
  4    unknown: the change may or may not have been made
  5    API key missing or invalid, or its role does not allow this
  6    limit reached: requests per minute, or seats
  10   schema diff: safe changes (11: dangerous, 12: breaking)
  13   schema probe: invalid operations (14: unknown result, 15: locks not proven)
  16   report: there is something to look at
  130  interrupted (143: terminated)`

const codeOf: Partial<Record<LabelboxErrorCode, number>> = {
  AUTHENTICATION: exitCodes.access,
  AUTHORIZATION: exitCodes.access,
  API_LIMIT: exitCodes.limit,
  USAGE_LIMIT: exitCodes.limit,
  INVALID_INPUT: exitCodes.usage,
  RESOURCE_NOT_FOUND: exitCodes.usage,
  INVALID_ROWS: exitCodes.usage,
  OUTCOME_UNKNOWN: exitCodes.unknown,
}

/** The exit code for a failed call. A change that may have been made weighs more than the reason of the failure. */
export const exitCodeOf = ({ code, mayHaveRun }: Pick<LabelboxErrorDetails, 'code' | 'mayHaveRun'>): number =>
  mayHaveRun ? exitCodes.unknown : (codeOf[code] ?? exitCodes.failed)
