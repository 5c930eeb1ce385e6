import type { LabelboxErrorDetails } from '../index.ts'

/** What the command ends with. README and `--help` list the same. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  declined: 3,
  unknown: 4,
  access: 5,
  limit: 6,
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
  130  interrupted (143 when told to end)`

/** What a failed call ends with. That a change may have been made weighs more than why nobody knows. */
export function exitCodeOf({ code, mayHaveRun }: Pick<LabelboxErrorDetails, 'code' | 'mayHaveRun'>): number {
  if (mayHaveRun || code === 'OUTCOME_UNKNOWN') return exitCodes.unknown
  switch (code) {
    case 'AUTHENTICATION':
    case 'AUTHORIZATION':
      return exitCodes.access
    case 'API_LIMIT':
    case 'USAGE_LIMIT':
      return exitCodes.limit
    case 'INVALID_INPUT':
      return exitCodes.usage
    default:
      return exitCodes.failed
  }
}
