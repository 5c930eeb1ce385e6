import type { ReportCommand } from './reportTypes.ts'

/** Returns a command of `labelbox-org`, of words that are safe to type. */
export function command(...words: readonly string[]): ReportCommand {
  const argv = ['labelbox-org', ...words]
  return { argv, text: argv.map(quoted).join(' ') }
}

/** Whether an id is safe to type. */
export const isPlainId = (id: string): boolean => /^[a-z0-9][\w-]{0,99}$/i.test(id)

/** Returns the commands that `write` makes of an id, or no command for an id that is not safe to type. */
export const forId = (id: string, write: (id: string) => readonly ReportCommand[]): readonly ReportCommand[] =>
  isPlainId(id) ? write(id) : []

/** An address without any character that a shell or an option parser could read in another way. */
export const isPlainEmail = (text: string | null): text is string =>
  text !== null && /^[a-z0-9][\w.+-]{0,63}@[a-z0-9][a-z0-9.-]{0,200}$/i.test(text)

/** A word for a POSIX shell. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
