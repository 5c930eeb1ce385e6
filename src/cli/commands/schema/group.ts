import type { Program } from '../../globals.ts'

/** The commands that have to do with a schema. */
export const withGroup = (program: Program) =>
  program.command('schema').description('what the schema is, and what a change of it does to operations')

export type Group = ReturnType<typeof withGroup>
