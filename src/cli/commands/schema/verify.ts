import { createRequire } from 'node:module'
import type * as Schema from '../../../schema/index.ts'
import { exitCodes } from '../../exitCodes.ts'
import { usage } from '../../failure.ts'
import { examples } from '../../options.ts'
import { printResult } from '../../output.ts'
import type { Group } from './group.ts'
import { load, told, warned } from './load.ts'
import { connected } from './probe.ts'

export function verify(group: Group): void {
  const command = group
    .command('verify')
    .description('which inferred facts of a snapshot hold at the API, as a report that can be sent in')
    .option(
      '--schema <file>',
      'a snapshot as SDL with "# inferred" marks; "-" is standard input; without it, this package’s',
    )
    .option('--apply', 'take the marks of what holds out of it')
    .addHelpText(
      'after',
      `
It probes every operation (see schema probe), asks behind the same locks about each mark, and then runs the operations that
only read. It changes nothing at Labelbox. No id, address, name or key is in the report, and no inferred name of a type is sent.

Exit codes: 0 nothing is contradicted, 1 something is or an operation is not valid, 15 the locks are not proven.
${examples('schema verify', 'schema verify --schema graphql/schema.graphql --apply')}`,
    )
  command.action(async ({ schema: named, apply }) => {
    const schema = await load()
    const options = command.optsWithGlobals()
    if (options.dryRun === true)
      throw usage('schema verify changes nothing at Labelbox. schema probe --dry-run shows what is sent.')
    if (apply === true && (named ?? '-') === '-') throw usage('--apply changes a file: name it with --schema.')
    const file = named ?? createRequire(import.meta.url).resolve('labelbox-org/schema.graphql')
    const sdl = await told(schema, () => schema.readSdl(file))
    const definitions = await schema.definitionsFrom()
    const warnings = await told(schema, () => schema.requireSound(schema.toSchema(sdl, file), definitions))
    warned({ warnings })
    const { send, stranger, apiKey } = await connected(schema, options)
    const found = await schema.verify(send, stranger, definitions, sdl, apiKey)
    if (apply === true) await told(schema, () => schema.writeFiles({ [file]: schema.applied(sdl, found) }))
    await printResult(
      {
        json: schema.verificationRecord(found),
        text: () => schema.verificationMarkdown(found),
        exitCode: exitCodeOf(schema, found),
      },
      options.json === true,
    )
  })
}

function exitCodeOf({ verificationRecord }: typeof Schema, found: Schema.Verification): number {
  const { facts, nulls, forms, invalid, mayHaveRun } = verificationRecord(found)
  const isUnlocked = found.probe.proofs.some(({ locks }) => locks.length > 0) || mayHaveRun.length > 0
  if (isUnlocked) return exitCodes.unlocked
  const isContradicted =
    invalid.length > 0 || facts.some(({ verdict }) => verdict === 'contradicted') || nulls.length > 0
  return isContradicted || forms.some(({ odd }) => odd > 0) ? exitCodes.failed : exitCodes.done
}
