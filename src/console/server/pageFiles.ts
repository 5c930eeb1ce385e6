import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { packedPageName, unpackPage } from './packedPage.ts'

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * The built page, by path. It is unpacked at the start, and a path of a request never reaches the disk.
 *
 * @throws Error with the code `ENOENT` where the page is not built.
 */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = unpackPage(await readFile(join(folder, packedPageName)))
  return new Map(
    [...files].map(([path, text]) => {
      // Vite names the files in `assets` after their content.
      const caching = path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache'
      const headers = { 'content-type': types[extname(path)] ?? '', 'cache-control': caching }
      return [path, { body: Buffer.from(text), headers }]
    }),
  )
}
