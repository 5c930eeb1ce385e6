import type * as Schema from '../../../schema/index.ts'
import { exitCodes } from '../../exitCodes.ts'
import { count, examples } from '../../options.ts'
import { printResult } from '../../output.ts'
import type { Result } from '../../result.ts'
import type { Group } from './group.ts'
import { clientDirectivesOption, load, told, warned } from './load.ts'

export function check(group: Group): void {
  const command = group
    .command('check')
    .description('whether operations are valid, up to date, readable by a cache, and not too heavy')
    .option(
      '--schema <file>',
      'SDL or introspection JSON, - for standard input; without it, the snapshot of this package',
    )
    .option('--documents <patterns...>', 'operations of your own; without it, those of this package')
    .option(...clientDirectivesOption)
    .option('--max-depth <levels>', 'how many fields there may be within each other; 10 unless told otherwise', count)
    .option('--max-cost <objects>', 'how many objects an answer may hold; 10000 unless told otherwise', count)
    .addHelpText(
      'after',
      `
invalid     the schema does not allow it
deprecated  it uses what the schema says is to go
id          a type that has an id is read without it
depth       fields within fields, more than --max-depth
cost        objects that an answer may hold, more than --max-cost: of a list as many as first, last or limit ask for,
            100 where nothing says how many, 10 of a list that is not paged
duplicate   two operations, or two fragments, of one name

Exit codes: 0 nothing is wrong, 1 something is, 2 a file can't be read.
${examples('schema check', 'schema check --schema schema.graphql --documents "src/**/*.graphql" --max-cost 5000')}`,
    )
  command.action(async ({ schema, documents, clientDirectives, maxDepth, maxCost }) => {
    const loaded = await load()
    const limits = { depth: maxDepth ?? loaded.defaultLimits.depth, cost: maxCost ?? loaded.defaultLimits.cost }
    const checked = await told(loaded, async () =>
      loaded.checkFiles(
        documents,
        schema === undefined ? undefined : await loaded.readSchema(schema),
        limits,
        clientDirectives,
      ),
    )
    await printResult(checkResult(loaded, warned(checked), limits), command.optsWithGlobals().json === true)
  })
}

/** What is said of checked documents. */
export const checkResult = (
  { checkRecord }: Pick<typeof Schema, 'checkRecord'>,
  checked: Schema.Checked & { readonly warnings: readonly string[] },
  limits: Parameters<typeof checkRecord>[1],
): Result => ({
  json: { ...checkRecord(checked, limits), warnings: checked.warnings },
  text: async () => (await import('../../schemaTable.ts')).checkText(checked),
  exitCode: checked.findings.length > 0 ? exitCodes.failed : exitCodes.done,
})
