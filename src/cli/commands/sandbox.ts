import type { NumberOption } from '../../sandbox/commandLine.ts'
import type * as Run from '../../sandbox/startSandbox.ts'
import { CommandError, usage } from '../failure.ts'
import type { Program } from '../globals.ts'
import { examples, several } from '../options.ts'
import { toJson } from '../../core/printable.ts'

const numbers: Readonly<Record<NumberOption, string>> = {
  port: 'port to listen on; by default a free one',
  users: 'members',
  projects: 'projects',
  webhooks: 'webhooks',
  'resource-tags': 'resource tags',
  invites: 'pending invites',
  'iam-integrations': 'IAM integrations',
  seats: 'seats of the plan',
  'max-page-size': 'rows of one page at the most',
  'requests-per-minute': 'a real limit',
  'latency-ms': 'milliseconds that each answer waits',
  'fault-seed': 'decides which requests faults by chance strike',
}

export function sandbox(program: Program): void {
  const command = program
    .command('sandbox')
    .description(
      'a Labelbox of one’s own on this machine, until it is interrupted; --api-key is the key that it accepts',
    )
    .option('--host <address>', 'address to listen on; by default 127.0.0.1')
    .option('--data <file>', 'keeps the data from run to run')
    .option('--schema <date>', '2024-10 serves the API of the official Python SDK 6.0.0; by default today’s')
    .option('--invite-ids <which>', 'what createInvites answers with: invited, real or alternating')
    .option('--fault <fault>', 'what goes wrong: see the README; several times for several', several)
    .addHelpText(
      'after',
      examples(
        'sandbox --port 4100 --users 1000',
        'sandbox --schema 2024-10',
        'sandbox --fault http-status,status=502,times=2',
      ),
    )
  for (const [name, description] of Object.entries(numbers)) command.option(`--${name} <number>`, description)
  command.action(async () => {
    const { json, apiKey } = command.optsWithGlobals()
    const args = typed(command.opts())
    await start(apiKey === undefined ? args : [...args, `--api-key=${apiKey}`], json === true)
  })
}

/** The options as the sandbox's own command line has them. */
const typed = (options: object): string[] =>
  Object.entries(options).flatMap(([name, value]: [string, string | readonly string[]]) => {
    const option = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    return [value].flat().map((each) => `--${option}=${each}`)
  })

async function start(args: string[], json: boolean): Promise<void> {
  const { startSandbox, readyLines } = await load()
  try {
    const started = await startSandbox(args)
    const { url, apiKey = null } = started
    process.stdout.write(json ? `${toJson({ url, apiKey })}\n` : readyLines(started))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw error instanceof TypeError ? usage(message) : new CommandError('SANDBOX', message)
  }
}

/** Its packages are no dependencies of this one: most who use the command never need them. */
async function load(): Promise<typeof Run> {
  try {
    return await import('../../sandbox/startSandbox.ts')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new CommandError(
      'SANDBOX',
      'The sandbox needs packages that are not installed. Add them: npm install graphql libsql',
    )
  }
}
