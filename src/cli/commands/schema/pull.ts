import type * as Schema from '../../../schema/index.ts'
import { usage } from '../../failure.ts'
import type { GlobalOptions } from '../../globals.ts'
import { examples, several } from '../../options.ts'
import { printResult } from '../../output.ts'
import type { Result } from '../../result.ts'
import type { Group } from './group.ts'
import { clientDirectivesOption, load, told, warned } from './load.ts'

export function pull(group: Group): void {
  const command = group
    .command('pull')
    .description('take a snapshot of what is in scope of a schema, and say what has changed')
    .argument('[source]', 'SDL or introspection JSON in a file, or - for standard input; without it, the endpoint')
    .requiredOption('--out <file>', 'where to write; its descriptions are kept where the schema has none')
    .option('--former <file>', 'the snapshot to compare with and to keep descriptions of; by default what is at --out')
    .option(
      '--documents <patterns...>',
      'operations of your own that decide what is in scope; else those of this package',
    )
    .option('--scope <patterns...>', 'documents that name what is in scope besides, and need not be valid')
    .option(...clientDirectivesOption)
    .option('--whole', 'take everything, whatever is in scope')
    .option('--header <line>', 'a header to send, "X-Tenant: blue"; may be given several times', several)
    .option('--public-only', 'leave the experimental endpoint out, and what only it knows')
    .addHelpText(
      'after',
      `
In scope is what the documents ask for: the root fields that they name and the types that they read, each with all fields
that do not lead out of scope, all arguments, and all that those take. An API without a change leaves the file as it is.
The key is found as by every command; where there is none, none is sent.
${examples('schema pull --out schema.graphql', 'schema pull introspection.json --out schema.graphql --documents "src/**/*.graphql"')}`,
    )
  command.action(async (source, options) => {
    const loaded = await load()
    const globals = command.optsWithGlobals()
    const result = await told(loaded, () => pulled(loaded, source, options, globals))
    await printResult(result, globals.json === true)
  })
}

interface Options {
  readonly out: string
  readonly former?: string | undefined
  readonly documents?: string[] | undefined
  readonly scope?: string[] | undefined
  readonly clientDirectives?: readonly string[] | undefined
  readonly whole?: boolean | undefined
  readonly header?: readonly string[] | undefined
  readonly publicOnly?: boolean | undefined
}

async function pulled(
  loaded: typeof Schema,
  source: string | undefined,
  { out, former = out, documents, scope, clientDirectives, whole = false, header = [], publicOnly = false }: Options,
  globals: GlobalOptions,
): Promise<Result> {
  if (source !== undefined && (header.length > 0 || publicOnly)) {
    throw usage('--header and --public-only are for an endpoint, and a file is given.')
  }
  // What is wrong here shows before anything is asked.
  const [before, purpose] = await Promise.all([loaded.readTextIfThere(former), loaded.readPurpose(documents, scope)])
  const { read, untold } = await (source === undefined
    ? fromEndpoint(loaded, globals, header, publicOnly)
    : loaded.readSchema(source).then((found) => ({ read: found, untold: [] })))
  const snapshot = await loaded.takeSnapshot(read, before, purpose, { whole, clientDirectives })
  const { warnings } = warned({ warnings: [...untold.map(untoldText), ...snapshot.warnings] })
  const dryRun = globals.dryRun === true
  const changed = (former === out ? before : await loaded.readTextIfThere(out)) !== snapshot.sdl
  if (changed && !dryRun) await loaded.writeFiles({ [out]: snapshot.sdl })
  return {
    json: { dryRun, out, changed, ...loaded.snapshotRecord(snapshot), warnings },
    text: async () => {
      const { snapshotText } = await import('../../schemaTable.ts')
      return snapshotText(snapshot, out, { changed, dryRun, isFirst: before === undefined })
    },
  }
}

async function fromEndpoint(
  loaded: typeof Schema,
  globals: GlobalOptions,
  header: readonly string[],
  publicOnly: boolean,
) {
  const { headersOf, introspection } = await import('./introspection.ts')
  const { sdl, untold } = await introspection(loaded, globals, headersOf(header), publicOnly)
  return { read: loaded.toSchema(sdl, 'The endpoint'), untold }
}

const untoldText = (what: string): string =>
  `The endpoint has no introspection of ${what}: what it has of that is missing from the schema.`
