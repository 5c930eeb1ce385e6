// Shows text of others safely: in a terminal, in Markdown, in the log of a CI job.

/**
 * - Characters without a glyph (`C`): controls, format characters, private and unassigned ones, lone surrogates.
 * - Characters that a font may ignore, line separators, and spaces that look like a plain one or like nothing.
 * - Beginnings of commands that CI systems read in a log: `##[` of GitHub, `##vso[` of Azure, `##teamcity[`.
 * - A backslash that would look like one of the escapes written here.
 */
const unsafe =
  /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800]|(?<=#)#(?=[a-zA-Z]{0,20}\[)|\\(?=u\{)/gu

/** A sign that a selector turns into an emoji: the warning sign, the heart. */
const selectable = /^(?!\p{Emoji_Presentation}|\p{C})(?=[\u2190-\u{10ffff}])\p{Extended_Pictographic}$/u

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`

/** The text on one line, with invisible and unsafe characters written as `\u{200B}`. */
export function printable(text: string): string {
  const line = text.replace(unsafe, (character, at: number) =>
    character === '\ufe0f' && selectable.test(characterBefore(text, at)) ? character : escaped(character),
  )
  // `::` at the beginning of a line is a command of GitHub Actions.
  return line.replace(/^( *):(?=:)/, (_, space: string) => `${space}${escaped(':')}`)
}

const characterBefore = (text: string, at: number): string =>
  Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? ''

/** The beginning of a text, of at most `max` characters, as {@link printable}. */
export const brief = (text: string, max: number): string => printable(cut(text, max))

/** Cuts a text to at most `max` characters. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const end = max - 1
  // Keeps surrogate pairs whole.
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(end - 1))
  return `${text.slice(0, isSplit ? end - 1 : end)}…`
}

/** JSON for people and programs: unsafe characters in its strings are JSON escapes. */
export const toJson = (value: unknown, space = 2): string =>
  JSON.stringify(value, null, space)
    .split('\n')
    .map((line) => line.replace(unsafeInJson, inUnits))
    .join('\n')

/** Backslashes in JSON are its own escapes. */
const unsafeInJson = new RegExp(unsafe.source.replace(String.raw`|\\(?=u\{)`, ''), 'gu')

const inUnits = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
