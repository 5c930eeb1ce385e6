import { joinedBytes } from '../joinedBytes.ts'
import { notify } from './notify.ts'

/** The answer is longer than it may be. */
export class TooLong extends Error {}

const utf8 = new TextDecoder()

/**
 * Reads a body to its end, as long as it has no more bytes than it may and its request goes on. Counted as they come,
 * since a length that is declared is that of the packed answer, and an endless answer declares none.
 */
export async function readBody(response: Response, maxBytes: number, signal: AbortSignal): Promise<string> {
  // A `fetch` of the user's may give a body of another kind: it is read whole.
  const body = response.body as Partial<ReadableStream<Uint8Array>> | null
  if (typeof body?.getReader !== 'function') {
    const text = await response.text()
    if (new TextEncoder().encode(text).byteLength > maxBytes) throw new TooLong()
    return text
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
    signal.throwIfAborted()
    const chunks: ArrayBufferView[] = []
    for (let size = 0; ;) {
      const { done, value } = await reader.read()
      // What has been left looks like what has come to its end.
      signal.throwIfAborted()
      // As a whole, which costs less than to decode part by part.
      if (done) return utf8.decode(joinedBytes(chunks, size))
      // The length of anything else is not known, and would be within every limit.
      if (!ArrayBuffer.isView(value)) throw new TypeError('A part of the body is no bytes.')
      size += value.byteLength
      if (size > maxBytes) throw new TooLong()
      chunks.push(value)
    }
  } catch (error) {
    leave()
    throw error
  }
}
