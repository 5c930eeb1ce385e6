import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { billOfMaterials } from './materials.ts'

const schemaIn = (name: string): object =>
  JSON.parse(
    readFileSync(`node_modules/@cyclonedx/cyclonedx-library/res/schema/${name}.SNAPSHOT.schema.json`, 'utf8'),
  ) as object

/** CycloneDX's own schema, with the list of licenses that it names. */
const isValid = new Ajv({
  strict: false,
  validateFormats: false,
  schemas: Object.fromEntries(
    ['spdx', 'jsf-0.82', 'cryptography-defs'].map((name) => [
      `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`,
      schemaIn(name),
    ]),
  ),
}).compile(schemaIn('bom-1.6'))

const own = { name: '@labelbox-org/tools', version: '1.2.3', description: 'Tools.', license: 'MIT' }
const hash = Buffer.alloc(64, 7)
const lock = {
  packages: Object.fromEntries(
    ['a', '@s/b'].map((name) => [`node_modules/${name}`, { integrity: `sha512-${hash.toString('base64')}` }]),
  ),
}
const bundled = (name: string, license: string) => ({ name, version: '1.0.0', license, folder: `node_modules/${name}` })
const bundles = new Map([
  ['dist/cli', [bundled('a', 'MIT'), bundled('@s/b', '(MIT OR Apache-2.0)')]],
  ['dist/console', [bundled('a', 'MIT')]],
])

describe('the bill of materials', () => {
  it('is valid to the schema of CycloneDX', () => {
    const document = billOfMaterials(own, bundles, lock)
    expect([isValid(document), isValid.errors]).toEqual([true, null])
  })

  it.each([
    ['a license that SPDX does not know', bundled('a', 'MIT-like')],
    ['a number as its version', { ...bundled('a', 'MIT'), version: 1 as unknown as string }],
  ])('is not valid with %s', (_, wrong) => {
    expect(isValid(billOfMaterials(own, new Map([['dist/cli', [wrong]]]), lock))).toBe(false)
  })

  it('names each package once, with its hash, its license and the bundles that have it', () => {
    const { components, dependencies } = billOfMaterials(own, bundles, lock) as {
      readonly components: readonly object[]
      readonly dependencies: object
    }
    expect(components).toMatchObject([
      {
        purl: 'pkg:npm/%40s/b@1.0.0',
        licenses: [{ expression: '(MIT OR Apache-2.0)' }],
        properties: [{ value: 'dist/cli' }],
      },
      {
        purl: 'pkg:npm/a@1.0.0',
        hashes: [{ alg: 'SHA-512', content: hash.toString('hex') }],
        licenses: [{ license: { id: 'MIT' } }],
        properties: [{ value: 'dist/cli' }, { value: 'dist/console' }],
      },
    ])
    expect(dependencies).toEqual([
      { ref: 'pkg:npm/%40labelbox-org/tools@1.2.3', dependsOn: ['pkg:npm/%40s/b@1.0.0', 'pkg:npm/a@1.0.0'] },
    ])
  })

  it('is the same, whatever the order of the bundles', () => {
    const reversed = new Map([...bundles].map(([place, list]) => [place, list.toReversed()]))
    expect(billOfMaterials(own, reversed, lock)).toEqual(billOfMaterials(own, bundles, lock))
  })

  it('is refused for a package without a hash in the lock file', () => {
    const unknown = new Map([['dist/cli', [bundled('c', 'MIT')]]])
    expect(() => billOfMaterials(own, unknown, lock)).toThrow('package-lock.json has no sha512 of node_modules/c.')
  })
})
