// What is shown of text that somebody else has typed: in a terminal, in Markdown, in the log of a CI job.

/**
 * - Everything that has no glyph (`C`): controls, format characters, private and unassigned ones, half of a pair.
 * - What a font may leave out, line separators, and spaces that look like a plain one or like nothing.
 * - The beginnings of commands that CI systems read in a log: `##[` of GitHub, `##vso[` of Azure, `##teamcity[`.
 * - A backslash that would read as one of the escapes that are written here.
 */
const unsafe =
  /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800]|(?<=#)#(?=[a-zA-Z]{0,20}\[)|\\(?=u\{)/gu

/** A sign that a selector makes into an emoji, so that the two are told apart: the warning sign, the heart. */
const selectable = /^(?!\p{Emoji_Presentation}|\p{C})(?=[\u2190-\u{10ffff}])\p{Extended_Pictographic}$/u

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`

/** The text on one line, with everything that can't be seen, or would do something, written as `\u{200B}`. */
export function printable(text: string): string {
  const line = text.replace(unsafe, (character, at: number) =>
    character === '\ufe0f' && selectable.test(characterBefore(text, at)) ? character : escaped(character),
  )
  // At the beginning of a line it is a command of GitHub Actions.
  return line.replace(/^( *):(?=:)/, (_, space: string) => `${space}${escaped(':')}`)
}

const characterBefore = (text: string, at: number): string =>
  Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? ''

/** The same of no more than so many characters, for where people read it. */
export const brief = (text: string, most: number): string => printable(cut(text, most))

/** The beginning of a text that is longer than so many characters. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const end = most - 1
  // No half of a pair.
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(end - 1))
  return `${text.slice(0, isSplit ? end - 1 : end)}…`
}

/** JSON for people and programs: its strings have such characters as JSON's own escapes. */
export const toJson = (value: unknown, space = 2): string =>
  JSON.stringify(value, null, space)
    .split('\n')
    .map((line) => line.replace(unsafeInJson, inUnits))
    .join('\n')

/** A backslash is JSON's own there. */
const unsafeInJson = new RegExp(unsafe.source.replace(String.raw`|\\(?=u\{)`, ''), 'gu')

const inUnits = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
