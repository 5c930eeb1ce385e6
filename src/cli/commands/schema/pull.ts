import type * as Schema from '../../../schema/index.ts'
import { usage } from '../../output/commandError.ts'
import { invocationOf, type Invocation } from '../../invocation.ts'
import type { GlobalOptions } from '../../input/globalOptions.ts'
import { examples, repeated } from '../../input/optionParsers.ts'
import { printResult } from '../../output/print.ts'
import type { PullJson } from '../../json/schemaJson.ts'
import type { CommandResult } from '../../output/commandResult.ts'
import type { Group } from './group.ts'
import { clientDirectivesOption, loadSchema, withFileErrors, printWarnings } from './loadSchema.ts'

export function pull(group: Group): void {
  const command = group
    .command('pull')
    .description('write a snapshot of the schema that your operations need, and list the changes')
    .argument('[source]', 'SDL or introspection JSON, - for stdin (default: the endpoint)')
    .requiredOption('--out <file>', 'snapshot to write; its descriptions stay where the schema has none')
    .option('--former <file>', 'snapshot to compare with and to take descriptions from (default: --out)')
    .option(
      '--documents <patterns...>',
      'files with the operations that decide the scope (default: those of this package)',
    )
    .option(
      '--scope <patterns...>',
      'files with more documents for the scope; they may be empty, and need not be valid',
    )
    .option('--add <field>', 'root field to add to the file of --scope, which must be a single existing file')
    .option(...clientDirectivesOption)
    .option('--whole', 'include the whole schema')
    .option('--header <line>', 'header to send, such as "X-Tenant: blue" (repeatable)', repeated)
    .option('--public-only', 'leave out the experimental endpoint')
    .addHelpText(
      'after',
      `
The scope is what the documents select: their root fields, and their types with
all arguments and all fields that stay in scope. If the API has not changed, the
file stays byte for byte the same. An API key is sent if there is one.
${examples('schema pull --out schema.graphql', 'schema pull introspection.json --out schema.graphql --documents "src/**/*.graphql"')}`,
    )
  command.action(async (source, options) => {
    const loaded = await loadSchema()
    const invocation = invocationOf(command)
    const globals = command.optsWithGlobals()
    const result = await withFileErrors(loaded, () => pullSchema(loaded, invocation, source, options, globals))
    await printResult(invocation, result, globals.json === true)
  })
}

interface Options {
  readonly out: string
  readonly former?: string | undefined
  readonly documents?: string[] | undefined
  readonly scope?: string[] | undefined
  readonly add?: string | undefined
  readonly clientDirectives?: readonly string[] | undefined
  readonly whole?: boolean | undefined
  readonly header?: readonly string[] | undefined
  readonly publicOnly?: boolean | undefined
}

async function pullSchema(
  loaded: typeof Schema,
  invocation: Invocation,
  source: string | undefined,
  {
    out,
    former = out,
    documents,
    scope,
    add,
    clientDirectives,
    whole = false,
    header = [],
    publicOnly = false,
  }: Options,
  globals: GlobalOptions,
): Promise<CommandResult<PullJson>> {
  if (source !== undefined && (header.length > 0 || publicOnly)) {
    throw usage('--header and --public-only need an endpoint, and the source is a file.')
  }
  if (add !== undefined && scope === undefined) throw usage('--add needs --scope FILE, which names what is in scope.')
  // Errors in files show before a request is sent.
  const [before, purpose] = await Promise.all([loaded.readTextIfThere(former), loaded.readPurpose(documents, scope)])
  const { read, untold } = await (source === undefined
    ? fromEndpoint(loaded, invocation, globals, header, publicOnly)
    : loaded.readSchema(source, invocation.io.stdin).then((found) => ({ read: found, untold: [] })))
  const added = add === undefined ? {} : withAddition(loaded, purpose.scope, read, add)
  const inScope = { ...purpose, scope: { ...purpose.scope, ...added } }
  const snapshot = await loaded.takeSnapshot(read, before, inScope, { whole, clientDirectives })
  const { warnings } = printWarnings(invocation, { warnings: [...untold.map(unknownText), ...snapshot.warnings] })
  const dryRun = globals.dryRun === true
  const changed = (former === out ? before : await loaded.readTextIfThere(out)) !== snapshot.sdl
  if (!dryRun) await loaded.writeFiles({ ...(changed && { [out]: snapshot.sdl }), ...added })
  return {
    json: { dryRun, out, changed, ...loaded.snapshotRecord(snapshot), warnings },
    text: async (layout) => {
      const { snapshotText } = await import('./schemaTables.ts')
      return snapshotText(snapshot, out, { changed, dryRun, isFirst: before === undefined }, layout)
    },
  }
}

/** The file of the scope with a root field added. */
function withAddition(
  { addToScope }: typeof Schema,
  scope: Schema.Files,
  { schema }: Schema.ReadSchema,
  field: string,
): Schema.Files {
  const [entry, other] = Object.entries(scope)
  if (entry === undefined || other !== undefined) throw usage('--add needs a single file for --scope.')
  const [file, text] = entry
  return { [file]: addToScope(text, file, schema, field) }
}

async function fromEndpoint(
  loaded: typeof Schema,
  invocation: Invocation,
  globals: GlobalOptions,
  header: readonly string[],
  publicOnly: boolean,
) {
  const { introspectEndpoint, parseHeaders } = await import('./introspection.ts')
  const { sdl, untold } = await introspectEndpoint(loaded, invocation, globals, {
    headers: parseHeaders(header),
    publicOnly,
  })
  return { read: loaded.toSchema(sdl, 'The endpoint'), untold }
}

const unknownText = (what: string): string =>
  `The endpoint does not tell ${what} by introspection: the schema lacks them.`
