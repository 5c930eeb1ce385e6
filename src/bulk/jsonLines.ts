import { invalidFile } from './invalidFile.ts'
import { textOf } from './textOf.ts'

/** Characters in one line: what is longer is no person's, and would have to be held. */
const mostCharacters = 100_000

/** The objects of a file that has one in each line, and on which line. Empty lines are passed over. */
export async function* readJsonLines(
  path: string,
): AsyncGenerator<readonly [object: Readonly<Record<string, unknown>>, line: number], void, undefined> {
  let text = ''
  let line = 1
  for await (const piece of textOf(path)) {
    text += piece
    if (text.length > mostCharacters) throw invalidFile(line, 'the line has more than 100,000 characters.')
    if (!piece.endsWith('\n')) continue
    if (text.trim() !== '') yield [parse(text, line), line]
    text = ''
    line += 1
  }
  if (text.trim() !== '') yield [parse(text, line), line]
}

function parse(text: string, line: number): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalidFile(
      line,
      'there is no JSON. Each line is one object, such as {"email": "ada@example.com", "role": "LABELER"}.',
    )
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw invalidFile(
    line,
    'there is no object. Each line is one, such as {"email": "ada@example.com", "role": "LABELER"}.',
  )
}
