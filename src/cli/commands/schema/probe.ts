import type * as Schema from '../../../schema/index.ts'
import { exitCodes } from '../../exitCodes.ts'
import type { GlobalOptions } from '../../globals.ts'
import { examples } from '../../options.ts'
import { printResult, warn } from '../../output.ts'
import { onRequest, startRequests } from '../../requests.ts'
import type { Result } from '../../result.ts'
import type { Group } from './group.ts'
import { clientDirectivesOption, load, told } from './load.ts'

export function probe(group: Group): void {
  const command = group
    .command('probe')
    .description('asks the API whether it still knows every operation, and has none carried out')
    .option('--documents <patterns...>', 'operations of your own; without it, those of this package')
    .option(...clientDirectivesOption)
    .option('--markdown', 'a report for a pull request or an issue')
    .addHelpText(
      'after',
      `
Every operation, mutations too, is sent so that it is checked and not carried out, by two locks: all at its root is skipped,
and a variable that it requires is not given. That each lock holds is proven first, by queries, by mutations that ask for __typename
alone, and by one of what can not exist. Where it is not, or after an answer to a mutation that is no refusal, no mutation is
sent, and what may have been carried out is named. A mutation is sent once, whatever becomes of it. Introspection is not needed.
With --dry-run nothing is sent, and it shows what would be for each operation.

Exit codes: 0 all are valid, 13 some are not, 14 nothing is known of some, 15 the locks are not proven.
${examples('schema probe', 'schema probe --documents "src/**/*.graphql" --markdown', 'schema probe --json')}`,
    )
  command.action(async ({ documents, clientDirectives, markdown }) => {
    const schema = await load()
    const options = command.optsWithGlobals()
    const definitions = await told(schema, () => schema.definitionsFrom(documents, clientDirectives))
    const result =
      options.dryRun === true
        ? await planned(schema.lockedDocuments(definitions))
        : toResult(schema, await probed(schema, options, definitions), markdown === true)
    await printResult(result, options.json === true)
  })
}

/** The way to the API that the command line and the environment name. */
export async function connected({ toSend }: typeof Schema, options: GlobalOptions) {
  const [{ findAccess }, { onInterruption }] = await Promise.all([
    import('../../access.ts'),
    import('../../interruption.ts'),
  ])
  const access = await findAccess(options, process.env, warn)
  startRequests(access.endpoint)
  const hooks = { onRequest }
  const signal = onInterruption()
  return {
    send: toSend({ ...access, hooks }, signal),
    apiKey: access.apiKey,
    /** With a key that opens nothing. */
    stranger: toSend({ ...access, apiKey: 'labelbox-org-schema-verify', retry: false, hooks }, signal),
  }
}

async function probed(schema: typeof Schema, options: GlobalOptions, definitions: Parameters<typeof Schema.probe>[1]) {
  const { send, apiKey } = await connected(schema, options)
  return schema.withoutSecret(await schema.probe(send, definitions), apiKey)
}

const codes = {
  valid: exitCodes.done,
  invalid: exitCodes.invalid,
  unknown: exitCodes.unclear,
  unlocked: exitCodes.unlocked,
}

const toResult = (
  { outcomeOf, probeMarkdown, probeRecord }: typeof Schema,
  found: Schema.Probe,
  markdown: boolean,
): Result => ({
  json: probeRecord(found),
  text: async () => (markdown ? probeMarkdown(found) : (await import('../../probeTable.ts')).probeTable(found)),
  exitCode: codes[outcomeOf(found)],
})

async function planned(documents: ReturnType<typeof Schema.lockedDocuments>): Promise<Result> {
  const [{ lockedText }, { print }] = await Promise.all([import('../../probeTable.ts'), import('graphql')])
  return {
    json: {
      dryRun: true,
      requests: documents.map(({ kind, name, path, document }) => ({ kind, name, path, query: print(document) })),
    },
    text: () => lockedText(documents),
  }
}
