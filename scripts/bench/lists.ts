import { stringifyDocument } from '@urql/core'
import type { Organization } from 'labelbox-org'
import { Labelbox, UsersDocument } from './dist.ts'
import { median, shuffled } from './numbers.ts'
import { row } from './row.ts'
import { startSandbox, type RunningSandbox } from './sandbox.ts'

const members = 10_000
const pageSize = 100
/** Simulated latency of each response, in milliseconds. */
const latencyMs = 50
/** Required speed-up over one page after another. */
const target = 5

/** A way to list all members; resolves with their number. */
interface Way {
  readonly name: string
  readonly list: () => Promise<number>
}

/** Measures a long list against one page after another. Returns missed targets. */
export async function benchLists(rounds = 5): Promise<readonly string[]> {
  const sandbox = await startSandbox('--users', String(members), '--latency-ms', String(latencyMs))
  try {
    const [ours, ...others] = await waysOf(sandbox)
    const times = await measure([ours, ...others], rounds)
    const own = times.get(ours) ?? []
    const ratioTo = (way: Way): number => median((times.get(way) ?? []).map((ms, round) => ms / (own[round] ?? NaN)))

    console.log(
      `${members} members in pages of ${pageSize}, ${latencyMs} ms away; medians of ${rounds} rounds in milliseconds.\n`,
    )
    console.log(row('', ['time', 'times ours']))
    for (const [way, own] of times) console.log(row(way.name, [median(own), ratioTo(way).toFixed(2)]))
    return others
      .filter((way) => !(ratioTo(way) >= target))
      .map((way) => `${way.name}, takes ${ratioTo(way).toFixed(2)} times ours; the target is ${target}.`)
  } finally {
    await sandbox.stop()
  }
}

async function waysOf({ endpoint, apiKey }: RunningSandbox): Promise<readonly [ours: Way, ...others: Way[]]> {
  const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()
  return [
    { name: 'labelbox-org', list: () => count(organization, {}) },
    { name: 'labelbox-org, concurrency 1', list: () => count(organization, { concurrency: 1 }) },
    { name: 'fetch, one page after another', list: () => throughFetch(endpoint, apiKey) },
  ]
}

async function count(organization: Organization, options: { readonly concurrency?: number }): Promise<number> {
  const ids = new Set<string>()
  for await (const { id } of organization.users({ pageSize, ...options })) ids.add(id)
  return ids.size
}

const query = stringifyDocument(UsersDocument)

/** The loop that people write by hand. */
async function throughFetch(endpoint: string, apiKey: string): Promise<number> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` }
  const ids = new Set<string>()
  for (let skip = 0; ; skip += pageSize) {
    const body = JSON.stringify({ query, variables: { skip, first: pageSize } })
    const response = await fetch(endpoint, { method: 'POST', headers, body })
    const { data } = (await response.json()) as {
      readonly data: { readonly organization: { readonly users: readonly { readonly id: string }[] } }
    }
    for (const { id } of data.organization.users) ids.add(id)
    if (data.organization.users.length < pageSize) return ids.size
  }
}

/** Times by way and round, in milliseconds. The order changes, so that other load affects all alike. */
async function measure(ways: readonly Way[], rounds: number): Promise<ReadonlyMap<Way, readonly number[]>> {
  const times = new Map(ways.map((way) => [way, [] as number[]]))
  // Warms up the sandbox.
  for (let i = 0; i < 3; i++) await ways[0]?.list()
  for (let round = 1; round <= rounds; round++) {
    for (const way of shuffled(ways, round)) {
      globalThis.gc?.()
      const start = performance.now()
      const listed = await way.list()
      times.get(way)?.push(performance.now() - start)
      if (listed !== members) throw new Error(`${way.name}: ${listed} of ${members} members were listed.`)
    }
  }
  return times
}
