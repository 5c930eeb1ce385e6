import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

/** The name of the file that holds the built page. */
export const packedPageName = 'page.br'

/** Packs the text of all files of the page, by path, into one: a quarter of their size, as they share much text. */
export function packPage(files: ReadonlyMap<string, string>): Buffer {
  return brotliCompressSync(JSON.stringify([...files]), {
    params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  })
}

/** The files of a packed page. */
export function unpackPage(packed: Uint8Array): ReadonlyMap<string, string> {
  return new Map(JSON.parse(brotliDecompressSync(packed).toString()) as [string, string][])
}
