import { readFile } from 'node:fs/promises'
import { globSync } from 'tinyglobby'
import { jsonSchemas } from './jsonSchemas.ts'

/** The files of `schemas/` that `npm run cli-schemas` would write differently, or would not write. */
export async function staleSchemas(): Promise<readonly string[]> {
  const expected = await jsonSchemas()
  const files = new Set([...Object.keys(expected), ...globSync('schemas/**')])
  const found = await Promise.all(
    [...files].map(async (file) => {
      const current = await readFile(file, 'utf8').catch(() => undefined)
      return current?.replaceAll('\r\n', '\n') === expected[file] ? [] : [file]
    }),
  )
  return found.flat().sort()
}
