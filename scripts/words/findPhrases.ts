import { phrases } from './phrases.ts'

export interface Finding {
  /** From 1. */
  readonly line: number
  readonly text: string
  readonly suggestion: string
}

/** The marks at the start of a line of a comment, list or quotation. They are removed, because a sentence may wrap. */
const leader = /^\s*(?:\/\*\*?|\*\/|\*|\/\/|#|>)?\s*/

/** The phrases in a text, including phrases that wrap to the next line. */
export function findPhrases(text: string): Finding[] {
  const starts: number[] = []
  let joined = ''
  for (const line of text.split('\n')) {
    starts.push(joined.length)
    joined += `${line.replace(leader, '').trimEnd()} `
  }
  return phrases
    .flatMap(({ pattern, suggestion }) =>
      [...joined.matchAll(pattern)].map((match) => ({
        line: lineOf(match.index, starts),
        text: match[0].trim(),
        suggestion,
      })),
    )
    .sort((one, other) => one.line - other.line)
}

const lineOf = (index: number, starts: readonly number[]): number => starts.findLastIndex((start) => start <= index) + 1
