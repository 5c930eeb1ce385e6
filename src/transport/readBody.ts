/** The answer is longer than it may be. */
export class TooLong extends Error {}

/**
 * Reads a body to its end, as long as it has no more bytes than it may. Counted as they come, since a length that is
 * declared is that of the packed answer, and an endless answer declares none.
 */
export async function readBody(response: Response, maxBytes: number, signal: AbortSignal): Promise<string> {
  // A `fetch` of the user's may give a body of another kind: it is read whole.
  const body = response.body as Partial<ReadableStream<Uint8Array>> | null
  if (typeof body?.getReader !== 'function') {
    const text = await response.text()
    if (text.length > maxBytes) throw new TooLong()
    return text
  }
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let size = 0; ;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > maxBytes || signal.aborted) {
      // Not awaited: what is left of the answer is nobody's concern any more.
      reader.cancel().catch(() => undefined)
      signal.throwIfAborted()
      throw new TooLong()
    }
    text += decoder.decode(value, { stream: true })
  }
}
