import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { version } from './version.ts'

test.each(['package.json', 'packages/tools/package.json'])('the version is that of %s', (file) => {
  const manifest = JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as { version: string }
  expect(version).toBe(manifest.version)
})
