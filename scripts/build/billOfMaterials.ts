// Writes `dist/sbom.cdx.json` of both packages: the packages whose code is in ours, as a CycloneDX document, for tools that
// look for vulnerable versions. It has no date and no random number, so that a build can be repeated byte by byte.
import { readFileSync, writeFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'
import { manifestOf, publishedPackages } from '../release/packages.ts'
import { bundledList, type BundledPackage } from './bundledLicenses.ts'

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const lock = readJson('package-lock.json') as { readonly packages: Readonly<Record<string, { integrity?: string }>> }

const purlOf = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`

/** The hash of the package's archive, which the lock file has in base64. */
function hashesOf({ folder }: BundledPackage) {
  const [, base64] = /^sha512-(\S+)$/.exec(lock.packages[folder]?.integrity ?? '') ?? []
  if (base64 === undefined) throw new Error(`package-lock.json has no sha512 of ${folder}.`)
  return [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }]
}

for (const published of publishedPackages) {
  const dist = `${published.folder}/dist`
  const bundles = globSync(`*/${bundledList}`, { cwd: dist })
  if (bundles.length === 0) throw new Error(`${dist} has no bundles. Run \`npm run build\`.`)
  /** Each package, with the folders of the bundles that have it. */
  const packages = new Map<string, { readonly bundled: BundledPackage; readonly places: string[] }>()
  for (const file of bundles.sort()) {
    for (const bundled of readJson(`${dist}/${file}`) as readonly BundledPackage[]) {
      const entry = packages.get(purlOf(bundled)) ?? { bundled, places: [] }
      entry.places.push(`dist/${file.replace(`/${bundledList}`, '')}`)
      packages.set(purlOf(bundled), entry)
    }
  }

  const components = [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([purl, { bundled, places }]) => ({
      type: 'library',
      'bom-ref': purl,
      name: bundled.name,
      version: bundled.version,
      purl,
      scope: 'required',
      hashes: hashesOf(bundled),
      licenses: [/[ (]/.test(bundled.license) ? { expression: bundled.license } : { license: { id: bundled.license } }],
      properties: places.map((place) => ({ name: 'labelbox-org:bundledIn', value: place })),
    }))
  const own = manifestOf(published)
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'library',
        'bom-ref': purlOf(own),
        name: own.name,
        version: own.version,
        description: own.description,
        purl: purlOf(own),
        licenses: [{ license: { id: own.license } }],
      },
    },
    components,
    dependencies: [{ ref: purlOf(own), dependsOn: components.map(({ purl }) => purl) }],
  }
  writeFileSync(`${dist}/sbom.cdx.json`, `${JSON.stringify(document, null, 1)}\n`)
}
