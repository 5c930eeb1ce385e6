// Finds phrases that make a reader stop, in sources, operations and pages, and basenames of src that name two ideas.
// With --count it lists the number of phrases in each folder instead.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { findPhrases } from './words/findPhrases.ts'
import { sharedBasenames } from './words/sharedBasenames.ts'

const { values } = parseArgs({ options: { count: { type: 'boolean', default: false } } })

/** Written by a generator, taken as it was found, or with the phrases for a reason. */
const skipped =
  /^generated\/|\/generated\.ts$|\/fixtures\/|^graphql\/schema\.graphql$|^scripts\/(?:words\/(?:phrases|findPhrases\.test)\.ts$|newMethod\/)/

const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  encoding: 'utf8',
}).split('\n')
const texts = paths.filter((path) => /\.(?:tsx?|graphql|md)$/.test(path) && !skipped.test(path))

const findings = texts.flatMap((path) => findPhrases(read(path)).map((finding) => ({ path, ...finding })))
const shared = sharedBasenames(paths.filter((path) => path.startsWith('src/')))

if (values.count) {
  const counts = new Map<string, number>()
  for (const { path } of findings) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1)
  for (const [folder, count] of [...counts].sort(([, one], [, other]) => other - one))
    console.log(`${count}\t${folder}`)
} else {
  for (const { path, line, text, suggestion } of findings) {
    console.error(`${path}:${line}: "${text}". Write: ${suggestion}.`)
  }
}
for (const complaint of shared) console.error(complaint)
console.log(`${texts.length} files, ${findings.length} phrases to rewrite, ${shared.length} shared basenames.`)
if (findings.length + shared.length > 0) process.exitCode = 1

/** Empty where the file has been deleted and git does not know yet. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
