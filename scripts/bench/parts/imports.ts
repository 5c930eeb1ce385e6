import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'
import { interleaved } from '../rounds.ts'

/** Maximum milliseconds that importing the package may add to an empty process. */
const limit = 12

const root = resolve(import.meta.dirname, '../../..')
const ours = 'labelbox-org'

/** Milliseconds of one process: from start to exit, and of CPU time. */
interface Figures {
  readonly wall: number
  readonly cpu: number
}

/** Programs for `node`, as the text of an ES module. */
const programs: Readonly<Record<string, string>> = {
  'an empty process': '',
  [ours]: `import ${JSON.stringify(pathToFileURL(resolve(root, 'dist/index.js')).href)}`,
  ...Object.fromEntries(['@linear/sdk', 'openai', 'stripe'].map((name) => [name, `import ${JSON.stringify(name)}`])),
}

/** Measures the time that importing the built package adds to an empty process, and the same for other API clients. */
export async function measureImports(rounds = 30): Promise<Measurement> {
  const names = Object.keys(programs)
  const [empty = ''] = names
  // Fills the file cache for all alike.
  for (const name of names) figuresOf(name)
  const times = await interleaved(
    Object.fromEntries(names.map((name) => [name, () => Promise.resolve(figuresOf(name))])),
    rounds,
  )

  const base = times[empty] ?? []
  // Differences are taken within a round, so that other load affects all alike.
  const added = (name: string, figure: keyof Figures): number =>
    median((times[name] ?? []).map((figures, round) => figures[figure] - (base[round]?.[figure] ?? NaN)))
  const cells = (name: string) =>
    (['wall', 'cpu'] as const).flatMap((figure) => [
      median((times[name] ?? []).map((figures) => figures[figure])),
      name === empty ? null : added(name, figure),
    ])
  return {
    tables: [
      {
        caption: `Milliseconds of a process that imports a package, and its processor time; added to an empty process. Medians of ${rounds} rounds.`,
        columns: ['process', 'added', 'processor', 'added'].map((name) => ({ name, digits: 1 })),
        rows: names.map((name) => ({ name, cells: cells(name) })),
      },
    ],
    targets: [
      {
        what: `import of ${ours}, added to a process`,
        figure: added(ours, 'wall'),
        bound: 'at most',
        target: limit,
        unit: 'ms',
      },
    ],
  }
}

function figuresOf(name: string): Figures {
  const args = ['--input-type=module', '--eval', `${programs[name] ?? ''}\n${printCpu}`]
  const start = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  const wall = performance.now() - start
  if (status !== 0) throw new Error(`Importing ${name} failed. Run \`npm run build\` first.\n${stderr}`)
  return { wall, cpu: Number(stdout) / 1000 }
}

/** The last line of each program: prints the CPU time of its process in microseconds. */
const printCpu = 'const { user, system } = process.cpuUsage(); process.stdout.write(String(user + system))'
