import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { median, shuffled } from './numbers.ts'
import { row } from './row.ts'

/** Maximum milliseconds that importing the package may add to an empty process. */
const limit = 12

const root = resolve(import.meta.dirname, '../..')
const ours = 'labelbox-org'

/** A program for `node`, as the text of an ES module. */
const programs: Readonly<Record<string, string>> = {
  'an empty process': '',
  [ours]: `import ${JSON.stringify(pathToFileURL(resolve(root, 'dist/index.js')).href)}`,
  ...Object.fromEntries(['@linear/sdk', 'openai', 'stripe'].map((name) => [name, `import ${JSON.stringify(name)}`])),
}

/**
 * Measures the time that importing the built package adds to an empty process, and the same for other API clients.
 * Returns missed targets.
 */
export function benchImports(rounds = 30): Promise<readonly string[]> {
  const names = Object.keys(programs)
  const [empty = ''] = names
  const times = new Map(names.map((name) => [name, [] as number[]]))
  // Fills the file cache for all alike.
  for (const name of names) millisecondsOf(name)
  for (let round = 1; round <= rounds; round++) {
    for (const name of shuffled(names, round)) times.get(name)?.push(millisecondsOf(name))
  }

  const base = times.get(empty) ?? []
  // Differences are taken within a round, so that other load affects all alike.
  const added = (name: string) => median((times.get(name) ?? []).map((ms, round) => ms - (base[round] ?? NaN)))
  console.log(`Medians of ${rounds} rounds of processes, in milliseconds.\n`)
  console.log(row('import', ['process', 'added']))
  for (const name of names) {
    const extra = name === empty ? '' : added(name).toFixed(1)
    console.log(row(name, [median(times.get(name) ?? []).toFixed(1), extra]))
  }
  const own = added(ours)
  return Promise.resolve(
    own <= limit ? [] : [`Importing ${ours} adds ${own.toFixed(1)} ms to a process; the limit is ${limit}.`],
  )
}

function millisecondsOf(name: string): number {
  const args = ['--input-type=module', '--eval', programs[name] ?? '']
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  const ms = performance.now() - start
  if (status !== 0) throw new Error(`Importing ${name} failed. Run \`npm run build\` first.\n${stderr}`)
  return ms
}
