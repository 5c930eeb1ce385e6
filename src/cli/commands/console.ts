import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ConsoleOptions, RunningConsole } from '../../console/server/consoleServer.ts'
import { toJson } from '../../core/printable.ts'
import type { GlobalOptions, Program } from '../input/globalOptions.ts'
import type { CommandJson } from '../json/commandJson.ts'
import { examples } from '../input/optionParsers.ts'
import type { Io } from '../io.ts'
import { invocationOf, labelboxEndpoint, type Invocation } from '../invocation.ts'
import { CommandError, usage } from '../output/commandError.ts'
import { requireGraphql } from './requireGraphql.ts'

export function console(program: Program): void {
  const command = program
    .command('console')
    .description('serve a console for administrators on this machine, until Ctrl-C')
    .option('--sandbox', 'use a local Labelbox with sample data in place of your organization')
    .option('--port <n>', 'port to listen on (default: a free one)')
    .addHelpText(
      'after',
      `\nThe command prints an address with a token that signs one browser in, once. The API key stays in the command.\n${examples('console', 'console --sandbox', 'console --profile work --port 4200')}`,
    )
  command.action(async () => {
    const options = command.optsWithGlobals()
    await serve(invocationOf(command), options, options)
  })
}

interface Flags {
  readonly sandbox?: true | undefined
  readonly port?: string | undefined
}

async function serve(invocation: Invocation, flags: Flags, options: GlobalOptions): Promise<void> {
  const port = toPort(flags.port)
  if (options.dryRun === true)
    throw usage('console has no dry run: the page asks before each change. Use --sandbox to try it.')
  const folder = pageFolder()
  const source = flags.sandbox === true ? await sandboxSource() : await organizationSource(invocation, options)
  try {
    const onError = (error: unknown): void =>
      invocation.warn(error instanceof Error ? error.message : 'The console failed.')
    const running = await start({ ...source.options, folder, port, onError })
    const { stdout } = invocation.io
    const json: CommandJson['console'] = { url: running.url }
    stdout.write(options.json === true ? `${toJson(json)}\n` : readyText(running, source))
    await interruption(invocation.io)
    await running.close()
  } finally {
    await source.close()
  }
}

/** Where the console works, and what to close with it. */
interface Source {
  readonly options: Pick<ConsoleOptions, 'endpoint' | 'apiKey' | 'place' | 'transport'>
  readonly close: () => Promise<void>
}

async function organizationSource(invocation: Invocation, options: GlobalOptions): Promise<Source> {
  const { findCredentials } = await import('../session/credentials.ts')
  const { endpoint = labelboxEndpoint, apiKey } = await findCredentials(invocation, options)
  invocation.endpoint = endpoint
  const [{ Labelbox }, transport] = await Promise.all([import('../../index.ts'), invocation.transport()])
  // A wrong key shows here, and not first in the page.
  await new Labelbox({ ...invocation.io.client, endpoint, apiKey, transport }).getOrganization()
  const place = { host: new URL(endpoint).host, isSandbox: false }
  return { options: { endpoint, apiKey, place, transport }, close: () => Promise.resolve() }
}

/** A sandbox with enough in it to look around. */
async function sandboxSource(): Promise<Source> {
  requireGraphql('SANDBOX')
  const { createSandbox } = await import('../../sandbox/index.ts')
  const sandbox = await createSandbox({
    isLively: true,
    users: 480,
    projects: 24,
    webhooks: 6,
    resourceTags: 14,
    invites: 17,
    iamIntegrations: 4,
    seats: 550,
  })
  const { url: endpoint, apiKey } = sandbox
  return {
    options: { endpoint, apiKey, place: { host: new URL(endpoint).host, isSandbox: true } },
    close: () => sandbox.close(),
  }
}

async function start(options: ConsoleOptions): Promise<RunningConsole> {
  const { startConsole } = await import('../../console/server/consoleServer.ts')
  try {
    return await startConsole(options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw usage(`Port ${String(options.port)} is taken. Choose another with --port, or leave it out.`)
  }
}

function toPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw usage('--port must be a number from 0 to 65535.')
}

/** The built page: beside the built command, or in a clone. */
function pageFolder(): string {
  const folders = ['../console/', '../../../packages/tools/dist/console/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  )
  const found = folders.find((folder) => existsSync(`${folder}page.br`))
  if (found !== undefined) return found
  throw new CommandError('CONSOLE', 'The console’s page is not built. In a clone, run: npm run build:console')
}

const readyText = ({ url }: RunningConsole, { options: { place } }: Source): string =>
  `The console for ${place.isSandbox ? 'a sandbox' : place.host} is at

  ${url}

Open this address in your browser: it signs the browser in, once. Stop the console with Ctrl-C.
`

/** Resolves with Ctrl-C, the usual end of a console. */
const interruption = ({ signals }: Io): Promise<void> =>
  new Promise((resolve) => {
    const names = ['SIGINT', 'SIGTERM'] as const
    const listener = (): void => {
      for (const name of names) signals.off(name, listener)
      resolve()
    }
    for (const name of names) signals.on(name, listener)
  })
