import { constants } from 'node:buffer'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'

type Unpack = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>

const [unzip, unwrap, unwrapRaw, unbrotli] = [gunzip, inflate, inflateRaw, brotliDecompress].map(
  (each) => promisify(each) as Unpack,
) as [Unpack, Unpack, Unpack, Unpack]

/** By the names of HTTP. Some servers send `deflate` without its header of two bytes. */
const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: unzip,
  'x-gzip': unzip,
  deflate: (bytes, options) => (((bytes[0] ?? 0) & 0x0f) === 8 ? unwrap : unwrapRaw)(bytes, options),
  br: unbrotli,
}

/** More would be an attack. */
const maxLayers = 3

/**
 * Unpacks a body by the `Content-Encoding` of its response, the last layer first.
 *
 * @returns The bytes, or `undefined` if they exceed the limit: it stops there.
 */
export async function unpacked(
  packed: Uint8Array,
  encoding: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const layers = encoding
    .toLowerCase()
    .split(',')
    .map((layer) => layer.trim())
    .filter((layer) => layer !== '' && layer !== 'identity')
  if (layers.length > maxLayers) throw unreadable()
  let bytes = packed
  for (const layer of layers.reverse()) {
    const unpack = Object.hasOwn(unpackers, layer) ? unpackers[layer] : undefined
    if (unpack === undefined) throw unreadable()
    // Responses to a refused request may have the header and no body.
    if (bytes.byteLength === 0) return bytes
    try {
      bytes = await unpack(bytes, {
        maxOutputLength: Math.max(1, Math.min(Math.floor(maxBytes), constants.MAX_LENGTH)),
      })
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') return undefined
      throw error
    }
  }
  return bytes
}

const unreadable = (): Error => new Error('The response has a Content-Encoding that was not asked for.')
