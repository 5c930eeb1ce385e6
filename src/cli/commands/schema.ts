import type * as Schema from '../../schema/index.ts'
import { exitCodes } from '../exitCodes.ts'
import { CommandError, usage } from '../failure.ts'
import type { Program } from '../globals.ts'
import { examples } from '../options.ts'
import { printResult } from '../output.ts'
import type { Result } from '../result.ts'

export function schema(program: Program): void {
  const group = program.command('schema').description('what a change of the schema does to operations')
  const diff = group
    .command('diff')
    .description('what changed between two schemas, and which operations, methods and types it touches')
    .argument('<old>', 'a schema: SDL or introspection JSON; - reads standard input')
    .argument('<new>', 'the one that takes its place')
    .option('--documents <patterns...>', 'operations of your own; without it, those of this package')
    .addOption(group.createOption('--markdown', 'a report for a pull request').conflicts(['github', 'changelog']))
    .addOption(group.createOption('--github', 'annotations for GitHub Actions').conflicts(['changelog']))
    .option('--changelog', 'the entry for a changelog, and nothing else')
    .addOption(
      group
        .createOption('--apply', 'remove what is gone from your --documents')
        .conflicts(['markdown', 'github', 'changelog']),
    )
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing has changed, 10 nothing that can harm the operations, 11 dangerous to them, 12 breaking.
With --apply: 0 everything is valid then, 12 something is not, and is yours to decide.
${examples('schema diff old.graphql new.graphql', 'schema diff old.graphql new.graphql --documents "src/**/*.graphql" --apply', 'schema diff old.graphql new.graphql --documents "src/**/*.graphql"')}`,
    )
  diff.action(async (oldFile, newFile, { documents, ...options }) => {
    const loaded = await load()
    const { json, dryRun } = diff.optsWithGlobals()
    const result = await told(loaded, () =>
      options.apply
        ? repaired(loaded, oldFile, newFile, documents, dryRun === true)
        : compared(loaded, oldFile, newFile, documents, options),
    )
    await printResult(result, json === true)
  })
}

interface Form {
  readonly markdown?: true | undefined
  readonly github?: true | undefined
  readonly changelog?: true | undefined
}

async function compared(
  { compare, toMarkdown, toChangelog, toAnnotations, toRecord }: typeof Schema,
  oldFile: string,
  newFile: string,
  documents: readonly string[] | undefined,
  { markdown, github, changelog }: Form,
): Promise<Result> {
  const { impact } = await compare(oldFile, newFile, documents)
  const text = async () => {
    if (markdown) return toMarkdown(impact)
    if (github) return toAnnotations(impact)
    if (changelog) return toChangelog(impact)
    return (await import('../schemaTable.ts')).impactTable(impact)
  }
  return { json: toRecord(impact), text, exitCode: codes[impact.verdict] }
}

async function repaired(
  { compare, applyTo, writeFiles, repairRecord }: typeof Schema,
  oldFile: string,
  newFile: string,
  documents: readonly string[] | undefined,
  dryRun: boolean,
): Promise<Result> {
  if (documents === undefined) throw usage('--apply needs --documents: the files to change.')
  const { files, before, after } = await compare(oldFile, newFile, documents)
  const repair = applyTo(files, before, after)
  if (!dryRun) await writeFiles(repair.changed)
  return {
    json: { dryRun, ...repairRecord(repair) },
    text: async () => (await import('../schemaTable.ts')).repairText(repair, dryRun),
    exitCode: repair.left.length > 0 ? exitCodes.breaking : exitCodes.done,
  }
}

const codes = {
  nothing: exitCodes.done,
  safe: exitCodes.safe,
  dangerous: exitCodes.dangerous,
  breaking: exitCodes.breaking,
}

/** A file that is not there, or not what it should be, is named wrongly. */
async function told<T>({ UnreadableError }: typeof Schema, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw error instanceof UnreadableError ? usage(error.message) : error
  }
}

/** GraphQL's own package is no dependency of this one: most who use the command never need it. */
async function load(): Promise<typeof Schema> {
  try {
    return await import('../../schema/index.ts')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new CommandError(
      'SCHEMA',
      'Comparing schemas needs a package that is not installed. Add it: npm install graphql',
    )
  }
}
