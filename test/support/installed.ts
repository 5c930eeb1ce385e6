import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/**
 * Packages that tests install from npm on first use, each in its own folder. They are not in the lockfile: `npm ci` fails
 * for Deno, whose packages lack platforms, and the others take 160 MB each.
 */
const versions = {
  'node@20': '20.20.2',
  'node@22': '22.23.3',
  'node@24': '24.21.0',
  'node@26': '26.10.0',
  bun: '1.4.5',
  deno: '2.9.6',
  workerd: '1.20261117.1',
  // The newest that runs on Node 20. It brings its own workerd.
  miniflare: '4.20260410.0',
  // With the `react` of its version. npm does not install it beside the newer one of this repository.
  'react-dom@18': '18.3.1',
} as const

export type Installable = keyof typeof versions

const cache = resolve(import.meta.dirname, '../../node_modules/.cache/installed')

/** Installs a package, once for each version, and returns the folder that it is installed in. */
export async function install(installable: Installable): Promise<string> {
  const version = versions[installable]
  const [name = installable] = installable.split('@')
  const folder = join(cache, `${name}-${version}`)
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const flags = ['--no-audit', '--no-fund', '--no-save', '--loglevel=error']
  await promisify(execFile)('npm', ['install', ...flags, `${name}@${version}`], { cwd: folder })
  return folder
}

/** Installs a runtime, and returns the path of its executable. */
export async function installRuntime(runtime: Exclude<Installable, 'miniflare' | 'react-dom@18'>): Promise<string> {
  const [name = runtime] = runtime.split('@')
  return join(await install(runtime), 'node_modules', '.bin', name)
}
