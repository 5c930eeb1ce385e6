import { joinedBytes } from '../../core/joinedBytes.ts'
import { lazyCode } from '../lazyCode.ts'
import { notify } from '../observe/notify.ts'
import { throwIfAborted } from '../time/onAbort.ts'
import { BrokenResponse } from './brokenResponse.ts'

/** Far above any page of records. A value of 3 bytes takes over 100 once it is parsed. */
const maxValues = 1_000_000

/** For texts that are long enough to hold more values: most never are. */
const valueCount = /* @__PURE__ */ lazyCode(() => import('./valueCount.ts'))

/** Made when it is needed, as not every runtime has one. */
let decoder: TextDecoder | undefined

/**
 * The text of a body, unless it can't be used.
 *
 * @throws BrokenResponse
 */
export async function usableText(text: string | undefined, maxBytes: number): Promise<string> {
  if (text === undefined)
    throw new BrokenResponse(
      `the response has more than ${maxBytes} bytes. Ask for smaller pages, or raise maxResponseBytes.`,
    )
  if (text.length > 2 * maxValues) (valueCount.now ?? (await valueCount.load())).requireFewValues(text, maxValues)
  return text
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
