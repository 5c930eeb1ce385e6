import { BrokenResponse } from './brokenResponse.ts'

/**
 * Refuses JSON with so many values that parsing it would exhaust the memory: 64 KB, compressed, can hold them.
 *
 * @throws BrokenResponse
 */
export function requireFewValues(text: string, maxValues: number): void {
  let values = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index)
    if (character === quote) index = endOfText(text, index)
    // Each value follows a comma or opens a list or an object.
    else if (character === comma || character === bracket || character === brace) values += 1
    if (values > maxValues)
      throw new BrokenResponse(`the response has more than ${maxValues} values. Ask for smaller pages.`)
  }
}

const [quote, comma, bracket, brace, backslash] = [0x22, 0x2c, 0x5b, 0x7b, 0x5c]

/** The index of the closing quote of a string in JSON. */
function endOfText(json: string, start: number): number {
  let index = start + 1
  for (; index < json.length && json.charCodeAt(index) !== quote; index += 1) {
    if (json.charCodeAt(index) === backslash) index += 1
  }
  return index
}
