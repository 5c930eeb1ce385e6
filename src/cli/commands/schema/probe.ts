import type * as Schema from '../../../schema/index.ts'
import { exitCodes } from '../../exitCodes.ts'
import type { GlobalOptions } from '../../input/globalOptions.ts'
import { examples } from '../../input/optionParsers.ts'
import { invocationOf, labelboxEndpoint, type Invocation } from '../../invocation.ts'
import { printResult } from '../../output/print.ts'
import type { PlannedProbe, ProbeJson } from '../../json/schemaJson.ts'
import type { CommandResult } from '../../output/commandResult.ts'
import { requireNoFiles, type Group } from './group.ts'
import { clientDirectivesOption, loadSchema, withFileErrors } from './loadSchema.ts'

export function probe(group: Group): void {
  const command = group
    .command('probe')
    .allowExcessArguments()
    .description('check every operation against the API without running it')
    .option('--documents <patterns...>', 'files with your operations (default: those of this package)')
    .option(...clientDirectivesOption)
    .option('--markdown', 'print a report for a pull request or an issue')
    .addHelpText(
      'after',
      `
The API validates each operation, mutations too, and runs none. Two locks keep
it from running them: all root fields are skipped, and a required variable is
missing. Each lock is proven first, with queries, with mutations that only read
__typename, and with a mutation that can't exist. Without that proof no mutation
is sent. After a response to a mutation that is not an error, no other mutation
is sent, and the report names those that may have run. Each mutation is sent
once. The API need not allow introspection.

With --dry-run nothing is sent; the command prints the requests.

Exit codes: 0 all operations are valid, 13 some are invalid, 14 some have an
unknown result, 15 the locks are not proven.
${examples('schema probe', 'schema probe --documents "src/**/*.graphql" --markdown', 'schema probe --json')}`,
    )
  command.action(async ({ documents, clientDirectives, markdown }) => {
    requireNoFiles(command)
    const schema = await loadSchema()
    const options = command.optsWithGlobals()
    const invocation = invocationOf(command)
    const operations = await withFileErrors(schema, () => schema.definitionsFrom(documents, clientDirectives))
    // Documents of others write their filters down.
    const definitions = documents === undefined ? [...operations, ...schema.listDefinitions()] : operations
    const result =
      options.dryRun === true
        ? await planResult(schema.lockedDocuments(definitions))
        : toResult(schema, await runProbe(schema, invocation, options, definitions), {
            isMarkdown: markdown === true,
            ofPackage: documents === undefined,
          })
    await printResult(invocation, result, options.json === true)
  })
}

/** Functions that send documents to the API. */
export async function connect({ toSend }: typeof Schema, invocation: Invocation, options: GlobalOptions) {
  const { findCredentials } = await import('../../session/credentials.ts')
  const credentials = await findCredentials(invocation, options)
  invocation.endpoint = credentials.endpoint ?? labelboxEndpoint
  const transport = await invocation.transport()
  const connection = { ...invocation.io.client, ...credentials, transport, hooks: { onRequest: invocation.onRequest } }
  const signal = invocation.abortSignal()
  return {
    send: toSend(connection, signal),
    apiKey: credentials.apiKey,
    /** Sends with an invalid API key. */
    sendUnauthorized: toSend({ ...connection, apiKey: 'labelbox-org-schema-verify', retry: false }, signal),
  }
}

async function runProbe(
  schema: typeof Schema,
  invocation: Invocation,
  options: GlobalOptions,
  definitions: Parameters<typeof Schema.probe>[1],
) {
  const { send, apiKey } = await connect(schema, invocation, options)
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
  { isMarkdown, ofPackage }: { readonly isMarkdown: boolean; readonly ofPackage: boolean },
): CommandResult<ProbeJson> => ({
  json: probeRecord(found),
  text: async (layout) => {
    if (isMarkdown) return probeMarkdown(found)
    const [{ probeTable }, { packageOperationsLine }] = await Promise.all([
      import('./probeTable.ts'),
      import('./schemaTables.ts'),
    ])
    return `${probeTable(found, layout)}${ofPackage ? packageOperationsLine : ''}`
  },
  exitCode: codes[outcomeOf(found)],
})

async function planResult(documents: ReturnType<typeof Schema.lockedDocuments>): Promise<CommandResult<PlannedProbe>> {
  const [{ lockedText }, { print }] = await Promise.all([import('./probeTable.ts'), import('graphql')])
  return {
    json: {
      dryRun: true,
      requests: documents.map(({ kind, name, path, document }) => ({ kind, name, path, query: print(document) })),
    },
    text: () => lockedText(documents),
  }
}
