import { brief } from './printable.ts'

/**
 * Escapes text from a server so that it cannot become markup, a mention, a link, a line break, or a command that closes
 * an issue. Mentions, links and emoji are parsed after entities are decoded, so a zero-width space breaks them.
 */
export const escape = (text: string): string =>
  shown(text)
    .replaceAll(/[@#]|GH-|:(?=\/\/|[\w+-]{1,40}:)|www(?=\.)/gi, (start) => `${start}\u200b`)
    .replaceAll(/[\\`*_[\]<>|#~@&$\u200b]/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * Text as inline code. The fence is longer than any run of backticks inside, and spaces protect backticks and spaces at
 * the ends.
 */
export function code(text: string): string {
  const line = shown(text)
  const runs = line.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1)
  const space = /^[` ]|[` ]$|^$/.test(line) ? ' ' : ''
  return `${fence}${space}${line}${space}${fence}`
}

/** Maximum length of a name, message or description. */
const maxLength = 1000

/** On one line: line breaks in descriptions only wrap them. */
const shown = (text: string): string => brief(text.replaceAll(/[ \t\r\n]+/g, ' '), maxLength)
