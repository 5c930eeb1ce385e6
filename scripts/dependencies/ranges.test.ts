import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Readonly<Record<string, string>>
}

it.each(Object.entries(dependencies))('allows an app to share its own copy of %s', (_name, range) => {
  // With an exact version, npm would install a second copy next to an app's newer one. The lock file pins development versions.
  expect(range).toMatch(/^\^\d+\.\d+\.\d+$/)
})
