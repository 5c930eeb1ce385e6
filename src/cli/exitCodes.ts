import type { LabelboxErrorCode, LabelboxErrorDetails } from '../index.ts'

/** What the command ends with. README and `--help` list the same. */
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
  interrupted: 130,
  terminated: 143,
} as const

export const exitCodeHelp = `
Exit codes:
  0    done
  1    failed: Labelbox refused it, could not be reached, or a check did not pass
  2    wrong usage: the command line, or what it names, can't be; nothing was changed
  3    not confirmed; without a terminal, --yes is needed
  4    unknown: the change may or may not have been made
  5    no API key, a key that is not accepted, or a role that may not do this
  6    a limit is reached: requests in a minute, or seats
  10   of schema diff: changes that can't harm the operations (11 dangerous ones, 12 breaking ones)
  13   of schema probe: operations that are not valid (14 unknown ones, 15 the locks are not proven)
  130  interrupted (143 when told to end)`

const byCode: Partial<Record<LabelboxErrorCode, number>> = {
  AUTHENTICATION: exitCodes.access,
  AUTHORIZATION: exitCodes.access,
  API_LIMIT: exitCodes.limit,
  USAGE_LIMIT: exitCodes.limit,
  INVALID_INPUT: exitCodes.usage,
  INVALID_ROWS: exitCodes.usage,
  OUTCOME_UNKNOWN: exitCodes.unknown,
}

/** What a failed call ends with. That a change may have been made weighs more than why nobody knows. */
export const exitCodeOf = ({ code, mayHaveRun }: Pick<LabelboxErrorDetails, 'code' | 'mayHaveRun'>): number =>
  mayHaveRun ? exitCodes.unknown : (byCode[code] ?? exitCodes.failed)
