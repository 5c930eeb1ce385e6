/** The answer is longer than it may be. */
export class TooLong extends Error {}

/**
 * Reads a body to its end, as long as it has no more bytes than it may and its request goes on. Counted as they come, since a length that is
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
  // Not awaited: what is left of the answer is nobody's concern any more.
  const leave = (): void => void reader.cancel().catch(() => undefined)
  // A body that is not the platform's knows nothing of the signal, which is that of one request, and goes with it.
  signal.addEventListener('abort', leave)
  try {
    const decoder = new TextDecoder()
    let text = ''
    for (let size = 0; ;) {
      const { done, value } = await reader.read()
      // What has been left looks like what has come to its end.
      signal.throwIfAborted()
      if (done) return text + decoder.decode()
      size += value.byteLength
      if (size > maxBytes) throw new TooLong()
      text += decoder.decode(value, { stream: true })
    }
  } catch (error) {
    leave()
    throw error
  }
}
