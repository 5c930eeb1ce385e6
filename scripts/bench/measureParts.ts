import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measurementsPage } from '../docs/markedBlock.ts'
import type { Part } from './parts.ts'
import { withBenchTables } from './results/guideTables.ts'
import { thisMachine } from './results/machine.ts'
import { shapeVersion, type PartResult, type Results } from './results/measurement.ts'
import { merged, parseResults, readResults, toJson, writeResults } from './results/resultFile.ts'
import { busyText, headText, isGood, partText, verdictsText } from './results/textReport.ts'
import { runVerdict, verdictOf } from './results/verdict.ts'

/** Where the command prints. */
export interface Output {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

/** Runs the command and returns its exit code: 1 if a target is missed or a part fails, 2 for wrong arguments. */
export async function measureParts(
  args: readonly string[],
  parts: readonly Part[],
  { stdout, stderr }: Output,
): Promise<number> {
  let wishes
  try {
    wishes = wishesOf(args, parts)
  } catch (error) {
    stderr.write(`${(error as Error).message}\n`)
    return 2
  }
  const { isHelp, json, write, from, chosen, isDefault, options } = wishes
  if (isHelp) {
    stdout.write(helpText(parts))
    return 0
  }

  // With --json, standard output is for the results alone.
  const text = json ? stderr : stdout
  let results: Results
  if (from === undefined) {
    const machine = thisMachine()
    text.write(`${headText(machine)}\n`)
    if (write) stderr.write(busyText(machine))
    const measured: PartResult[] = []
    for (const part of chosen) {
      const result = await resultOf(part, options)
      measured.push(result)
      text.write(`${partText(result)}\n`)
    }
    results = { version: shapeVersion, parts: measured, ...(isDefault && { verdicts: [runVerdict(measured)] }) }
  } else {
    results = parseResults(await readFile(from, 'utf8'))
    for (const part of results.parts) text.write(`${partText(part)}\n`)
  }
  text.write(verdictsText(results))
  if (json) stdout.write(toJson(results))
  if (write) {
    if (results.parts.some(({ error }) => error !== undefined))
      stderr.write('Nothing is written, because a part failed.\n')
    else await writeEverything(results, parts)
  }
  return isGood(results) ? 0 : 1
}

async function resultOf({ name, title, measure }: Part, options: Parameters<Part['measure']>[0]): Promise<PartResult> {
  const head = { part: name, title, date: new Date().toISOString(), machine: thisMachine() }
  const start = performance.now()
  const seconds = (): number => Math.round((performance.now() - start) / 100) / 10
  try {
    const { tables, targets } = await measure(options)
    return { ...head, seconds: seconds(), tables, verdicts: targets.map(verdictOf) }
  } catch (error) {
    // The other parts are still worth measuring.
    const message = error instanceof Error ? error.message : String(error)
    return { ...head, seconds: seconds(), tables: [], verdicts: [], error: message }
  }
}

async function writeEverything(newer: Results, parts: readonly Part[]): Promise<void> {
  const results = merged(
    await readResults(),
    newer,
    parts.map(({ name }) => name),
  )
  await writeResults(results)
  const page = resolve(import.meta.dirname, '../..', measurementsPage)
  await writeFile(page, await withBenchTables(await readFile(page, 'utf8'), results))
}

function wishesOf(args: readonly string[], parts: readonly Part[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '60' },
      requests: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      from: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const names = parts.map(({ name }) => name)
  const unknown = positionals.filter((name) => name !== 'all' && !names.includes(name))
  if (unknown.length > 0) throw new Error(`Unknown part ${unknown.join(', ')}. Parts: all, ${names.join(', ')}.`)
  if (values.from !== undefined && positionals.length > 0)
    throw new Error('--from takes all parts of the file. Remove the names.')
  const isChosen = ({ name, isDefault }: Part): boolean =>
    positionals.length === 0 ? isDefault : positionals.includes('all') || positionals.includes(name)
  return {
    isHelp: values.help,
    json: values.json,
    write: values.write,
    from: values.from,
    chosen: parts.filter(isChosen),
    isDefault: positionals.length === 0,
    options: { rounds: wholeNumber('rounds', values.rounds), requests: wholeNumber('requests', values.requests) },
  }
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${option} takes a positive whole number.`)
}

function helpText(parts: readonly Part[]): string {
  const list = (isDefault: boolean): string =>
    parts
      .filter((part) => part.isDefault === isDefault)
      .map(({ name, title }) => `  ${name.padEnd(10)} ${title}\n`)
      .join('')
  return `Measures the client and compares it with targets. Exits with 1 if one is missed.

npm run bench -- [PART...] [options]

Parts of a run without names, in less than five minutes on a quiet machine with two cores:
${list(true)}
Parts that take long, or that the targets of speed don't need, by name:
${list(false)}  ${'all'.padEnd(10)} All parts

Options:
  --rounds N    rounds of the parts that compare requests (default: 60)
  --requests N  requests one by one in each of their turns (default: 15)
  --json        prints the results as JSON; the text goes to standard error
  --write       puts the results in ${measurementsPage}, and keeps those of other parts;
                warns if the machine is busy
  --from FILE   takes results of --json instead of measuring
  --help
`
}
