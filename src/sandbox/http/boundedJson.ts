import { HttpRefusal } from './httpRefusal.ts'

/** Maximum nesting of JSON and of brackets in a GraphQL document: their parsers recurse. */
export const maxDepth = 250
const maxValues = 500_000

/** A parsed text of JSON, and roughly how many bytes of memory it takes. */
export interface Parsed {
  readonly value: unknown
  readonly weight: number
}

/** Parses JSON, refusing deep nesting and too many values. `what` names the text in the error. */
export function parseJson(text: string, what: string): Parsed {
  const values = countValues(text, what)
  try {
    return { value: JSON.parse(text) as unknown, weight: 2 * text.length + 32 * values }
  } catch {
    throw new HttpRefusal(400, `${what} is not valid JSON`)
  }
}

/** Counts commas and opening brackets outside of strings. */
function countValues(text: string, what: string): number {
  let [depth, values, isInString] = [0, 1, false]
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (isInString) {
      if (character === '\\') index += 1
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === ']' || character === '}') depth -= 1
    else if (character === ',' || character === '[' || character === '{') {
      values += 1
      if (character !== ',') depth += 1
      if (depth > maxDepth) throw new HttpRefusal(400, `${what} is nested deeper than ${maxDepth} levels`)
      if (values > maxValues) throw new HttpRefusal(400, `${what} has more than ${maxValues} values`)
    }
  }
  return values
}

/** Whether a value is a JSON object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
