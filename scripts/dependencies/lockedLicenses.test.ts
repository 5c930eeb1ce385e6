import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isAllowed, shippedLicenses } from './allowedLicenses.ts'
import { dependenciesOf, licenseComplaints, type Lockfile } from './lockedLicenses.ts'

const locked = (path: string, entry: object): Lockfile => ({
  packages: { '': {}, [path]: { version: '1.0.0', ...entry } },
})

describe('the check of licenses', () => {
  it('finds no fault with the packages of this repository', () => {
    const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile
    expect(Object.keys(lockfile.packages).length).toBeGreaterThan(500)
    expect(licenseComplaints(lockfile)).toEqual([])
  })

  it.each([
    ['GPL-3.0-only', 'a 1.0.0 has the license GPL-3.0-only.'],
    ['MPL-2.0', 'a 1.0.0 has the license MPL-2.0.'],
    ['SEE LICENSE IN LICENSE.md', 'a 1.0.0 has the license SEE LICENSE IN LICENSE.md.'],
    [undefined, 'a 1.0.0 states no license.'],
  ])('refuses a dependency with the license %s', (license, complaint) => {
    expect(licenseComplaints(locked('node_modules/a', { license }))).toEqual([complaint])
  })

  it('allows development tools more licenses than dependencies, and not all', () => {
    expect(licenseComplaints(locked('node_modules/a', { license: 'MPL-2.0', dev: true }))).toEqual([])
    expect(licenseComplaints(locked('node_modules/a', { license: 'AGPL-3.0-only', dev: true }))).toHaveLength(1)
  })

  it('refuses what the tools install as strictly, nested packages too', () => {
    const packages = {
      '': {},
      'node_modules/@labelbox-org/tools': { link: true },
      'packages/tools': { version: '1.0.0', license: 'MIT', dev: true, dependencies: { a: '^1.0.0' } },
      'node_modules/a': { version: '1.0.0', license: 'MIT', dev: true, optionalDependencies: { '@s/b': '1', c: '1' } },
      'node_modules/a/node_modules/c': {
        version: '1.0.0',
        license: 'MPL-2.0',
        dev: true,
        dependencies: { '@s/b': '1' },
      },
      'node_modules/c': { version: '2.0.0', license: 'MPL-2.0', dev: true },
      'node_modules/@s/b': { version: '1.0.0', license: 'CC0-1.0', dev: true },
    }
    expect([...dependenciesOf('packages/tools', packages)].sort()).toEqual([
      'node_modules/@s/b',
      'node_modules/a',
      'node_modules/a/node_modules/c',
    ])
    expect(licenseComplaints({ packages })).toEqual([
      'c 1.0.0 has the license MPL-2.0.',
      '@s/b 1.0.0 has the license CC0-1.0.',
    ])
  })

  it('knows what the tools of this repository install', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile
    expect(dependenciesOf('packages/tools', packages)).toContain('node_modules/libsql')
  })

  it('names a package that is installed inside another, with its scope', () => {
    const lockfile = locked('node_modules/a/node_modules/@scope/b', { license: 'AGPL-3.0-only' })
    expect(licenseComplaints(lockfile)).toEqual(['@scope/b 1.0.0 has the license AGPL-3.0-only.'])
  })

  it.each([
    ['(MIT OR GPL-3.0-only)', true],
    ['(MIT AND ISC)', true],
    ['(MIT AND GPL-3.0-only)', false],
    ['UNLICENSED', false],
  ])('reads the expression %s', (license, allowed) => {
    expect(isAllowed(license, shippedLicenses)).toBe(allowed)
  })
})
