// Compares the schema tools and codegen with the tools they build on: `npm run bench:codegen`.
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import type { JobName } from './bench/codegen/jobs.ts'
import { schemaNames, type SchemaName } from './bench/codegen/subject.ts'
import { compareTypeChecks } from './bench/codegen/typeChecks.ts'
import { median } from './bench/numbers.ts'
import { row } from './bench/row.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } })
const counts = [10, 100, 1000]
const labels: Readonly<Record<JobName, string>> = {
  pull: 'schema pull, parts in scope',
  check: 'schema check',
  inspectorDiff: 'GraphQL Inspector: diff of the schemas',
  inspectorDiffAndValidate: 'GraphQL Inspector: diff, and validate the documents',
  diffWithImpact: 'schema diff with impact',
  bareCodegen: 'GraphQL Code Generator: its two plugins',
  codegen: '@labelbox-org/tools/codegen',
}
const names = Object.keys(labels) as JobName[]
type Times = Readonly<Record<JobName, readonly number[]>>

const misses: string[] = []
for (const schema of schemaNames) await measure(schema)
await compareTypeChecks(Number(values.rounds))
for (const miss of misses) console.error(miss)
if (misses.length > 0) process.exitCode = 1

async function measure(schema: SchemaName): Promise<void> {
  const times: Times[] = []
  for (const count of counts) times.push((await inProcess('times', schema, String(count), values.rounds)) as Times)
  const base = (await inProcess('memory', schema, '1000', 'none')) as number
  const head = [...counts.map((count) => `${count} ops`), 'growth', 'memory']
  console.log(`${schema === 'ours' ? 'The schema of this package' : 'GitHub’s schema'}: CPU milliseconds, their growth`)
  console.log('per operation from 100 to 1,000, and megabytes for 1,000 above the schema and its text\n')
  console.log(row('', head))
  for (const name of names) {
    const each = times.map((all) => median(all[name]))
    const [, some = NaN, many = NaN] = each
    const growth = many / 1000 / (some / 100)
    const memory = ((await inProcess('memory', schema, '1000', name)) as number) - base
    console.log(row(labels[name], [...each.map((ms) => ms.toFixed(0)), `${growth.toFixed(2)}x`, memory.toFixed(0)]))
    if (growth > 1.3) misses.push(`${labels[name]}, ${schema}: the cost per operation grows by ${growth.toFixed(2)}.`)
  }
  console.log()
  compare(schema, times, 'codegen', 'bareCodegen', 1.2)
  compare(schema, times, 'diffWithImpact', 'inspectorDiffAndValidate', 2)
  compare(schema, times, 'diffWithImpact', 'inspectorDiff', undefined)
  console.log()
}

/** Ratios are taken within a round, so that other load affects both alike. */
function compare(
  schema: SchemaName,
  times: readonly Times[],
  own: JobName,
  other: JobName,
  most: number | undefined,
): void {
  const ratios = times.map((all) => median(all[own].map((ms, round) => ms / (all[other][round] ?? NaN))))
  const target = most === undefined ? '' : `; at most ${most}x`
  console.log(`${labels[own]} / ${labels[other]}: ${ratios.map((ratio) => `${ratio.toFixed(2)}x`).join(', ')}${target}`)
  if (most === undefined) return
  for (const [index, ratio] of ratios.entries()) {
    if (ratio > most)
      misses.push(`${labels[own]}, ${schema}, ${counts[index] ?? ''}: ${ratio.toFixed(2)}x, not ${most}x.`)
  }
}

async function inProcess(...args: readonly string[]): Promise<unknown> {
  const file = 'scripts/bench/codegen/jobProcess.ts'
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', file, ...args])
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
}
