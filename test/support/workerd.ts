import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'

/** The last that runs on Node 20; with it comes workerd, Cloudflare's runtime. */
const miniflare = 'miniflare@4.20260410.0'

/** What is used of it. */
interface Miniflare {
  dispatchFetch(url: string): Promise<Response>
  dispose(): Promise<void>
}
type MiniflareClass = new (options: object) => Miniflare

export interface Worker {
  /** Sends the worker a request. */
  readonly fetch: (path: string) => Promise<Response>
  [Symbol.asyncDispose](): Promise<void>
}

/** A worker in workerd. Its source may import this package's own by path. */
export async function worker(source: string, bindings: Readonly<Record<string, string>>): Promise<Worker> {
  const { Miniflare } = await installed()
  const bundle = await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  })
  const script = bundle.outputFiles[0]?.text ?? ''
  const running = new Miniflare({ modules: true, script, compatibilityDate: '2026-03-01', bindings })
  return {
    fetch: (path) => running.dispatchFetch(`http://worker${path}`),
    [Symbol.asyncDispose]: () => running.dispose(),
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** It is no development dependency, as it brings 160 MB for a few tests. */
async function installed(): Promise<{ readonly Miniflare: MiniflareClass }> {
  const folder = join(root, 'node_modules/.cache', miniflare)
  if (!existsSync(join(folder, 'node_modules/miniflare/package.json'))) {
    const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund']
    await promisify(execFile)('npm', ['install', ...options, miniflare])
  }
  return createRequire(join(folder, 'package.json'))('miniflare') as { readonly Miniflare: MiniflareClass }
}
