import { existsSync } from 'node:fs'
import { readOptions, seeds } from './commandLine.ts'
import { createSandbox } from './index.ts'
import { defaultApiKey, type SandboxOptions } from './sandboxOptions.ts'
import { isSeeded } from './store/seed.ts'
import { Store } from './store/store.ts'

/** Says which options are given for nothing, as the data file is filled already. */
function noteIgnored(options: SandboxOptions): void {
  const { data } = options
  const given = Object.entries(seeds).flatMap(([option, member]) =>
    options[member] === undefined ? [] : [`--${option}`],
  )
  if (data === undefined || given.length === 0 || !existsSync(data)) return
  const store = new Store(data)
  try {
    if (isSeeded(store))
      process.stderr.write(`Note: ${data} keeps the data that it holds; ignored: ${given.join(', ')}.\n`)
  } finally {
    store.close()
  }
}

/**
 * npm passes a signal to the shell that it runs a script in. Some shells, Debian's among them, die of it and do not pass
 * it on; what tells the script is that it has another parent. (`exec` in the script would do, but Windows has none.)
 */
function whenOrphaned(stop: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop()
  }, 50).unref()
}

const openToPages = `Warning: everybody knows the key ${defaultApiKey}, and pages of any origin may ask (CORS *): a page in a browser on this machine can read and change this sandbox. --api-key gives it another key.\n`

/** Where the sandbox is, and its key where that is the one that everybody knows. */
export interface StartedSandbox {
  readonly url: string
  /** A key of one's own is a secret, and output ends up in logs. The default one opens nothing. */
  readonly apiKey: string | undefined
}

/**
 * Starts a sandbox as a command line says, and stops it when the process is told to end.
 *
 * @throws TypeError for what is wrong on the command line; a port in use or a file that won't open is another error.
 */
export async function startSandbox(args: string[]): Promise<StartedSandbox> {
  const options = readOptions(args)
  noteIgnored(options)
  const sandbox = await createSandbox(options)
  if (sandbox.apiKey === defaultApiKey) process.stderr.write(openToPages)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close())
  if (process.env['npm_lifecycle_event'] !== undefined) whenOrphaned(() => void sandbox.close())
  return { url: sandbox.url, apiKey: sandbox.apiKey === defaultApiKey ? defaultApiKey : undefined }
}

/** The lines that say so. */
export const readyLines = ({ url, apiKey }: StartedSandbox): string =>
  `Sandbox ready at ${url}${apiKey === undefined ? '' : ` with the key ${apiKey}`}\nIts status page: ${new URL('/', url).href}\n`
