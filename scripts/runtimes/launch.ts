import { execFile, spawn } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { installRuntime } from '../../test/support/installed.ts'
import { browsers, missing, whileOpen, type Browser } from './browsers.ts'
import type { Setting } from './controlServer.ts'

/** The result of each capability: `ok`, or what failed. */
export type Results = Readonly<Record<string, string>>

/** A runtime that runs the capabilities in a project. */
export interface Runtime {
  readonly name: string
  /** Says how to install it, if this machine lacks it and npm has none. */
  readonly missing?: string
  run(project: string, setting: Setting): Promise<Results>
}

const timeoutMs = 120_000

/** Copies the programs into the project. */
export function copyPrograms(project: string): void {
  for (const file of ['capabilities.mjs', 'program.mjs', 'worker.mjs', 'page.mjs']) {
    copyFileSync(join(import.meta.dirname, file), join(project, file))
  }
}

const program = (name: string, runtime: Parameters<typeof installRuntime>[0], ...flags: string[]): Runtime => ({
  name,
  async run(project, setting) {
    const executable = await installRuntime(runtime)
    const args = [...flags, 'program.mjs', JSON.stringify(setting)]
    const { stdout } = await promisify(execFile)(executable, args, { cwd: project, timeout: timeoutMs })
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Results
  },
})

/** Bundles the package for a runtime without its own modules. */
async function bundled(project: string, file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(project, file)],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Dynamic imports are included in the file.
    splitting: false,
    tsconfigRaw: {},
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

const worker = (name: string, compatibilityDate: string): Runtime => ({
  name,
  async run(project, setting) {
    const executable = await installRuntime('workerd')
    writeFileSync(join(project, 'worker.bundle.js'), await bundled(project, 'worker.mjs'))
    const config = join(project, `${name}.capnp`)
    writeFileSync(
      config,
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "local", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.bundle.js")],
  compatibilityDate = "${compatibilityDate}",
  globalOutbound = "local",
);
`,
    )
    const child = spawn(executable, ['serve', config, '--control-fd=3'], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    })
    try {
      const lines = createInterface({ input: child.stdio[3] as Readable })
      const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(timeoutMs) })) as [string]
      const { port } = JSON.parse(line) as { port: number }
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify(setting) })
      return (await response.json()) as Results
    } finally {
      child.kill()
    }
  },
})

/** Serves a page with the package in it, on another origin than the sandbox. */
const page = (browser: Browser): Runtime => ({
  name: browser.name,
  ...(browser.executable === undefined && { missing: missing(browser) }),
  async run(project, setting) {
    const files: Readonly<Record<string, readonly [type: string, content: string]>> = {
      '/': ['text/html', '<!doctype html><script type="module" src="/page.js"></script>'],
      '/page.js': ['text/javascript', await bundled(project, 'page.mjs')],
      '/setting': ['application/json', JSON.stringify(setting)],
    }
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const results = new Promise<Results>((resolve, reject) => {
      setTimeout(reject, timeoutMs, new Error(`The page sent no results in ${timeoutMs / 1_000} s.`)).unref()
      server.on('request', (request, response) => {
        if (request.url === '/results') json(request).then((value) => resolve(value as Results), reject)
        const [type, content] = files[request.url ?? ''] ?? []
        if (type !== undefined) response.setHeader('Content-Type', type)
        response.writeHead(type === undefined ? 404 : 200).end(content)
      })
    })
    try {
      return await whileOpen(browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, results)
    } finally {
      server.close()
      server.closeAllConnections()
    }
  },
})

export const runtimes: readonly Runtime[] = [
  program('Node 20', 'node@20'),
  program('Node 22', 'node@22'),
  program('Node 24', 'node@24'),
  program('Node 26', 'node@26'),
  program('Bun', 'bun', 'run'),
  program('Deno', 'deno', 'run', '--node-modules-dir=manual', '--allow-net', '--allow-read', '--allow-env'),
  worker('workerd-2024-09', '2024-09-23'),
  worker('workerd-2026-07', '2026-07-01'),
  ...browsers.map(page),
]
