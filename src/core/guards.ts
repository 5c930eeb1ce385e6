import { LabelboxError, type LabelboxErrorInit } from './errors.ts'

// What comes from JavaScript or from a server may be anything, whatever its type says.

/** The value if it is an object, else an empty one. */
export const objectOf = <T extends object>(value: T | null | undefined): Partial<T> =>
  typeof value === 'object' && value !== null ? value : {}

export const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T =>
  (list as readonly unknown[]).includes(value)

/** An object other than an array. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** By its name: the `Blob` of another window or of a test environment is of another class. */
export const isFile = (value: unknown): value is Blob =>
  ['[object Blob]', '[object File]'].includes(Object.prototype.toString.call(value))

export const hasId = (value: unknown): boolean => isRecord(value) && typeof value['id'] === 'string'

/** The error for options and arguments that are wrong. */
export const invalid = (message: string, operationName?: string, advice?: LabelboxErrorInit['advice']): LabelboxError =>
  new LabelboxError({ code: 'INVALID_INPUT', operationName, message, advice })

/** The error for an operation that is not sent because of its arguments. */
export const refuse = (operationName: string, message: string, advice?: LabelboxErrorInit['advice']): LabelboxError =>
  invalid(`${operationName} was not sent: ${message}`, operationName, advice)

/** @throws LabelboxError `INVALID_INPUT` unless the value is a whole number from 1 to `max`. */
export function requireCount(value: unknown, option: string, max = Infinity): void {
  if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max) return
  throw invalid(`${option} must be a whole number${max === Infinity ? ', 1 or more' : ` from 1 to ${max}`}.`)
}

/** The longest delay that timers accept; Node fires at once for a longer one. */
export const maxTimerMs = 0x7fffffff

/** @throws LabelboxError `INVALID_INPUT` unless the value is a number of milliseconds that a timer accepts, or `Infinity`. */
export function requireDuration(ms: unknown, option: string): void {
  if (typeof ms === 'number' && ms > 0 && (ms <= maxTimerMs || ms === Infinity)) return
  throw invalid(`${option} must be a number of milliseconds from 1 to ${maxTimerMs}, or Infinity.`)
}

/**
 * For options that a program must not lose: JavaScript ignores `dryrun` in place of `dryRun`, and would send.
 *
 * @throws LabelboxError `INVALID_INPUT` for an option with another name than these.
 */
export function requireKnown(options: object, names: readonly string[]): void {
  for (const [name, value] of Object.entries<unknown>({ ...options })) {
    if (value !== undefined && !names.includes(name))
      throw invalid(`There is no option ${name}. The options are ${names.join(', ')}.`)
  }
}

/** @throws LabelboxError `INVALID_INPUT` if one of the options is set and not a function. */
export function requireFunctions(options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && typeof value !== 'function') throw invalid(`${name} must be a function.`)
  }
}

/** @throws LabelboxError `INVALID_INPUT` if one of the options is set and not an object. */
export function requireObjects(options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && (typeof value !== 'object' || value === null))
      throw invalid(`${name} must be an object.`)
  }
}
