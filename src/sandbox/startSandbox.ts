import { existsSync } from 'node:fs'
import { parseOptions, seedOptions } from './commandLine.ts'
import { createSandbox } from './index.ts'
import { defaultApiKey, type SandboxOptions } from './sandboxOptions.ts'
import { isSeeded } from './store/seed.ts'
import { Store } from './store/store.ts'

/** Prints a note when options have no effect because the data file already has records. */
function noteIgnoredOptions(options: SandboxOptions): void {
  const { data } = options
  const ignored = Object.entries(seedOptions).flatMap(([option, member]) =>
    options[member] === undefined ? [] : [`--${option}`],
  )
  if (data === undefined || ignored.length === 0 || !existsSync(data)) return
  const store = new Store(data)
  try {
    if (isSeeded(store)) process.stderr.write(`Note: ${data} keeps its records; ignored: ${ignored.join(', ')}.\n`)
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
}

/**
 * Starts a sandbox from a command line, and stops it on SIGTERM or SIGINT. Warnings go to stderr.
 *
 * @throws TypeError when the command line is wrong; Error when the port is taken or the data file can't be opened.
 */
export async function startSandbox(args: string[]): Promise<StartedSandbox> {
  const options = parseOptions(args)
  noteIgnoredOptions(options)
  const sandbox = await createSandbox(options)
  if (sandbox.apiKey === defaultApiKey) process.stderr.write(publicKeyWarning)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close())
  if (process.env['npm_lifecycle_event'] !== undefined) stopWithParent(() => void sandbox.close())
  return { url: sandbox.url, apiKey: sandbox.apiKey === defaultApiKey ? defaultApiKey : undefined }
}

/** The lines to print when a sandbox is ready. */
export const readyLines = ({ url, apiKey }: StartedSandbox): string =>
  `Sandbox ready at ${url}${apiKey === undefined ? '' : ` with the key ${apiKey}`}\nStatus page: ${new URL('/', url).href}\n`
