import type * as Schema from '../../../schema/index.ts'
import { exitCodes } from '../../exitCodes.ts'
import { usage } from '../../failure.ts'
import { examples } from '../../options.ts'
import { printResult } from '../../output.ts'
import type { Result } from '../../result.ts'
import { clientDirectivesOption, load, told, warned } from './load.ts'
import { runGenerator } from './generator.ts'
import type { Group } from './group.ts'

export function diff(group: Group): void {
  const command = group
    .command('diff')
    .description('what changed between two schemas, and which operations, methods and types it touches')
    .argument('<old>', 'a schema: SDL or introspection JSON, - for standard input')
    .argument('<new>', 'the one that takes its place')
    .option('--documents <patterns...>', 'operations of your own; without it, those of this package')
    .option(...clientDirectivesOption)
    .addOption(group.createOption('--markdown', 'a report for a pull request').conflicts(['github', 'changelog']))
    .addOption(group.createOption('--github', 'annotations for GitHub Actions').conflicts(['changelog']))
    .option('--changelog', 'the entry for a changelog, and nothing else')
    .addOption(
      group
        .createOption('--apply', 'remove what is gone from your --documents')
        .conflicts(['markdown', 'github', 'changelog']),
    )
    .option('--then <command>', 'after --apply, where all is valid then: your code generator, "npm run codegen"')
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing has changed, 10 nothing that can harm the operations, 11 dangerous to them, 12 breaking.
With --apply: 0 everything is valid then, 12 something is not, and is yours to decide.
${examples('schema diff old.graphql new.graphql', 'schema diff old.graphql new.graphql --documents "src/**/*.graphql"', 'schema diff old.graphql new.graphql --documents "src/**/*.graphql" --apply --then "npm run codegen"')}`,
    )
  command.action(async (oldFile, newFile, { documents: patterns, clientDirectives, ...options }) => {
    const loaded = await load()
    const { json, dryRun = false } = command.optsWithGlobals()
    const { apply, then } = options
    if (oldFile === '-' && newFile === '-') throw usage('One schema can come from standard input, and not both.')
    const documents = { patterns, clientDirectives }
    if (then !== undefined && !apply) throw usage('--then is for after --apply.')
    const result = await told(loaded, () =>
      apply
        ? repaired(loaded, oldFile, newFile, documents, { dryRun, then })
        : compared(loaded, oldFile, newFile, documents, options),
    )
    await printResult(result, json === true)
    if (then !== undefined && !dryRun && result.exitCode === exitCodes.done) await runGenerator(then)
  })
}

interface Documents {
  readonly patterns: readonly string[] | undefined
  readonly clientDirectives: readonly string[] | undefined
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
  { patterns, clientDirectives }: Documents,
  { markdown, github, changelog }: Form,
): Promise<Result> {
  const { impact, warnings } = warned(await compare(oldFile, newFile, patterns, clientDirectives))
  const text = async () => {
    if (markdown) return toMarkdown(impact)
    if (github) return toAnnotations(impact)
    if (changelog) return toChangelog(impact)
    return (await import('../../schemaTable.ts')).impactTable(impact)
  }
  return { json: { ...toRecord(impact), warnings }, text, exitCode: codes[impact.verdict] }
}

async function repaired(
  { compare, applyTo, writeFiles, repairRecord }: typeof Schema,
  oldFile: string,
  newFile: string,
  { patterns, clientDirectives }: Documents,
  { dryRun, then }: { readonly dryRun: boolean; readonly then: string | undefined },
): Promise<Result> {
  if (patterns === undefined) throw usage('--apply needs --documents: the files to change.')
  const { files, before, after, warnings } = warned(await compare(oldFile, newFile, patterns, clientDirectives))
  const repair = applyTo(files, before, after, clientDirectives)
  if (!dryRun) await writeFiles(repair.changed)
  return {
    json: { dryRun, ...repairRecord(repair), warnings },
    text: async () => (await import('../../schemaTable.ts')).repairText(repair, dryRun, nextText(repair, then)),
    exitCode: repair.left.length > 0 ? exitCodes.breaking : exitCodes.done,
  }
}

function nextText({ left, types }: Schema.Repair, then: string | undefined): string | undefined {
  if (then !== undefined)
    return left.length > 0 ? 'What --then runs is left out: it needs documents that are valid.' : undefined
  return types.length > 0 ? 'Run your code generator now.' : undefined
}

const codes = {
  nothing: exitCodes.done,
  safe: exitCodes.safe,
  dangerous: exitCodes.dangerous,
  breaking: exitCodes.breaking,
}
