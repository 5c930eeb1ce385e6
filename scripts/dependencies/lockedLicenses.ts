import { isAllowed, readLicenses, shippedLicenses, toolLicenses } from './allowedLicenses.ts'

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly peer?: boolean
}

/** The part of `package-lock.json` that says what is installed. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

/** Packages in the lock file whose license is not allowed, one sentence for each. */
export function licenseComplaints({ packages }: Lockfile): readonly string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, { version = '', license, dev = false, devOptional = false, peer = false }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      const isShipped = !dev && !devOptional && !peer
      const known = readLicenses[`${name}@${version}`] ?? license
      if (isAllowed(known, isShipped ? shippedLicenses : toolLicenses)) return []
      return [`${name} ${version} ${license === undefined ? 'states no license' : `has the license ${license}`}.`]
    })
}
