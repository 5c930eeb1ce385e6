// Breaks the long lines of the minified files.
import { readFileSync, writeFileSync } from 'node:fs'
import { globSync } from 'tinyglobby'
import { brokenLines } from './brokenLines.ts'

// The console is for browsers, which don't print lines.
for (const file of globSync('{.,packages/tools}/dist/**/*.{js,cjs}', { ignore: '**/dist/console/**' })) {
  writeFileSync(file, brokenLines(readFileSync(file, 'utf8')))
}
