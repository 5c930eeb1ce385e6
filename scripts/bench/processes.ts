import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

/** Runs a file of this folder in a process of its own, with `gc`, until it has sent its figures. */
export async function inProcess<Figures>(file: string, ...args: readonly string[]): Promise<Figures> {
  const { message, ended } = await startProcess<Figures>(file, args, ['--expose-gc'])
  await ended
  return message
}

export interface RunningServer {
  readonly port: number
  stop(): void
}

/** Starts a file of this folder that sends the port of its server, as a process of its own. */
export async function startServer(file: string, ...args: readonly string[]): Promise<RunningServer> {
  const { child, message } = await startProcess<number>(file, args)
  return { port: message, stop: () => child.disconnect() }
}

/** The URL of a GraphQL server that {@link startServer} started. */
export const graphqlUrl = ({ port }: RunningServer): string => `http://127.0.0.1:${port}/graphql`

interface RunningProcess<Message> {
  readonly child: ChildProcess
  /** Its first message. */
  readonly message: Message
  readonly ended: Promise<unknown>
}

/** Starts a file of this folder as a process of its own, and waits for its first message. */
export async function startProcess<Message>(
  file: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<RunningProcess<Message>> {
  const child = fork(resolve(import.meta.dirname, file), args, { execArgv: [...flags, '--import', 'tsx'] })
  const ended = once(child, 'exit')
  const [message] = (await Promise.race([once(child, 'message'), ended.then(() => [])])) as [Message?]
  if (message === undefined) throw new Error(`${file} ended without a message.`)
  return { child, message, ended }
}
