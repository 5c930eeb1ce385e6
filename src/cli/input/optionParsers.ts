import { InvalidArgumentError } from '@commander-js/extra-typings'

/** A whole number, 1 or more. */
export function count(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number, 1 or more.')
}

/** Collects the values of an option that can be repeated. */
export const repeated = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** A name and a role, `Street signs=REVIEWER`. The name may contain `=`, the role can't. */
function assignment(text: string): readonly [name: string, role: string] {
  const at = text.lastIndexOf('=')
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)]
  throw new InvalidArgumentError('It must be a name and a role, such as "Street signs=REVIEWER".')
}

/** Collects assignments. */
export const assignments = (
  text: string,
  before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] => [...before, assignment(text)]

/** Collects new names by old ones: `Webhook=Hook`, `User.nickname=alias`; `Webhook=` for a part without another name. */
export function newNames(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, old, name] = /^(\w+(?:\.\w+){0,2})=(\w*)$/.exec(text) ?? []
  if (old !== undefined && before.has(old)) throw new InvalidArgumentError(`${old} has two new names. Pass one.`)
  if (old !== undefined && name !== undefined) return new Map([...before, [old, name]])
  throw new InvalidArgumentError('It must be an old and a new name, such as Webhook=Hook or User.nickname=alias.')
}

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 }

/** The shortest and the longest life of an API key, in seconds. */
const validity = { min: 60, max: 25 * 604_800 }

/** The life of an API key in seconds, written as `90m`, `12h`, `30d` or `25w`. */
export function keyValidity(text: string): number {
  const [, number, unit = ''] = /^([1-9]\d{0,7})([mhdw])$/.exec(text) ?? []
  const seconds = Number(number) * (unitSeconds[unit] ?? 1)
  if (seconds >= validity.min && seconds <= validity.max) return seconds
  throw new InvalidArgumentError('It must be from 1m to 25w, in minutes, hours, days or weeks: 90m, 12h, 30d.')
}

/** A period in days, written as `90d` or `12w`. Months have no letter of their own: `m` stands for minutes elsewhere. */
export function days(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,4})([dw])$/.exec(text) ?? []
  const count = Number(number) * (unit === 'w' ? 7 : 1)
  if (count <= 36_500) return count
  throw new InvalidArgumentError('It must be a number of days or weeks: 90d, 12w.')
}

/** Examples for the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ labelbox-org ${line}`).join('\n')}`
