import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** Debian's Redis on a free local port, without persistence. */
export interface RedisServer {
  readonly url: string
  /** Starts it again on the same port, empty. */
  start(): Promise<void>
  /** Ends it like a power cut. */
  kill(): Promise<void>
  /** Keeps its connections open and stops responding. */
  freeze(): void
  thaw(): void
  [Symbol.asyncDispose](): Promise<void>
}

export async function redisServer(options: { readonly isRunning?: boolean } = {}): Promise<RedisServer> {
  const port = await freePort()
  let server: ChildProcess | undefined
  const start = async (): Promise<void> => {
    server = await spawnServer(port)
  }
  const kill = async (): Promise<void> => {
    if (server === undefined) return
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    server = undefined
    await gone
  }
  if (options.isRunning ?? true) await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    [Symbol.asyncDispose]: kill,
  }
}

async function spawnServer(port: number): Promise<ChildProcess> {
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'ignore'] })
  // `once` rejects on `error`, when redis-server is not installed.
  const exited = once(server, 'exit')
  await Promise.race([
    isReady(server),
    exited.then(() => {
      throw new Error(`redis-server did not start on port ${port}.`)
    }),
  ])
  return server
}

async function isReady({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) return
  let log = ''
  for (;;) {
    const [chunk] = (await once(stdout, 'data')) as [Buffer]
    log += chunk.toString()
    if (log.includes('Ready to accept connections')) break
  }
  // Drains its output, so that the pipe does not fill up.
  stdout.resume()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
