import { existsSync } from 'node:fs'
import { parseOptions, seedOptions } from './commandLine.ts'
import { createSandbox } from './index.ts'
import { defaultApiKey, type SandboxOptions } from './sandboxOptions.ts'
import { isSeeded } from './store/seed.ts'
import { Store } from './store/store.ts'

type Warn = (line: string) => void

/** Warns about options that have no effect because the data file already has records. */
function warnIgnoredOptions(options: SandboxOptions, warn: Warn): void {
  const { data } = options
  const ignored = Object.entries(seedOptions).flatMap(([option, member]) =>
    options[member] === undefined ? [] : [`--${option}`],
  )
  if (data === undefined || ignored.length === 0 || !existsSync(data)) return
  const store = new Store(data)
  try {
    if (isSeeded(store)) warn(`Note: ${data} keeps its records; ignored: ${ignored.join(', ')}.\n`)
  } finally {
    store.close()
  }
}

/**
 * Stops the sandbox when its parent process has died. npm sends a signal to the shell that runs the script, and some
 * shells, such as Debian's, die without passing it on. `exec` in the script would avoid that, but not on Windows.
 */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop()
  }, 50).unref()
}

const publicKeyWarning =
  `Warning: the API key ${defaultApiKey} is public and CORS allows any origin, so any web page in a browser on this ` +
  'machine can read and change this sandbox. Choose another key with --api-key.\n'

/** Where a started sandbox listens. */
export interface StartedSandbox {
  readonly url: string
  /** The default key; undefined for any other, because a chosen key is a secret and output ends up in logs. */
  readonly apiKey: string | undefined
  /** Stops it, as the signals do. */
  close(): Promise<void>
}

/**
 * Starts a sandbox from a command line, and stops it on SIGTERM or SIGINT.
 *
 * @throws TypeError when the command line is wrong; Error when the port is taken or the data file can't be opened.
 */
export async function startSandbox(
  args: string[],
  warn: Warn = (line) => process.stderr.write(line),
): Promise<StartedSandbox> {
  const options = parseOptions(args)
  warnIgnoredOptions(options, warn)
  const sandbox = await createSandbox(options)
  if (sandbox.apiKey === defaultApiKey) warn(publicKeyWarning)
  const signals = ['SIGTERM', 'SIGINT'] as const
  const close = (): Promise<void> => {
    for (const signal of signals) process.off(signal, stop)
    return sandbox.close()
  }
  const stop = (): void => void close()
  for (const signal of signals) process.once(signal, stop)
  if (process.env['npm_lifecycle_event'] !== undefined) stopWithParent(stop)
  return { url: sandbox.url, apiKey: sandbox.apiKey === defaultApiKey ? defaultApiKey : undefined, close }
}

/** The lines to print when a sandbox is ready. */
export const readyLines = ({ url, apiKey }: Pick<StartedSandbox, 'url' | 'apiKey'>): string =>
  `Sandbox ready at ${url}${apiKey === undefined ? '' : ` with the key ${apiKey}`}\nStatus page: ${new URL('/', url).href}\n`
