import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Refusal } from './httpRefusal.ts'

/** Longest body, before and after it is decompressed. */
const maxBytes = 5_000_000
/** Longer ones are read to their end, so that the client is there to hear the refusal; past this the connection closes. */
const maxBytesRead = 50_000_000

const tooLarge = (): Refusal => new Refusal(413, `The body is larger than ${maxBytes} bytes`)

/** The body of a request, decompressed. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  const size = await read(request, (part, end) => {
    if (end <= maxBytes) parts.push(part)
    else parts.length = 0
  })
  if (size > maxBytes) throw tooLarge()
  return decompressed(Buffer.concat(parts), request.headers['content-encoding'] ?? 'identity')
}

/** Reads a body that nobody wants, keeping none of it. */
export async function discardBody(request: IncomingMessage): Promise<void> {
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

async function decompressed(body: Buffer, contentEncoding: string): Promise<Buffer> {
  const encoding = contentEncoding.trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return body
  const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined
  if (!decode) {
    throw new Refusal(415, 'The content-encoding must be gzip, deflate or br', {
      'accept-encoding': 'gzip, deflate, br',
    })
  }
  try {
    return await decode(body, { maxOutputLength: maxBytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new Refusal(400, `The body is not valid ${encoding}`)
  }
}
