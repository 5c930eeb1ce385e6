// One of several processes that share a quota: `take 40` on standard input requests 40 slots at once, and each one
// granted is a line on standard output.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { redisStore } from 'labelbox-org/redis'
import { toLimiter } from '../../src/transport/quota/rateLimit.ts'
import { clients, type Kind } from './redisClients.ts'

export interface QuotaProcess {
  take(requests: number): void
  readonly granted: () => number
  [Symbol.asyncDispose](): Promise<void>
}

export async function quotaProcess(kind: Kind, url: string, requestsPerMinute: number): Promise<QuotaProcess> {
  const file = fileURLToPath(import.meta.url)
  const child = spawn(process.execPath, ['--import', 'tsx', file, kind, url, String(requestsPerMinute)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let granted = -1
  const lines = createInterface(child.stdout).on('line', () => (granted += 1))
  // The first line says that it is ready.
  await once(lines, 'line')
  return {
    take: (requests) => void child.stdin.write(`take ${requests}\n`),
    granted: () => granted,
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit')
      child.stdin.end()
      const [code] = (await gone) as [number]
      if (code !== 0) throw new Error(`A process that shared the quota ended with ${code}.`)
    },
  }
}

async function main(kind: Kind, url: string, requestsPerMinute: number): Promise<void> {
  const { client, close } = clients[kind](url)
  const limiter = toLimiter({ requestsPerMinute, store: redisStore({ client }) })
  const request = async (): Promise<void> => {
    const free = await limiter?.acquire()
    console.log('granted')
    free?.()
  }
  console.log('here')
  for await (const line of createInterface(process.stdin)) {
    for (let left = Number(line.split(' ')[1]); left > 0; left -= 1) void request()
  }
  close()
  // Some may still wait for the next minute.
  process.exit()
}

const [, script, kind, url, requestsPerMinute] = process.argv
if (script === fileURLToPath(import.meta.url)) await main(kind as Kind, url ?? '', Number(requestsPerMinute))
