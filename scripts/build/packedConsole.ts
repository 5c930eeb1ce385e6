import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { Plugin } from 'vite'
import { packedPageName, packPage } from '../../src/console/server/packedPage.ts'

/** Packs the built console into one file, which the package has in place of the others. */
export function packedConsole(): Plugin {
  let folder = ''
  return {
    name: 'packed-console',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir)
    },
    closeBundle() {
      const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
        .filter((path) => /\.(?:html|js|css|svg)$/.test(path))
        .sort()
      const files = new Map(paths.map((path) => [`/${path}`, readFileSync(join(folder, path), 'utf8')]))
      writeFileSync(join(folder, packedPageName), packPage(files))
    },
  }
}
