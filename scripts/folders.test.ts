import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { expect, it } from 'vitest'

const folders = new Set(globSync(['{src,scripts}/*/**/*.{ts,mjs}']).map(dirname))

it.each([...folders])('%s has a README', (folder) => {
  expect(existsSync(join(folder, 'README.md'))).toBe(true)
})
