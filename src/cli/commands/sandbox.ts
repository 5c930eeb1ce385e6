import type { NumberOption } from '../../sandbox/commandLine.ts'
import { CommandError, usage } from '../output/commandError.ts'
import type { CommandJson } from '../json/commandJson.ts'
import { optionName } from '../input/exclusiveOptions.ts'
import { invocationOf } from '../invocation.ts'
import type { Io } from '../io.ts'
import type { Program } from '../input/globalOptions.ts'
import { examples, repeated } from '../input/optionParsers.ts'
import { toJson } from '../../core/printable.ts'
import { requireGraphql } from './requireGraphql.ts'

const numbers: Readonly<Record<NumberOption, string>> = {
  port: 'port to listen on (default: a free one)',
  users: 'number of members',
  projects: 'number of projects',
  webhooks: 'number of webhooks',
  'resource-tags': 'number of resource tags',
  invites: 'number of pending invites',
  'iam-integrations': 'number of IAM integrations',
  seats: 'seats of the plan',
  'max-page-size': 'maximum rows per page',
  'requests-per-minute': 'rate limit',
  'latency-ms': 'milliseconds to delay each response',
  'fault-seed': 'seed for faults with a probability',
}

export function sandbox(program: Program): void {
  const command = program
    .command('sandbox')
    .description('start a local Labelbox for tests; --api-key sets the key that it accepts')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--data <file>', 'keep the data in this file')
    .option('--schema <date>', '2024-10 for the API of the official Python SDK 6.0.0 (default: the current API)')
    .option('--first-type <type>', 'type of `first` where no source shows it: PageSize or Int')
    .option('--sharing-path <path>', 'path that serves sharing with other organizations: /graphql or /_gql')
    .option('--invite-ids <which>', 'ids that createInvites returns: invited, real or alternating')
    .option('--fault <fault>', 'fault to inject (repeatable); the documentation lists them', repeated)
    .addHelpText(
      'after',
      examples(
        'sandbox --port 4100 --users 1000',
        'sandbox --schema 2024-10',
        'sandbox --fault http-status,status=502,times=2',
      ),
    )
  for (const [name, description] of Object.entries(numbers)) command.option(`--${name} <n>`, description)
  command.action(async () => {
    const { json, apiKey } = command.optsWithGlobals()
    const args = toArguments(command.opts())
    await start(invocationOf(command).io, apiKey === undefined ? args : [...args, `--api-key=${apiKey}`], json === true)
  })
}

/** The options as arguments of the sandbox's own command line. */
const toArguments = (options: object): string[] =>
  Object.entries(options).flatMap(([name, value]: [string, string | readonly string[]]) => {
    return [value].flat().map((each) => `${optionName(name)}=${each}`)
  })

async function start({ stdout }: Io, args: string[], json: boolean): Promise<void> {
  requireGraphql('SANDBOX')
  const { startSandbox, readyLines } = await import('../../sandbox/startSandbox.ts')
  try {
    const started = await startSandbox(args)
    const { url, apiKey = null } = started
    const printed: CommandJson['sandbox'] = { url, apiKey }
    stdout.write(json ? `${toJson(printed)}\n` : readyLines(started))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw error instanceof TypeError ? usage(message) : new CommandError('SANDBOX', message)
  }
}
