import { joinedBytes } from '../../core/joinedBytes.ts'
import { notify } from '../observe/notify.ts'
import { throwIfAborted } from '../time/onAbort.ts'

/** A response that can't be used: it is too large, or not a `Response`. The message says what to do. */
export class BrokenResponse extends Error {}

/** Far above any page of records. A value of 3 bytes takes over 100 once it is parsed. */
const maxValues = 1_000_000

/** A shorter text can't hold more values. */
const shortText = 2 * maxValues

/** Made when it is needed, as not every runtime has one. */
let decoder: TextDecoder | undefined

/** The text of a body, unless it can't be used. */
export function usableText(text: string | undefined, maxBytes: number): string {
  if (text === undefined)
    throw new BrokenResponse(
      `the response has more than ${maxBytes} bytes. Ask for smaller pages, or raise maxResponseBytes.`,
    )
  return withFewValues(text)
}

/**
 * Reads a body to its end, unless it exceeds the limit or its request is aborted. Bytes are counted as they come, as a
 * declared length is that of the compressed response, and an endless response has no declared length.
 *
 * @returns The text, or `undefined` if it exceeds the limit.
 */
export async function readBody(
  response: Pick<Response, 'body' | 'text'>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  // A custom `fetch` may return a body of another kind.
  const body = response.body as Partial<ReadableStream<Uint8Array>> | null
  if (typeof body?.getReader !== 'function') {
    const text = await response.text()
    return new TextEncoder().encode(text).byteLength > maxBytes ? undefined : text
  }
  const reader = body.getReader()
  // Not awaited, and errors of a reader made by hand are dropped: the rest of the response is of no use.
  const leave = (): void =>
    notify(
      () => reader.cancel(),
      undefined,
      () => undefined,
    )
  // A body that is not the platform's ignores the signal of the request.
  signal.addEventListener('abort', leave)
  try {
    // An aborted signal fires no more events.
    throwIfAborted(signal)
    const chunks: ArrayBufferView[] = []
    for (let size = 0; ;) {
      const { done, value } = await reader.read()
      // A cancelled body looks like a complete one.
      throwIfAborted(signal)
      // As a whole, which costs less than part by part.
      if (done) return (decoder ??= new TextDecoder()).decode(joinedBytes(chunks, size))
      // Anything else has no length, and would pass every limit.
      if (!ArrayBuffer.isView(value)) throw new TypeError('A chunk of the body is not bytes.')
      size += value.byteLength
      if (size > maxBytes) {
        leave()
        return undefined
      }
      chunks.push(value)
    }
  } catch (error) {
    leave()
    throw error
  }
}

/** Refuses JSON with so many values that parsing it would exhaust the memory: 64 KB, compressed, can hold them. */
function withFewValues(text: string): string {
  if (text.length <= shortText) return text
  let values = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index)
    if (character === quote) index = endOfText(text, index)
    // Each value follows a comma or opens a list or an object.
    else if (character === comma || character === bracket || character === brace) values += 1
    if (values > maxValues)
      throw new BrokenResponse(`the response has more than ${maxValues} values. Ask for smaller pages.`)
  }
  return text
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
