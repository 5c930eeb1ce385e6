import { unreadable, type UnreadableRow } from '../organization/bulk/rowReader.ts'
import { invalidFile } from './invalidFile.ts'
import { textOf } from './textOf.ts'

/** Characters in one line: what is longer is no person's, and would have to be held. */
const mostCharacters = 100_000

/**
 * The objects of a file that has one in each line, and on which line; where there is none, why. Empty lines are passed
 * over.
 */
export async function* readJsonLines(path: string): AsyncGenerator<Line, void, undefined> {
  let text = ''
  let line = 1
  for await (const piece of textOf(path)) {
    text += piece
    if (text.length > mostCharacters) throw invalidFile(line, 'the line has more than 100,000 characters.')
    if (!piece.endsWith('\n')) continue
    if (text.trim() !== '') yield parse(text, line)
    text = ''
    line += 1
  }
  if (text.trim() !== '') yield parse(text, line)
}

type Line = readonly [object: Readonly<Record<string, unknown>> | UnreadableRow, line: number]

const example = '{"email": "ada@example.com", "role": "LABELER"}'

function parse(text: string, line: number): Line {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return [unreadable(line, `there is no JSON. Each line is one object, such as ${example}.`), line]
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return [value as Record<string, unknown>, line]
  }
  return [unreadable(line, `there is no object. Each line is one, such as ${example}.`), line]
}
