import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { trustedDocuments } from '../../generated/trustedDocuments.ts'
import { median } from './numbers.ts'
import { row } from './row.ts'

/** Microseconds that the proxy may add to a request at the median. */
const limit = 1000

const variables = { organizationId: 'o-1' }
const start = async (file: string, ...args: readonly string[]): Promise<readonly [ChildProcess, string]> => {
  const child = fork(resolve(import.meta.dirname, file), args, { execArgv: ['--import', 'tsx'] })
  const [port] = (await once(child, 'message')) as [number]
  return [child, `http://127.0.0.1:${port}/graphql`]
}

/**
 * Compares one request after another through a proxy with the same straight to the API, and with a server that only passes
 * it on: what the second hop costs by itself. Returns missed targets.
 */
export async function benchProxy(rounds: number, requests: number): Promise<readonly string[]> {
  const [server, api] = await start('serverProcess.ts')
  const [front, proxy] = await start('proxyProcess.ts', api)
  const [bare, forwarder] = await start('forwarderProcess.ts', api)
  const post = async (url: string, body: string): Promise<number> => {
    const startedAt = performance.now()
    const headers = { 'content-type': 'application/json', 'x-labelbox-org': '1' }
    const response = await fetch(url, { method: 'POST', headers, body })
    await response.text()
    if (!response.ok) throw new Error(`${url} answered with ${response.status}.`)
    return (performance.now() - startedAt) * 1000
  }
  const straight = JSON.stringify({ query: 'query InviteLimit { a }', variables })
  const through = JSON.stringify({ documentId: inviteLimit(), variables })
  const times: Record<'straight' | 'forwarded' | 'through', number[]> = { straight: [], forwarded: [], through: [] }
  try {
    for (let round = -10; round < rounds; round += 1) {
      for (let request = 0; request < requests; request += 1) {
        const took = {
          straight: await post(api, straight),
          forwarded: await post(forwarder, straight),
          through: await post(proxy, through),
        }
        // The first rounds warm up.
        if (round < 0) continue
        times.straight.push(took.straight)
        times.forwarded.push(took.forwarded)
        times.through.push(took.through)
      }
    }
  } finally {
    server.disconnect()
    front.disconnect()
    bare.disconnect()
  }
  const alone = median(times.straight)
  const addedBy = (all: readonly number[]): number =>
    median(all.map((time, index) => time - (times.straight[index] ?? 0)))
  const added = addedBy(times.through)
  console.log('Medians of one request after another, in microseconds.\n')
  console.log(row('', ['straight', 'proxied', 'added']))
  console.log(row('a server that passes it on', [alone, median(times.forwarded), addedBy(times.forwarded)]))
  console.log(row('labelboxProxy', [alone, median(times.through), added]))
  return added <= limit ? [] : [`The proxy adds ${added.toFixed(0)} microseconds to a request; the limit is ${limit}.`]
}

function inviteLimit(): string {
  const found = trustedDocuments.find(({ document }) =>
    document.definitions.some((each) => each.kind === 'OperationDefinition' && each.name?.value === 'InviteLimit'),
  )
  return found?.ids[0] ?? ''
}
