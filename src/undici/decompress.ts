import { constants as bufferConstants } from 'node:buffer'
import { promisify } from 'node:util'
import { brotliDecompress, constants, gunzip, inflate, inflateRaw } from 'node:zlib'

type Decompress = (bytes: Uint8Array, maxOutputLength: number) => Promise<Uint8Array>

// As in `fetch`, a body may lack its last bytes, such as the checksum. What is missing of the JSON shows later.
const zlibEnd = { finishFlush: constants.Z_SYNC_FLUSH }
const brotliEnd = { finishFlush: constants.BROTLI_OPERATION_FLUSH }

const decompressGzip: Decompress = (bytes, maxOutputLength) => promisify(gunzip)(bytes, { ...zlibEnd, maxOutputLength })

/** Some servers send `deflate` without its header of two bytes. */
const decompressDeflate: Decompress = (bytes, maxOutputLength) =>
  promisify(((bytes[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw)(bytes, { ...zlibEnd, maxOutputLength })

const decompressBrotli: Decompress = (bytes, maxOutputLength) =>
  promisify(brotliDecompress)(bytes, { ...brotliEnd, maxOutputLength })

/** By the names of HTTP. */
const byName: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', decompressGzip],
  ['x-gzip', decompressGzip],
  ['deflate', decompressDeflate],
  ['br', decompressBrotli],
])

/** More would be an attack. */
const maxLayers = 3

/**
 * Decompresses a body by the `Content-Encoding` of its response, the last layer first. A body with an encoding that is
 * not known stays as it is: some servers write `utf-8` there.
 *
 * @returns The bytes, or `undefined` if they exceed the limit: it stops there.
 */
export async function decompress(
  body: Uint8Array,
  encoding: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  const layers = names.map((name) => byName.get(name)).filter((layer) => layer !== undefined)
  if (layers.length < names.length) return body
  if (layers.length > maxLayers) throw new Error(`The response is compressed more than ${maxLayers} times.`)
  const maxOutputLength = Math.max(1, Math.min(Math.floor(maxBytes), bufferConstants.MAX_LENGTH))
  let bytes = body
  for (const decompressLayer of layers.reverse()) {
    // Responses to a refused request may have the header and no body.
    if (bytes.byteLength === 0) return bytes
    try {
      bytes = await decompressLayer(bytes, maxOutputLength)
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') return undefined
      throw error
    }
  }
  return bytes
}
