import { findInvisible, trimmed } from '../../../core/invisible.ts'

/** Text that somebody typed, as it is sent: without white space and invisible characters around it. */
export { trimmed as cleanText } from '../../../core/invisible.ts'

/** What is wrong with a text that may be empty; undefined if nothing is. */
export function invisibleIn(text: string): string | undefined {
  const found = findInvisible(trimmed(text))
  return found === undefined ? undefined : `There is an invisible character, ${found}. Type it again without it.`
}

/** Whether a text can be sent where one is needed. */
export const isSendable = (text: string): boolean => trimmed(text) !== '' && findInvisible(trimmed(text)) === undefined
