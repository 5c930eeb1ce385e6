// Measures the client, part by part: `npm run bench`, or `npm run bench -- lists memory` for some parts.
import { parseArgs } from 'node:util'
import { benchAborts } from './bench/aborts.ts'
import { benchConsole } from './bench/console.ts'
import { benchImports } from './bench/imports.ts'
import { benchInvites } from './bench/invites.ts'
import { benchLists } from './bench/lists.ts'
import { benchMembers } from './bench/members.ts'
import { benchMemory } from './bench/memory.ts'
import { benchProxy } from './bench/proxy.ts'
import { benchReport } from './bench/report.ts'
import { benchRequests } from './bench/requests.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '100' }, requests: { type: 'string', default: '15' } },
})
const rounds = wholeNumber('rounds', values.rounds)
const requests = wholeNumber('requests', values.requests)

/** Each part prints its figures and returns missed targets. */
const parts: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  import: () => benchImports(),
  requests: () => benchRequests(rounds, requests),
  proxy: () => benchProxy(rounds, requests),
  console: () => benchConsole(5),
  aborts: () => benchAborts(),
  lists: () => benchLists(),
  report: () => benchReport(),
  invites: () => benchInvites(),
  members: () => benchMembers(),
  memory: () => benchMemory(),
}

const unknown = positionals.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  throw new Error(`Unknown part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`)
}

const misses: string[] = []
for (const [name, run] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  misses.push(...(await run()))
  console.log()
}
for (const miss of misses) console.error(miss)
if (misses.length > 0) process.exitCode = 1

function wholeNumber(option: string, text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${option} takes a positive whole number.`)
}
