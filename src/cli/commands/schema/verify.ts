import type * as Schema from '../../../schema/index.ts'
import { invocationOf } from '../../invocation.ts'
import { exitCodes } from '../../exitCodes.ts'
import { usage } from '../../output/commandError.ts'
import { examples } from '../../input/optionParsers.ts'
import type { VerificationJson } from '../../json/schemaJson.ts'
import type { CommandResult } from '../../output/commandResult.ts'
import { packageSchema } from '../../packageSchema.ts'
import { printResult } from '../../output/print.ts'
import type { Group } from './group.ts'
import { loadSchema, printWarnings, withFileErrors } from './loadSchema.ts'
import { connect } from './probe.ts'

export function verify(group: Group): void {
  const command = group
    .command('verify')
    .description('check the inferred facts of a snapshot against the API, and print a report to send in')
    .option('--schema <file>', 'SDL with "# inferred" marks, - for stdin (default: the snapshot of this package)')
    .option('--apply', 'remove the marks of confirmed facts from the file of --schema')
    .addHelpText(
      'after',
      `
The command probes every operation (see schema probe), then each mark behind the
same locks, and then runs the queries. Nothing is changed at Labelbox. The report
has no ids, emails, names or keys, and inferred type names are not sent.

Exit codes: 0 no contradictions, 1 a fact is contradicted or an operation is
invalid, 15 the locks are not proven.
${examples('schema verify', 'schema verify --schema graphql/schema.graphql --apply')}`,
    )
  command.action(async ({ schema: named, apply }) => {
    const schema = await loadSchema()
    const options = command.optsWithGlobals()
    const invocation = invocationOf(command)
    if (options.dryRun === true)
      throw usage(
        'schema verify has no --dry-run, as it changes nothing. “schema probe --dry-run” prints the requests.',
      )
    if (apply === true && (named ?? '-') === '-') throw usage('--apply needs --schema FILE, the file to change.')
    const file = named ?? packageSchema
    const sdl = await withFileErrors(schema, () => schema.readSdl(file, invocation.io.stdin))
    const definitions = await schema.definitionsFrom()
    const warnings = await withFileErrors(schema, () => schema.requireSound(schema.toSchema(sdl, file), definitions))
    printWarnings(invocation, { warnings })
    const { send, sendUnauthorized, apiKey } = await connect(schema, invocation, options)
    const found = await schema.verify(send, sendUnauthorized, definitions, sdl, apiKey)
    if (apply === true) await withFileErrors(schema, () => schema.writeFiles({ [file]: schema.applied(sdl, found) }))
    const result: CommandResult<VerificationJson> = {
      json: schema.verificationRecord(found),
      text: () => schema.verificationMarkdown(found),
      exitCode: exitCodeOf(schema, found),
    }
    await printResult(invocation, result, options.json === true)
  })
}

function exitCodeOf({ verificationRecord }: typeof Schema, found: Schema.Verification): number {
  const { facts, cacheTypes, nulls, forms, invalid, mayHaveRun } = verificationRecord(found)
  const isUnlocked = found.probe.proofs.some(({ locks }) => locks.length > 0) || mayHaveRun.length > 0
  if (isUnlocked) return exitCodes.unlocked
  const isContradicted =
    invalid.length > 0 ||
    [...facts, ...cacheTypes].some(({ verdict }) => verdict === 'contradicted') ||
    nulls.length > 0
  return isContradicted || forms.some(({ odd }) => odd > 0) ? exitCodes.failed : exitCodes.done
}
