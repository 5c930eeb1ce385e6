// A proxy in a process of its own, in front of the API whose URL is its argument. Each line on standard input is answered
// with its figures on standard output.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { labelboxProxy, toNodeHandler } from 'labelbox-org/proxy'

/** Of the process, since it was asked last. */
export interface ProxyFigures {
  /** After a collection. */
  readonly heapMB: number
  /** The delay of the event loop that 99 of 100 samples are below, in milliseconds. */
  readonly delayMs: number
}

export interface ProxyProcess {
  /** Its URL without a path. */
  readonly origin: string
  figures(): Promise<ProxyFigures>
  [Symbol.asyncDispose](): Promise<void>
}

export async function proxyProcess(endpoint: string): Promise<ProxyProcess> {
  const file = fileURLToPath(import.meta.url)
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', file, endpoint], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const line = async (): Promise<string> => ((await once(lines, 'line')) as [string])[0]
  return {
    origin: `http://127.0.0.1:${await line()}`,
    figures: async () => {
      child.stdin.write('figures\n')
      return JSON.parse(await line()) as ProxyFigures
    },
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}

async function main(endpoint: string): Promise<void> {
  const server = createServer(toNodeHandler(labelboxProxy({ apiKey: 'key', endpoint, onError: () => undefined })))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  console.log((server.address() as AddressInfo).port)
  createInterface(process.stdin)
    .on('close', () => process.exit())
    .on('line', () => {
      const delayMs = delay.percentile(99) / 1e6
      globalThis.gc?.()
      console.log(JSON.stringify({ heapMB: process.memoryUsage().heapUsed / 2 ** 20, delayMs }))
      delay.reset()
    })
}

const [, script, endpoint] = process.argv
if (script === fileURLToPath(import.meta.url)) await main(endpoint ?? '')
