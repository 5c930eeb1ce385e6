import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')

/** Beside the lockfile: with Deno in it, `npm ci` misses the packages of platforms that the registry does not have. */
const version = '2.9.6'
const folder = join(root, 'node_modules', '.cache', `deno-${version}`)
const command = join(folder, 'node_modules', '.bin', 'deno')

/** Installs Deno from npm, the first time. */
export async function installDeno(): Promise<void> {
  if (existsSync(command)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }))
  await run('npm', ['install', `deno@${version}`, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder })
}

/** Runs a program of `test/runtimes` in Deno with these permissions and arguments, and gives what it prints as JSON. */
export async function deno(program: string, permissions: readonly string[], ...args: string[]): Promise<unknown> {
  const file = join(root, 'test', 'runtimes', program)
  const flags = ['run', '--quiet', '--no-prompt', '--no-lock', '--no-check', ...permissions, file, ...args]
  const env = { ...process.env, DENO_DIR: join(folder, 'cache'), DENO_NO_UPDATE_CHECK: '1' }
  const { stdout } = await run(command, flags, { cwd: root, env, timeout: 60_000 })
  return JSON.parse(stdout)
}
