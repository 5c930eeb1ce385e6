import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { SandboxOptions } from '@labelbox-org/tools/sandbox'
import { startProcess } from './processes.ts'

export interface RunningSandbox {
  readonly endpoint: string
  readonly apiKey: string
  stop(): Promise<void>
}

/** Starts a sandbox in a separate process, so that its work does not count as the client's. */
export async function startSandbox(...options: readonly string[]): Promise<RunningSandbox> {
  const apiKey = 'bench-key'
  const main = resolve(import.meta.dirname, '../../src/sandbox/standalone.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--api-key', apiKey, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [unknown]
  const endpoint = /http:\S+/.exec(String(line))?.[0]
  if (endpoint === undefined) throw new Error('The sandbox did not start.')
  return {
    endpoint,
    apiKey,
    async stop() {
      child.kill()
      await ended
    },
  }
}

export interface CountingSandbox extends RunningSandbox {
  /** Number of received requests, up to ten thousand. */
  requests(): Promise<number>
  /** Restarts with fresh data in the same process, so that compiled code stays warm. `endpoint` changes. */
  renew(): Promise<void>
}

/** Starts a sandbox in a separate process that counts its requests. */
export async function startCountingSandbox(options: SandboxOptions): Promise<CountingSandbox> {
  const apiKey = 'bench-key'
  const started = await startProcess<string>('sandboxProcess.ts', [JSON.stringify({ apiKey, ...options })])
  const { child, ended } = started
  let endpoint = started.message

  async function told(wish: 'requests' | 'renew'): Promise<unknown> {
    const answered = Promise.race([once(child, 'message'), ended.then(() => [])])
    child.send(wish)
    const [answer] = (await answered) as [unknown]
    return answer
  }

  return {
    get endpoint() {
      return endpoint
    },
    apiKey,
    requests: async () => Number(await told('requests')),
    async renew() {
      endpoint = String(await told('renew'))
    },
    async stop() {
      child.disconnect()
      await ended
    },
  }
}
