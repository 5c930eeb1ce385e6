import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Readonly<Record<string, string>>
}

it.each(Object.entries(dependencies))('lets an app share its own copy of %s', (_name, range) => {
  // Pinned, npm would put a second copy beside an app's newer one; the lock file pins what is developed against.
  expect(range).toMatch(/^\^\d+\.\d+\.\d+$/)
})
