import { joinedBytes } from '../../core/joinedBytes.ts'
import { notify } from '../observe/notify.ts'
import { throwIfAborted } from '../time/onAbort.ts'

/** The answer is larger than it may be: by how much, and what to do, is the message. */
export class TooLarge extends Error {}

const tooLong = (maxBytes: number): TooLarge =>
  new TooLarge(`${maxBytes} bytes. Ask for smaller pages, or raise maxResponseBytes.`)

/** Far above any page of records. Each takes many bytes when it is parsed, and one of 3 in a text takes over 100. */
const maxValues = 1_000_000

/** No more values than that are in so short a text. */
const shortText = 2 * maxValues

/**
 * Reads a body to its end, as long as it has no more bytes than it may and its request goes on. Counted as they come,
 * since a length that is declared is that of the packed answer, and an endless answer declares none.
 */
export async function readBody(response: Response, maxBytes: number, signal: AbortSignal): Promise<string> {
  // A `fetch` of the user's may give a body of another kind: it is read whole.
  const body = response.body as Partial<ReadableStream<Uint8Array>> | null
  if (typeof body?.getReader !== 'function') {
    const text = await response.text()
    if (new TextEncoder().encode(text).byteLength > maxBytes) throw tooLong(maxBytes)
    return withFewValues(text)
  }
  const reader = body.getReader()
  // Not awaited: what is left of the answer is nobody's concern any more, nor is what a reader made by hand throws.
  const leave = (): void =>
    notify(
      () => reader.cancel(),
      undefined,
      () => undefined,
    )
  // A body that is not the platform's knows nothing of the signal, which is that of one request, and goes with it.
  signal.addEventListener('abort', leave)
  try {
    // It may have come too late, and would say nothing more.
    throwIfAborted(signal)
    const chunks: ArrayBufferView[] = []
    for (let size = 0; ;) {
      const { done, value } = await reader.read()
      // What has been left looks like what has come to its end.
      throwIfAborted(signal)
      // As a whole, which costs less than to decode part by part.
      if (done) return withFewValues(new TextDecoder().decode(joinedBytes(chunks, size)))
      // The length of anything else is not known, and would be within every limit.
      if (!ArrayBuffer.isView(value)) throw new TypeError('A chunk of the body is not bytes.')
      size += value.byteLength
      if (size > maxBytes) throw tooLong(maxBytes)
      chunks.push(value)
    }
  } catch (error) {
    leave()
    throw error
  }
}

/** Refuses JSON of so many values that to parse it would take all of the memory: 64 KB that are sent can unpack to that. */
function withFewValues(text: string): string {
  if (text.length <= shortText) return text
  let values = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index)
    if (character === quote) index = endOfText(text, index)
    // Each value but the first of a list or an object follows a comma.
    else if (character === comma || character === bracket || character === brace) values += 1
    if (values > maxValues) throw new TooLarge(`${maxValues} values. Ask for smaller pages.`)
  }
  return text
}

const [quote, comma, bracket, brace, backslash] = [0x22, 0x2c, 0x5b, 0x7b, 0x5c]

/** Where a text in JSON ends that begins at an index. */
function endOfText(json: string, start: number): number {
  let index = start + 1
  for (; index < json.length && json.charCodeAt(index) !== quote; index += 1) {
    if (json.charCodeAt(index) === backslash) index += 1
  }
  return index
}
