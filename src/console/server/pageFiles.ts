import { readFile, readdir } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

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
  '.json': 'application/json',
}

/**
 * The built page, by path. All files are read at the start: they are few, and a path of a request never reaches the disk.
 *
 * @throws Error with the code `ENOENT` where the page is not built.
 */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in types)
  const read = files.map(async ({ parentPath, name }): Promise<readonly [string, PageFile]> => {
    const file = join(parentPath, name)
    const path = file.slice(folder.length).split(sep).join('/').replace(/^\/*/, '/')
    // Vite names the files in `assets` after their content.
    const caching = path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache'
    const headers = { 'content-type': types[extname(name)] ?? '', 'cache-control': caching }
    return [path, { body: await readFile(file), headers }]
  })
  return new Map(await Promise.all(read))
}
