import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtemp, mkdir, rm, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { createSandbox, type Sandbox, type SandboxOptions } from '@labelbox-org/tools/sandbox'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import type { Environment, Io } from './io.ts'
import { problemsInRun } from './json/testingSchemas.ts'
import { run } from './runCommand.ts'

/** How a run of the command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What a run gets. */
export interface RunOptions {
  /** Default: the key and the URL of the sandbox. The variables of this process are not passed on. */
  readonly env?: Environment
  /** The text on stdin. */
  readonly input?: string
  /** Parts of the process that this run has instead. */
  readonly io?: Partial<Io>
}

/** The command against the sandbox of a test file. */
export interface CommandLine {
  readonly sandbox: Sandbox
  readonly environment: Readonly<Record<string, string>>
  /** Runs the command in this process. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>
  /** Parses what `--json` prints; a run that does not end with 0 fails the test. */
  readonly json: (args: readonly string[], options?: RunOptions) => Promise<unknown>
  /** Resolves when the sandbox has received another request of an operation. */
  readonly received: (operationName: string) => Promise<void>
}

/** The command in this process, against one sandbox for the whole file. */
export function commandLine(options: SandboxOptions = {}): CommandLine {
  let sandbox: Sandbox | undefined
  beforeAll(async () => {
    sandbox = await createSandbox(options)
  })
  afterAll(() => sandbox?.close())
  const started = (): Sandbox => {
    if (sandbox === undefined) throw new Error('The sandbox starts before the tests of the file run.')
    return sandbox
  }
  const line: CommandLine = {
    get sandbox() {
      return started()
    },
    get environment() {
      return { LABELBOX_API_KEY: started().apiKey, LABELBOX_ENDPOINT: started().url }
    },
    run: (args, { env = line.environment, input = '', io } = {}) => runHere(args, { env, input, ...(io && { io }) }),
    json: async (args, options) => {
      const { code, stdout, stderr } = await line.run([...args, '--json'], options)
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${stderr}`)
      return JSON.parse(stdout) as unknown
    },
    received: async (operationName) => {
      const before = started().received.length
      const isThere = () =>
        started()
          .received.slice(before)
          .some((request) => request.operationName === operationName)
      while (!isThere()) await sleep(2)
    },
  }
  return line
}

// What the client remembers for the life of a process: here each run stands for a process.
const processWideKeys = () =>
  Object.getOwnPropertySymbols(globalThis).filter((key) => key.description?.startsWith('labelbox-org.unsettled'))

function forgetEarlierRuns(): void {
  for (const key of processWideKeys()) {
    const memory = (globalThis as unknown as Readonly<Record<symbol, { clear?: () => void }>>)[key]
    memory?.clear?.()
  }
}

async function runHere(
  args: readonly string[],
  { env, input, io }: Required<Pick<RunOptions, 'env' | 'input'>> & Pick<RunOptions, 'io'>,
): Promise<Ended> {
  forgetEarlierRuns()
  const [stdout, stderr] = [sink(), sink()]
  const code = await run(args, {
    stdin: Readable.from(input === '' ? [] : [input]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env,
    signals: new EventEmitter(),
    exit: () => undefined,
    homedir,
    colors: false,
    timeZone: 'UTC',
    // Retries without the waits.
    client: { retry: { baseDelayMs: 1 } },
    ...io,
  })
  const ended = { code, stdout: stdout.text(), stderr: stderr.text() }
  // Whatever a test looks at, its JSON is as promised.
  if (args.includes('--json') && io?.stdout === undefined) expect(problemsInRun(args, ended)).toEqual([])
  return ended
}

/** A stream that keeps what is written to it. */
function sink(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}

/** The command in processes of its own, for what only a process shows: signals, pipes, terminals. */
export interface CommandProcess {
  /** The file to run. */
  readonly main: string
  /** The variables of a machine without settings, and the key and the URL of the sandbox. */
  readonly environment: NodeJS.ProcessEnv
  readonly start: (args: readonly string[], env?: NodeJS.ProcessEnv) => ReturnType<typeof spawn>
  readonly run: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Ended>
}

/** Bundles the command once for a test file: a start through a compiler takes several times as long. */
export function commandProcess(line: CommandLine): CommandProcess {
  vi.setConfig({ testTimeout: 120_000 })
  let folder = ''
  beforeAll(async () => {
    // Inside the repository, so that the packages are found.
    const cache = resolve('node_modules/.cache')
    await mkdir(cache, { recursive: true })
    folder = await mkdtemp(`${cache}/labelbox-org-`)
    // As it is installed: beside the files of the package.
    await bundle(`${folder}/dist/cli`)
    await symlink(resolve('graphql'), `${folder}/graphql`, 'junction')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const own: CommandProcess = {
    get main() {
      return `${folder}/dist/cli/main.js`
    },
    get environment() {
      return { ...bare(), ...line.environment }
    },
    start: (args, env = {}) => spawn(process.execPath, [own.main, ...args], { env: { ...own.environment, ...env } }),
    run: (args, env) => endOf(own.start(args, env)),
  }
  return own
}

/** Waits until a process has ended. */
export async function endOf(child: ReturnType<typeof spawn>): Promise<Ended> {
  const text = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text.stdout += part))
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text.stderr += part))
  child.stdin?.on('error', () => undefined).end()
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...text }
}

/** Bundles the command into a folder of the repository; `main.js` is the file to run. */
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

/** An environment without this machine's settings: its API keys, and the variables that decide about colors. */
export function bare(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ'].filter((name) => process.env[name] !== undefined)
  return Object.fromEntries(names.map((name) => [name, process.env[name]]))
}

/** What is typed on a terminal, each part after a text was shown. A function runs first, and returns what to type. */
export type Dialogue = readonly (readonly [shown: string, typed: string | (() => Promise<string>)])[]

/** A run on a pseudo-terminal, made by `script` of util-linux: what a person sees, and the exit code. */
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

/** The error that `--json` prints on the last line of stderr. */
export const errorOf = ({ stderr }: Ended): Readonly<Record<string, unknown>> => {
  const last = stderr.trimEnd().split('\n').at(-1) ?? ''
  return (JSON.parse(last) as { error: Readonly<Record<string, unknown>> }).error
}

/** An id of the API, for expectations. */
export const id = expect.stringMatching(/^c[a-z0-9]{20,}$/) as string

/** A time in JSON, for expectations. */
export const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string
