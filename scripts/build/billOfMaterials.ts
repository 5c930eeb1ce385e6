// Writes `dist/sbom.cdx.json` of both packages: the packages whose code is in ours, as a CycloneDX document, for tools that
// look for vulnerable versions.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { globSync } from 'tinyglobby'
import { manifestOf, publishedPackages } from '../release/packages.ts'
import { bundledList, type BundledPackage } from './bundledLicenses.ts'
import { billOfMaterials, type Integrities } from './materials.ts'

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const lock = readJson('package-lock.json') as Integrities

for (const published of publishedPackages) {
  const lists = globSync(`dist/*/${bundledList}`, { cwd: published.folder }).sort()
  if (lists.length === 0) throw new Error(`${published.folder}/dist has no bundles. Run \`npm run build\`.`)
  const bundles = lists.map(
    (file) => [dirname(file), readJson(`${published.folder}/${file}`) as readonly BundledPackage[]] as const,
  )
  const document = billOfMaterials(manifestOf(published), new Map(bundles), lock)
  writeFileSync(`${published.folder}/dist/sbom.cdx.json`, `${JSON.stringify(document, null, 1)}\n`)
}
