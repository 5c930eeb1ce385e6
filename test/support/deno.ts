import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { install, installRuntime } from './installed.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')

/** Runs a program of `test/runtimes` in Deno with these permissions and arguments, and returns the JSON that it prints. */
export async function deno(program: string, permissions: readonly string[], ...args: string[]): Promise<unknown> {
  const file = join(root, 'test', 'runtimes', program)
  const flags = ['run', '--quiet', '--no-prompt', '--no-lock', '--no-check', ...permissions, file, ...args]
  const env = { ...process.env, DENO_DIR: join(await install('deno'), 'cache'), DENO_NO_UPDATE_CHECK: '1' }
  const { stdout } = await run(await installRuntime('deno'), flags, { cwd: root, env, timeout: 60_000 })
  return JSON.parse(stdout)
}
