import type { Program } from '../../globals.ts'
import { examples } from '../../options.ts'

/** The commands that have to do with a schema. */
export const withGroup = (program: Program) =>
  program
    .command('schema')
    .description('what the schema is, and what a change of it does to operations')
    .addHelpText('after', examples('schema check', 'schema diff old.graphql new.graphql', 'schema probe --dry-run'))

export type Group = ReturnType<typeof withGroup>
