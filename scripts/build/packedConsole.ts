import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { packedPageName, packPage } from '../../src/console/server/packedPage.ts'

/** Packs the built console into one file, which the package has in place of the others. */
export const packedConsole = (folder: string) => ({
  name: 'packed-console',
  closeBundle(): void {
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
      .filter((path) => /\.(?:html|js|css|svg)$/.test(path))
      .sort()
    const files = new Map(paths.map((path) => [`/${path}`, readFileSync(join(folder, path), 'utf8')]))
    writeFileSync(join(folder, packedPageName), packPage(files))
  },
})
