import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { install } from './installed.ts'

/** The part of its interface that is used here. */
interface Miniflare {
  dispatchFetch(url: string, init?: RequestInit): Promise<Response>
  dispose(): Promise<void>
}
type MiniflareClass = new (options: object) => Miniflare

export interface Worker {
  /** Sends the worker a request. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  [Symbol.asyncDispose](): Promise<void>
}

/** A worker in workerd. Its source may import this package's sources by path. */
export async function worker(source: string, bindings: Readonly<Record<string, string>>): Promise<Worker> {
  const { Miniflare } = await loadMiniflare()
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
    fetch: (path, init) => running.dispatchFetch(`http://worker${path}`, init),
    [Symbol.asyncDispose]: () => running.dispose(),
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

async function loadMiniflare(): Promise<{ readonly Miniflare: MiniflareClass }> {
  const folder = await install('miniflare')
  return createRequire(join(folder, 'package.json'))('miniflare') as { readonly Miniflare: MiniflareClass }
}
