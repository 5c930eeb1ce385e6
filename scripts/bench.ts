// What the client costs beside a bare fetch and beside other clients, and how soon an abort settles.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureAborts } from './bench/aborts.ts'
import { baseline, contenders, ours, rivals } from './bench/clients.ts'
import { median } from './bench/numbers.ts'
import { startRedis } from './bench/redis.ts'
import { measure, type Figures } from './bench/rounds.ts'

/** At most this many times what a bare fetch takes. */
const ratioLimits = { alone: 1.1, together: 1.35 }
/** Milliseconds from an abort to the rejection. */
const abortLimit = 20
/** Of the first column of what is printed. */
const nameWidth = 54

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '100' }, requests: { type: 'string', default: '15' } },
})
const rounds = wholeNumber('rounds', values.rounds)
const requests = wholeNumber('requests', values.requests)

const redis = await startRedis()
const server = fork(resolve(import.meta.dirname, 'bench/server.ts'), { execArgv: ['--import', 'tsx'] })
try {
  const [port] = (await once(server, 'message')) as [number]
  const origin = `http://127.0.0.1:${port}`
  const figures = await measure(contenders(`${origin}/graphql`, redis?.client), baseline, { rounds, requests })
  printFigures(figures)
  const aborts = await measureAborts(20)
  printAborts(aborts)
  const misses = [...missesOf(figures), ...slowAborts(aborts)]
  for (const miss of misses) console.error(miss)
  if (misses.length > 0) process.exitCode = 1
} finally {
  server.disconnect()
  await redis?.stop()
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${option} takes a whole number from 1.`)
}

function printFigures(figures: ReadonlyMap<string, Figures>): void {
  console.log(`Medians of ${rounds} rounds, in microseconds per request; ratios to ${baseline}.\n`)
  console.log(row('', ['one by one', '95 of 100', 'ratio', '50 at once', 'ratio', 'processor']))
  for (const [name, { alone, alone95, aloneRatio, together, togetherRatio, cpu }] of figures) {
    const cells = [alone, alone95, aloneRatio.toFixed(2), together, togetherRatio.toFixed(2), cpu]
    console.log(row(name, cells))
  }
}

function printAborts(aborts: ReadonlyMap<string, readonly number[]>): void {
  console.log(`\n${row('Milliseconds from an abort to the rejection', ['median', 'worst'])}`)
  for (const [name, times] of aborts) {
    console.log(row(name, [median(times).toFixed(2), Math.max(...times).toFixed(2)]))
  }
}

function row(name: string, cells: readonly (string | number)[]): string {
  const texts = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(0) : cell).padStart(10))
  return [name.padEnd(nameWidth), ...texts].join(' ')
}

function missesOf(figures: ReadonlyMap<string, Figures>): readonly string[] {
  const own = figures.get(ours)
  if (own === undefined) throw new Error(`${ours} was not measured.`)
  const parts = [
    { part: 'one by one', figure: 'aloneRatio', limit: ratioLimits.alone },
    { part: '50 at once', figure: 'togetherRatio', limit: ratioLimits.together },
  ] as const
  return parts.flatMap(({ part, figure, limit }) => {
    const ratio = own[figure]
    const ahead = rivals.filter((name) => (figures.get(name)?.[figure] ?? 0) <= ratio)
    return [
      ...(ratio <= limit ? [] : [`${part}, ${ours} takes ${ratio.toFixed(3)} of a bare fetch; the limit is ${limit}.`]),
      ...ahead.map((name) => `${part}, ${name} is ahead of ${ours}.`),
    ]
  })
}

function slowAborts(aborts: ReadonlyMap<string, readonly number[]>): readonly string[] {
  return [...aborts]
    .filter(([, times]) => Math.max(...times) >= abortLimit)
    .map(([name]) => `${name}, an abort takes ${abortLimit} ms or more.`)
}
