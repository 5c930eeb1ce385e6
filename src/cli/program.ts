import type { OutputConfiguration } from '@commander-js/extra-typings'
import { exitCodeHelp } from './exitCodes.ts'
import { withGlobalOptions, type Program } from './input/globalOptions.ts'
import { examples } from './input/optionParsers.ts'
import { apply } from './commands/apply.ts'
import { completion } from './commands/completion.ts'
import { console } from './commands/console.ts'
import { exportFile } from './commands/exportFile.ts'
import { groups } from './commands/groups.ts'
import { iam } from './commands/iam.ts'
import { invites } from './commands/invites.ts'
import { keys } from './commands/keys.ts'
import { members } from './commands/members.ts'
import { org } from './commands/org.ts'
import { projects } from './commands/projects.ts'
import { report } from './commands/report.ts'
import { sandbox } from './commands/sandbox.ts'
import { schema } from './commands/schema.ts'
import { tags } from './commands/tags.ts'
import { webhooks } from './commands/webhooks.ts'
import { whoami } from './commands/whoami.ts'

const commands = [
  whoami,
  org,
  report,
  apply,
  exportFile,
  members,
  invites,
  projects,
  tags,
  groups,
  webhooks,
  iam,
  keys,
  console,
  sandbox,
  schema,
  completion,
]

/** The command line with all its commands. */
export function toProgram(version: string, output: OutputConfiguration = {}): Program {
  const program = withGlobalOptions()
  program
    .name('labelbox-org')
    .description('Manage a Labelbox organization from the command line. Unofficial.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help for the command')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true, styleTitle: bold })
    // `run` prints errors: those of the parser like all others.
    .configureOutput({ ...output, outputError: () => undefined })
    .exitOverride()
    .addHelpText(
      'after',
      `${exitCodeHelp}\n${examples('whoami', 'members list --json', 'org --endpoint http://127.0.0.1:4100/graphql')}`,
    )
  for (const add of commands) add(program)
  return program
}

const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`
