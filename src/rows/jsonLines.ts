import { isRecord } from '../core/guards.ts'
import { unreadable, type UnreadableRow } from '../organization/bulk/rowReader.ts'
import { invalidLine } from './textLines.ts'

/** Maximum length of a line. A longer line is a mistake, and would take too much memory. */
const maxCharacters = 100_000

/** Reads lines that have one JSON object each. Skips empty lines. */
export async function* readJsonLines(lines: AsyncIterable<string>): AsyncGenerator<Line, void, undefined> {
  let text = ''
  let line = 1
  for await (const piece of lines) {
    text += piece
    if (text.length > maxCharacters) throw invalidLine(line, 'the line has more than 100,000 characters.')
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
    return [unreadable(line, `the line is not JSON. Write one object per line, such as ${example}.`), line]
  }
  if (isRecord(value)) return [value, line]
  return [unreadable(line, `the line is not a JSON object. Write one object per line, such as ${example}.`), line]
}
