// For the tests of the examples.
import { execFile, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, createServer, mergeConfig, preview, type InlineConfig } from 'vite'
import { vi } from 'vitest'
import { alias } from '../vitest.config.ts'
import { installPacked } from './installPacked.ts'

const run = promisify(execFile)

/** A page that a server serves. */
export interface Served {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Serves an example by Vite's development server. */
export async function serveSource(name: string): Promise<Served> {
  vi.stubEnv('NODE_ENV', 'development')
  const cacheDir = await mkdtemp(join(tmpdir(), 'example-'))
  const server = await createServer(
    await configOf(name, { cacheDir, server: { host: '127.0.0.1', port: 0, watch: null } }),
  )
  await server.listen()
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    close: async () => {
      await server.close()
      await rm(cacheDir, { recursive: true, force: true })
    },
  }
}

/** Builds an example, and serves the build. */
export async function serveBuild(name: string): Promise<Served> {
  vi.stubEnv('NODE_ENV', 'production')
  const outDir = await mkdtemp(join(tmpdir(), 'example-'))
  const config = await configOf(name, {
    build: { outDir, emptyOutDir: true },
    preview: { host: '127.0.0.1', port: 0 },
  })
  await build(config)
  const server = await preview(config)
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    close: async () => {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

async function configOf(name: string, added: InlineConfig): Promise<InlineConfig> {
  // The settings are read when the module is loaded.
  vi.resetModules()
  const { default: config } = (await import(`./${name}/vite.config.ts`)) as { default: InlineConfig }
  // Here `labelbox-org/...` is this repository's source.
  const here: InlineConfig = {
    root: join(import.meta.dirname, name),
    configFile: false,
    logLevel: 'error',
    resolve: { alias },
  }
  return mergeConfig(mergeConfig(config, here), added)
}

/** Starts a program that prints the address it serves, and waits for that. */
export async function serveProgram(command: string, args: readonly string[], cwd?: string): Promise<Served> {
  // Colours, which Vite uses in CI, would stand inside the address.
  const env = { ...process.env, PORT: '0', NO_COLOR: '1' }
  const program = spawn(command, args, { cwd, env, detached: true })
  const ended = new Promise<void>((resolve) => program.on('close', () => resolve()))
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const [found] = /http:\/\/[\w.]+:\d+/.exec(output) ?? []
      if (found !== undefined) resolve(found)
    }
    program.stdout.on('data', read)
    program.stderr.on('data', read)
    void ended.then(() => reject(new Error(`${command} ended: ${output}`)))
  })
  return {
    url,
    close: async () => {
      // With the programs that it started.
      if (program.pid !== undefined) process.kill(-program.pid)
      await ended
    },
  }
}

/** Packs the package, installs the Next.js example with it in a folder of its own, builds and starts it. */
export async function serveNext(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'example-next-'))
  await cp('examples/next', folder, {
    recursive: true,
    filter: (path) => !/node_modules|\.next|next-env/.test(path),
  })
  await installPacked(folder)
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const }
  await run('npm', ['run', 'build'], { cwd: folder, env })
  const served = await serveProgram('npx', ['next', 'start', '--hostname', '127.0.0.1', '--port', '0'], folder)
  return {
    ...served,
    close: async () => {
      await served.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
