import { exitCodeHelp } from './exitCodes.ts'
import { withGlobals, type Program } from './globals.ts'
import { completion } from './commands/completion.ts'
import { groups } from './commands/groups.ts'
import { iam } from './commands/iam.ts'
import { invites } from './commands/invites.ts'
import { keys } from './commands/keys.ts'
import { members } from './commands/members.ts'
import { org } from './commands/org.ts'
import { projects } from './commands/projects.ts'
import { sandbox } from './commands/sandbox.ts'
import { schema } from './commands/schema.ts'
import { tags } from './commands/tags.ts'
import { webhooks } from './commands/webhooks.ts'
import { whoami } from './commands/whoami.ts'
import { examples } from './options.ts'

const commands = [
  whoami,
  org,
  members,
  invites,
  projects,
  tags,
  groups,
  webhooks,
  iam,
  keys,
  sandbox,
  schema,
  completion,
]

/** The whole command line. */
export function toProgram(version: string): Program {
  const program = withGlobals()
  program
    .name('labelbox-org')
    .description("The Organization part of Labelbox's API on the command line. Unofficial.")
    .version(version, '--version')
    .configureHelp({ showGlobalOptions: true, styleTitle: bold })
    // What is wrong is said by whoever runs this, as everything else that goes wrong.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText(
      'after',
      `${exitCodeHelp}\n${examples('whoami', 'members list --json', 'org --endpoint http://127.0.0.1:4100/graphql')}`,
    )
  for (const add of commands) add(program)
  return program
}

const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`
