import { spawn } from 'node:child_process'
import { mkdtemp, mkdir, rm, symlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import { createSandbox, type Sandbox, type SandboxOptions } from 'labelbox-org/sandbox'
import { afterAll, beforeAll, expect, vi } from 'vitest'

/** How a run of the command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How to run it. */
export interface RunOptions {
  /** Over an environment without any of Labelbox's variables; by default the key of the sandbox, and where it is. */
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** The command against a sandbox, as the tests of one file use it. */
export interface CommandLine {
  readonly sandbox: Sandbox
  /** The file to run. */
  readonly main: string
  readonly environment: NodeJS.ProcessEnv
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>
  /** What `--json` puts on stdout; a run that does not end with 0 fails the test. */
  readonly json: (args: readonly string[], options?: RunOptions) => Promise<unknown>
}

/**
 * The real command in a process of its own, against one sandbox for the whole file. It is put together from the source
 * once, as a start through a compiler takes several times as long.
 */
export function commandLine(options: SandboxOptions = {}): CommandLine {
  // A test runs the command many times, and each takes its time where the machine is busy.
  vi.setConfig({ testTimeout: 180_000 })
  let folder = ''
  let sandbox: Sandbox | undefined
  beforeAll(async () => {
    // Within the repository, so that the packages are found.
    const cache = resolve('node_modules/.cache')
    await mkdir(cache, { recursive: true })
    folder = await mkdtemp(`${cache}/labelbox-org-`)
    await bundle(folder)
    // As it is installed: beside the files that come along.
    await mkdir(`${folder}/node_modules`)
    await symlink(resolve('.'), `${folder}/node_modules/labelbox-org`, 'junction')
    sandbox = await createSandbox(options)
  })
  afterAll(async () => {
    await sandbox?.close()
    await rm(folder, { recursive: true, force: true })
  })
  const started = (): Sandbox => {
    if (sandbox === undefined) throw new Error('The sandbox is there once the tests run.')
    return sandbox
  }
  const line: CommandLine = {
    get sandbox() {
      return started()
    },
    get main() {
      return `${folder}/main.js`
    },
    get environment() {
      return { ...bare(), LABELBOX_API_KEY: started().apiKey, LABELBOX_ENDPOINT: started().url }
    },
    run: (args, { env, input = '' } = {}) =>
      runToEnd([line.main, ...args], env === undefined ? line.environment : { ...bare(), ...env }, input),
    json: async (args, options) => {
      const { code, stdout, stderr } = await line.run([...args, '--json'], options)
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${stderr}`)
      return JSON.parse(stdout) as unknown
    },
  }
  return line
}

/** Puts the command together in a folder within the repository: `main.js` is the file to run. */
export const bundle = (outdir: string) =>
  build({
    entryPoints: ['src/cli/main.ts'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })

/** Nothing of this machine's settings may decide a test: not its keys, and not what Node takes for a sign of no colours. */
export function bare(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ'].filter((name) => process.env[name] !== undefined)
  return Object.fromEntries(names.map((name) => [name, process.env[name]]))
}

function runToEnd(args: readonly string[], env: NodeJS.ProcessEnv, input: string): Promise<Ended> {
  return new Promise((end, fail) => {
    const child = spawn(process.execPath, args, { env, stdio: 'pipe' })
    const text = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part))
    child.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part))
    child.on('error', fail).on('close', (code) => end({ code, ...text }))
    // One that does not read has gone already.
    child.stdin.on('error', () => undefined).end(input)
  })
}

/** What is typed on a terminal, each once what comes before it has been shown, and something else been done perhaps. */
export type Dialogue = readonly (readonly [shown: string, typed: string | (() => Promise<string>)])[]

/** A run on a pseudo-terminal, which util-linux brings: all that a person would have seen, and the exit code. */
export function onTerminal(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  dialogue: Dialogue = [],
): Promise<{ readonly code: number | null; readonly seen: string }> {
  const command = [process.execPath, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  return new Promise((end, fail) => {
    // A new pseudo-terminal has no width.
    const child = spawn('script', ['-qefc', `stty cols 120 rows 40; exec ${command}`, '/dev/null'], {
      env: { ...env, TERM: 'xterm' },
      stdio: 'pipe',
    })
    const rest = [...dialogue]
    let seen = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      seen += part
      const [next] = rest
      if (next === undefined || !seen.includes(next[0])) return
      rest.shift()
      const [, typed] = next
      if (typeof typed === 'string') child.stdin.write(typed)
      else typed().then((text) => child.stdin.write(text), fail)
    })
    child.on('error', fail).on('close', (code) => end({ code, seen }))
    child.stdin.on('error', () => undefined)
  })
}

/** The error that `--json` puts on the last line of stderr. */
export const errorOf = ({ stderr }: Ended): Readonly<Record<string, unknown>> => {
  const last = stderr.trimEnd().split('\n').at(-1) ?? ''
  return (JSON.parse(last) as { error: Readonly<Record<string, unknown>> }).error
}

/** An id of the API, in what a test expects. */
export const id = expect.stringMatching(/^c[a-z0-9]{20,}$/) as string

/** A time as `--json` has it. */
export const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string
