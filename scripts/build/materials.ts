import type { BundledPackage } from './bundledLicenses.ts'

/** The part of `package-lock.json` that has the hash of each package's archive. */
export interface Integrities {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>
}

/** A package of this repository. */
interface Own {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
}

/**
 * The bill of materials of a package, as a CycloneDX document: the packages whose code is in it, from the lists of its
 * bundles by their folders. It has no date and no random number, so that a build can be repeated byte by byte.
 */
export function billOfMaterials(
  own: Own,
  bundles: ReadonlyMap<string, readonly BundledPackage[]>,
  lock: Integrities,
): object {
  /** Each package, with the folders of the bundles that have it. */
  const packages = new Map<string, { readonly bundled: BundledPackage; readonly places: string[] }>()
  for (const [place, list] of bundles) {
    for (const bundled of list) {
      const entry = packages.get(purlOf(bundled)) ?? { bundled, places: [] }
      entry.places.push(place)
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
      hashes: hashesOf(bundled, lock),
      licenses: [/[ (]/.test(bundled.license) ? { expression: bundled.license } : { license: { id: bundled.license } }],
      properties: places.map((place) => ({ name: 'labelbox-org:bundledIn', value: place })),
    }))
  return {
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
}

const purlOf = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`

/** The hash of the package's archive, which the lock file has in base64. */
function hashesOf({ folder }: BundledPackage, { packages }: Integrities) {
  const [, base64] = /^sha512-(\S+)$/.exec(packages[folder]?.integrity ?? '') ?? []
  if (base64 === undefined) throw new Error(`package-lock.json has no sha512 of ${folder}.`)
  return [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }]
}
