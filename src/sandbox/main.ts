import { existsSync } from 'node:fs'
import { readOptions, seeds } from './commandLine.ts'
import { createSandbox } from './index.ts'
import { defaultApiKey, type SandboxOptions } from './options.ts'
import { isSeeded } from './seed.ts'
import { Store } from './store.ts'

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

function fail(error: unknown, exitCode: number): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = exitCode
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

async function main(): Promise<void> {
  let options: SandboxOptions
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    fail(error, 2)
    return
  }
  try {
    noteIgnored(options)
    const sandbox = await createSandbox(options)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close())
    if (process.env['npm_lifecycle_event'] !== undefined) whenOrphaned(() => void sandbox.close())
    // A key of one's own is a secret, and output ends up in logs. The default one opens nothing.
    const key = sandbox.apiKey === defaultApiKey ? ` with the key ${defaultApiKey}` : ''
    process.stdout.write(`Sandbox ready at ${sandbox.url}${key}\n`)
  } catch (error) {
    // Numbers out of range are the command line's fault; a port in use or a file that won't open is not.
    fail(error, error instanceof TypeError ? 2 : 1)
  }
}

await main()
