import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** The runtimes that npm has, each with the version that is tried. They are not in the lockfile: Deno's packages break `npm ci`. */
export const versions = {
  'node@20': '20.20.2',
  'node@22': '22.23.3',
  'node@24': '24.21.0',
  'node@26': '26.10.0',
  bun: '1.4.5',
  deno: '2.9.6',
  workerd: '1.20261117.1',
} as const

export type Installable = keyof typeof versions

const cache = resolve(import.meta.dirname, '../../node_modules/.cache/runtimes')

/** Installs a runtime from npm, once for each version, and returns the path of its executable. */
export async function installed(runtime: Installable): Promise<string> {
  const version = versions[runtime]
  const [name = runtime] = runtime.split('@')
  const folder = join(cache, `${name}-${version}`)
  const executable = join(folder, 'node_modules', '.bin', name)
  if (existsSync(executable)) return executable
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const flags = ['--no-audit', '--no-fund', '--no-save', '--loglevel=error']
  await promisify(execFile)('npm', ['install', ...flags, `${name}@${version}`], { cwd: folder })
  return executable
}
