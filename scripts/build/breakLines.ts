// Breaks the long lines of the minified files.
import { readFileSync, writeFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'
import { brokenLines } from './brokenLines.ts'

// The console is for browsers, which don't print lines.
const folders = ['dist', 'packages/tools/dist']
for (const folder of folders) {
  const files = globSync(`${folder}/**/*.{js,cjs}`, { ignore: '**/dist/console/**' })
  if (files.length === 0) throw new Error(`${folder} has no built file.`)
  for (const file of files) writeFileSync(file, brokenLines(readFileSync(file, 'utf8')))
}
