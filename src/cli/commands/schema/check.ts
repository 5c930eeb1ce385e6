import type * as Schema from '../../../schema/index.ts'
import { invocationOf } from '../../invocation.ts'
import { exitCodes } from '../../exitCodes.ts'
import { count, examples } from '../../input/optionParsers.ts'
import { printResult } from '../../output/print.ts'
import type { CheckJson } from '../../json/schemaJson.ts'
import type { CommandResult } from '../../output/commandResult.ts'
import { packageSchema } from '../../packageSchema.ts'
import { requireNoFiles, type Group } from './group.ts'
import { clientDirectivesOption, loadSchema, printWarnings, withFileErrors } from './loadSchema.ts'

export function check(group: Group): void {
  const command = group
    .command('check')
    .allowExcessArguments()
    .description('check that operations are valid, current, cacheable and not too expensive')
    .option('--schema <file>', 'SDL or introspection JSON, - for stdin (default: the snapshot of this package)')
    .option('--documents <patterns...>', 'files with your operations (default: those of this package)')
    .option(...clientDirectivesOption)
    .option('--max-depth <n>', 'maximum levels of nested fields (default: 10)', count)
    .option('--max-cost <n>', 'maximum objects in a response (default: 10000)', count)
    .addHelpText(
      'after',
      `
Rules:
  invalid     the schema does not allow the operation
  deprecated  the operation uses a deprecated field, argument or value
  id          the type has an id, and the selection lacks it
  depth       more levels of nested fields than --max-depth
  cost        more objects than --max-cost; a list counts as many as first, last
              or limit ask for, 100 without these arguments, 10 if it is not paged
  duplicate   two operations or two fragments have the same name
Warnings:
  inferred    the operation depends on a type name that is a guess: the schema
              marks these with "# inferred"
  endpoint    a field or argument is only at /_gql, and the operation goes to
              /graphql

Exit codes: 0 no findings or only warnings, 1 findings, 2 a file can't be read.
${examples('schema check', 'schema check --schema schema.graphql --documents "src/**/*.graphql" --max-cost 5000')}`,
    )
  command.action(async ({ schema, documents, clientDirectives, maxDepth, maxCost }) => {
    requireNoFiles(command)
    const loaded = await loadSchema()
    const invocation = invocationOf(command)
    const limits = { depth: maxDepth ?? loaded.defaultLimits.depth, cost: maxCost ?? loaded.defaultLimits.cost }
    const checked = await withFileErrors(loaded, async () =>
      loaded.checkFiles(
        documents,
        schema === undefined
          ? loaded.toSchema(await loaded.readSdl(packageSchema), 'The snapshot')
          : await loaded.readSchema(schema, invocation.io.stdin),
        limits,
        clientDirectives,
      ),
    )
    await printResult(
      invocation,
      checkResult(loaded, printWarnings(invocation, checked), limits, documents === undefined),
      command.optsWithGlobals().json === true,
    )
  })
}

/** The result of a check. `ofPackage` says that nobody named documents. */
export const checkResult = (
  { checkRecord, isWarning }: Pick<typeof Schema, 'checkRecord' | 'isWarning'>,
  checked: Schema.Checked & { readonly warnings: readonly string[] },
  limits: Parameters<typeof checkRecord>[1],
  ofPackage = false,
): CommandResult<CheckJson> => ({
  json: { ...checkRecord(checked, limits), warnings: checked.warnings },
  text: async () => (await import('./schemaTables.ts')).checkText(checked, ofPackage),
  exitCode: checked.findings.every(isWarning) ? exitCodes.done : exitCodes.failed,
})
