import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { SandboxOptions } from 'labelbox-org/sandbox'

export interface RunningSandbox {
  readonly endpoint: string
  readonly apiKey: string
  stop(): Promise<void>
}

/** A sandbox in a process of its own: what it spends is not counted as the clients' time or memory. */
export async function startSandbox(...options: readonly string[]): Promise<RunningSandbox> {
  const apiKey = 'bench-key'
  const main = resolve(import.meta.dirname, '../../src/sandbox/main.ts')
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
  /** How many requests have come, the last ten thousand of them. */
  requests(): Promise<number>
}

/** A sandbox in a process of its own that tells what it has received. */
export async function startCountingSandbox(options: SandboxOptions): Promise<CountingSandbox> {
  const apiKey = 'bench-key'
  const child = fork(resolve(import.meta.dirname, 'sandboxProcess.ts'), [JSON.stringify({ apiKey, ...options })], {
    execArgv: ['--import', 'tsx'],
  })
  const ended = once(child, 'exit')
  const [endpoint] = (await Promise.race([once(child, 'message'), ended])) as [unknown]
  if (typeof endpoint !== 'string') throw new Error('The sandbox did not start.')
  return {
    endpoint,
    apiKey,
    async requests() {
      const counted = once(child, 'message')
      child.send('requests')
      const [requests] = (await counted) as [number]
      return requests
    },
    async stop() {
      child.disconnect()
      await ended
    },
  }
}
