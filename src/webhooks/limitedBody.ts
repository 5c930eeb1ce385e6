import { joinedBytes } from '../core/joinedBytes.ts'

/** Returned in place of a body that is too long. */
export const tooLong = Symbol('too long')

/** Reads the body of a request, up to `maxBytes`. */
export async function readRequestBody(request: Request, maxBytes: number): Promise<Uint8Array | typeof tooLong> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return tooLong
  // Firefox has no `Request.body`.
  if (!request.body) {
    const body = new Uint8Array(await request.arrayBuffer())
    return body.byteLength > maxBytes ? tooLong : body
  }
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joinedBytes(chunks, length)
    length += value.byteLength
    if (length > maxBytes) {
      // Without await: the sender may notice late.
      reader.cancel().catch(() => undefined)
      return tooLong
    }
    chunks.push(value)
  }
}
