import { joinedBytes } from '../core/joinedBytes.ts'

/** A body that is longer than it may be. */
export const tooLong = Symbol('too long')

/** The bytes of a request's body; no more of it is read than is allowed. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | typeof tooLong> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return tooLong
  if (request.body === null) return new Uint8Array()
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joinedBytes(chunks, length)
    length += value.byteLength
    if (length > maxBytes) {
      // Not waited for: the sender may take its time to notice.
      reader.cancel().catch(() => undefined)
      return tooLong
    }
    chunks.push(value)
  }
}
