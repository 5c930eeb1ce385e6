import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

/** Runs a file of this folder in a process of its own, with `gc`, until it has sent its figures. */
export async function inProcess<Figures>(file: string, ...args: readonly string[]): Promise<Figures> {
  const child = fork(resolve(import.meta.dirname, file), args, { execArgv: ['--expose-gc', '--import', 'tsx'] })
  const ended = once(child, 'exit')
  const [figures] = (await Promise.race([once(child, 'message'), ended])) as [Figures | number | null]
  await ended
  if (figures === null || typeof figures === 'number') throw new Error(`${file} ended without figures.`)
  return figures
}
