import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

export interface RunningServer {
  readonly port: number
  stop(): void
}

/** Starts a file of this folder that reports the port of its server, as a process of its own. */
export async function startServer(file: string, ...args: readonly string[]): Promise<RunningServer> {
  const child = fork(resolve(import.meta.dirname, file), args, { execArgv: ['--import', 'tsx'] })
  const [port] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [])])) as [number?]
  if (port === undefined) throw new Error(`${file} did not start.`)
  return { port, stop: () => child.disconnect() }
}

/** The URL of a GraphQL server that {@link startServer} started. */
export const graphqlUrl = ({ port }: RunningServer): string => `http://127.0.0.1:${port}/graphql`
