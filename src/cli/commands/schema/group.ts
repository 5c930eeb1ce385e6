import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Program } from '../../input/globalOptions.ts'
import { examples } from '../../input/optionParsers.ts'
import { usage } from '../../output/commandError.ts'

export const withGroup = (program: Program) =>
  program
    .command('schema')
    .description('compare schemas, and check operations against a schema or the API')
    .addHelpText('after', examples('schema check', 'schema diff old.graphql new.graphql', 'schema probe --dry-run'))

export type Group = ReturnType<typeof withGroup>

/**
 * Refuses files that are named without `--documents`. The command has to allow excess arguments.
 *
 * @throws CommandError
 */
export function requireNoFiles(command: CommandUnknownOpts): void {
  if (command.args.length <= command.registeredArguments.length) return
  const words = ['schema', command.name(), ...command.registeredArguments.map((argument) => `<${argument.name()}>`)]
  throw usage(`Name files with operations after --documents: ${words.join(' ')} --documents "src/**/*.graphql".`)
}
