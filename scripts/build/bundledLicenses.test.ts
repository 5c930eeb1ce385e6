import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bundledLicenses } from './bundledLicenses.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labelbox-org-licenses-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The files that the build emits for a bundle with a package. */
function emitted(manifest: object, license?: string): ReadonlyMap<string, string> {
  const place = join(folder, 'node_modules/a')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'a', version: '1.2.3', ...manifest }))
  if (license !== undefined) writeFileSync(join(place, 'LICENSE'), license)
  const files = new Map<string, string>()
  const context = {
    emitFile: ({ fileName, source }: { readonly fileName: string; readonly source: string }) => {
      files.set(fileName, source)
      return fileName
    },
  }
  bundledLicenses.generateBundle.call(
    context,
    {},
    { 'index.js': { moduleIds: [join(place, 'index.js'), '/src/own.ts'] } },
  )
  return files
}

it('puts the license text of a bundled package beside the bundle, and lists the package', () => {
  const files = emitted({ license: 'MIT' }, 'The text of its license.\n')
  expect(files.get('LICENSES.txt')).toBe('a 1.2.3\n\nThe text of its license.\n')
  expect(JSON.parse(files.get('bundled.json') ?? '')).toMatchObject([{ name: 'a', version: '1.2.3', license: 'MIT' }])
})

it.each([
  ['GPL-3.0-only', "a has the license GPL-3.0-only, so it can't be bundled."],
  ['MPL-2.0', "a has the license MPL-2.0, so it can't be bundled."],
  ['SEE LICENSE IN LICENSE', "a has the license SEE LICENSE IN LICENSE, so it can't be bundled."],
  [undefined, "a has the license that it does not state, so it can't be bundled."],
])('ends the build for a package with the license %s', (license, message) => {
  expect(() => emitted({ license }, 'The text of its license.')).toThrow(message)
})

it('takes a MIT license without a text, and no other', () => {
  const repository = { url: 'https://example.com/a.git' }
  expect(emitted({ license: 'MIT', repository }).get('LICENSES.txt')).toContain(
    `Copyright (c) the authors of ${repository.url}`,
  )
  expect(() => emitted({ license: 'ISC', repository })).toThrow('a does not include its license text.')
})
