import type { Program } from '../../input/globalOptions.ts'
import { examples } from '../../input/optionParsers.ts'

export const withGroup = (program: Program) =>
  program
    .command('schema')
    .description('compare schemas, and check operations against a schema or the API')
    .addHelpText('after', examples('schema check', 'schema diff old.graphql new.graphql', 'schema probe --dry-run'))

export type Group = ReturnType<typeof withGroup>
