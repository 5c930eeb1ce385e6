import { InvalidArgumentError } from '@commander-js/extra-typings'

/** A whole number from 1, for an option. */
export function count(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number, 1 or more.')
}

/** Collects the values of an option that may be given several times. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** `Street signs=REVIEWER`: what it is for and a role. A name may have a `=` of its own, a role has none. */
export function assignment(text: string): readonly [name: string, role: string] {
  const at = text.lastIndexOf('=')
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)]
  throw new InvalidArgumentError('It must be a name and a role, such as "Street signs=REVIEWER".')
}

/** The same, as often as it is given. */
export const assignments = (
  text: string,
  before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] => [...before, assignment(text)]

/** Examples for the end of a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ labelbox-org ${line}`).join('\n')}`
