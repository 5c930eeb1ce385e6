import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportedFiles, publishedPackages, type Packed, type PublishedPackage } from './packages.ts'

/**
 * Checks what packed packages have: their sizes, the files of their entries, and a component of the bill of materials for each
 * bundled package.
 *
 * @param root - The repository that they were packed from.
 * @throws If a package is too large, lacks a file, or has one that nobody needs.
 */
export function checkContents(root: string, packages: readonly Packed[]): void {
  for (const published of publishedPackages) {
    const packed = packages.find(({ name }) => name === published.name)
    if (packed === undefined) throw new Error(`${published.name} was not packed.`)
    checkPackage(join(root, published.folder), packed, published)
  }
}

function checkPackage(source: string, { unpackedSize, files }: Packed, published: PublishedPackage): void {
  const { name, sizeLimit } = published
  if (unpackedSize > sizeLimit) throw new Error(`Unpacked, ${name} has ${unpackedSize} bytes; at most ${sizeLimit}.`)
  const paths = files.map(({ path }) => path)
  const strays = paths.filter((path) => /\.(?:map|test\.\w+|tsx?|log)$/.test(path) && !path.endsWith('.d.ts'))
  if (strays.length > 0) throw new Error(`${name} has files that nobody needs: ${strays.join(', ')}.`)
  for (const path of ['LICENSE', 'README.md', 'dist/sbom.cdx.json', ...exportedFiles(published)]) {
    if (!paths.includes(path)) throw new Error(`${name} lacks ${path}.`)
  }
  const { components } = JSON.parse(readFileSync(join(source, 'dist/sbom.cdx.json'), 'utf8')) as {
    readonly components: readonly { readonly name: string; readonly version: string }[]
  }
  const listed = new Set(components.map((each) => `${each.name} ${each.version}`))
  const licenses = paths.filter((path) => path.endsWith('/LICENSES.txt'))
  const licensed = licenses.flatMap((path) =>
    [...readFileSync(join(source, path), 'utf8').matchAll(/^(?:@[\w.-]+\/)?[\w.-]+ \d+\.\d+\.\d[\w.+-]*$/gm)].map(
      ([line]) => line,
    ),
  )
  if (String([...listed].sort()) !== String([...new Set(licensed)].sort())) {
    throw new Error(`dist/sbom.cdx.json and the LICENSES.txt of the bundles in ${name} name different packages.`)
  }
  console.log(`  ${name}: ${paths.length} files, ${unpackedSize} bytes, ${listed.size} bundled packages`)
}
