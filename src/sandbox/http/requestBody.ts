import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { HttpRefusal } from './httpRefusal.ts'

/** Maximum size of a body, before and after decompression. */
const maxBytes = 5_000_000
/** A larger body is still read up to here, so that the client receives the refusal. After that the connection closes. */
const maxBytesRead = 50_000_000

const tooLarge = (): HttpRefusal => new HttpRefusal(413, `The body is larger than ${maxBytes} bytes`)

/** Reads the body of a request and decompresses it. */
export async function readRequestBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  const size = await read(request, (part, end) => {
    if (end <= maxBytes) parts.push(part)
    else parts.length = 0
  })
  if (size > maxBytes) throw tooLarge()
  return decompress(Buffer.concat(parts), request.headers['content-encoding'] ?? 'identity')
}

/** Reads the body of a request without keeping it. */
export async function discardRequestBody(request: IncomingMessage): Promise<void> {
  await read(request, () => undefined)
}

async function read(request: IncomingMessage, take: (part: Buffer, end: number) => void): Promise<number> {
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxBytesRead) return size
    take(part, size)
  }
  return size
}

const decoders: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

async function decompress(body: Buffer, contentEncoding: string): Promise<Buffer> {
  const encoding = contentEncoding.trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return body
  const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined
  if (!decode) {
    throw new HttpRefusal(415, 'The content-encoding must be gzip, deflate or br', {
      'accept-encoding': 'gzip, deflate, br',
    })
  }
  try {
    return await decode(body, { maxOutputLength: maxBytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new HttpRefusal(400, `The body is not valid ${encoding}`)
  }
}
