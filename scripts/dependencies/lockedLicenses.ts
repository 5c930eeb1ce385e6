import { isAllowed, readLicenses, shippedLicenses, toolLicenses } from './allowedLicenses.ts'

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly peer?: boolean
  /** A link to a package of this repository. */
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** The part of `package-lock.json` that says what is installed. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

/** Packages in the lock file whose license is not allowed, one sentence for each. */
export function licenseComplaints({ packages }: Lockfile): readonly string[] {
  const installedByTools = dependenciesOf('packages/tools', packages)
  return Object.entries(packages)
    .filter(([path, { link = false }]) => path !== '' && !link)
    .flatMap(([path, { version = '', license, dev = false, devOptional = false, peer = false }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      // To this repository, all of its tools are for development.
      const isShipped = (!dev && !devOptional && !peer) || installedByTools.has(path)
      const known = readLicenses[`${name}@${version}`] ?? license
      if (isAllowed(known, isShipped ? shippedLicenses : toolLicenses)) return []
      return [`${name} ${version} ${license === undefined ? 'states no license' : `has the license ${license}`}.`]
    })
}

/** What a package of this repository installs, as paths in the lock file. */
export function dependenciesOf(path: string, packages: Lockfile['packages']): ReadonlySet<string> {
  const found = new Set([path])
  for (const each of found) {
    const { dependencies, optionalDependencies } = packages[each] ?? {}
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = placeOf(name, each, packages)
      if (place !== undefined) found.add(place)
    }
  }
  found.delete(path)
  return found
}

/** Where Node finds a package: in the nearest `node_modules` above. */
function placeOf(name: string, from: string, packages: Lockfile['packages']): string | undefined {
  const above = from.split('/node_modules/').map((_, index, parts) => parts.slice(0, parts.length - index))
  const places = above.map((parts) => `${parts.join('/node_modules/')}/node_modules/${name}`)
  return [...places, `node_modules/${name}`].find((place) => packages[place] !== undefined)
}
