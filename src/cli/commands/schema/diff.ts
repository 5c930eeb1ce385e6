import type * as Schema from '../../../schema/index.ts'
import { invocationOf, type Invocation } from '../../invocation.ts'
import { exitCodes } from '../../exitCodes.ts'
import { usage } from '../../output/commandError.ts'
import { examples, newNames } from '../../input/optionParsers.ts'
import { printResult } from '../../output/print.ts'
import type { CommandJson } from '../../json/commandJson.ts'
import type { ComparisonJson, RepairJson } from '../../json/schemaJson.ts'
import type { CommandResult } from '../../output/commandResult.ts'
import { clientDirectivesOption, loadSchema, withFileErrors, printWarnings } from './loadSchema.ts'
import { runCodeGenerator } from './codeGenerator.ts'
import { requireNoFiles, type Group } from './group.ts'

export function diff(group: Group): void {
  const command = group
    .command('diff')
    .allowExcessArguments()
    .description('compare two schemas, and list the operations, methods and types that a change affects')
    .argument('<old>', 'old schema: SDL or introspection JSON, - for stdin')
    .argument('<new>', 'new schema')
    .option('--documents <patterns...>', 'files with your operations (default: those of this package)')
    // For this package's repository, where the copy that is shipped may be older than the documents.
    .addOption(group.createOption('--own', 'treat --documents as those of this package').hideHelp())
    .option(...clientDirectivesOption)
    .addOption(group.createOption('--markdown', 'print a report for a pull request').conflicts(['github', 'changelog']))
    .addOption(group.createOption('--github', 'print annotations for GitHub Actions').conflicts(['changelog']))
    .option('--changelog', 'print a changelog entry')
    .option(
      '--rename <old=new...>',
      'a new name, such as Webhook=Hook or User.nickname=alias; Webhook= if the part is gone (repeatable)',
      newNames,
    )
    .addOption(
      group
        .createOption('--apply', 'write new names into --documents, and remove what the new schema lacks')
        .conflicts(['markdown', 'github', 'changelog']),
    )
    .option('--partial', 'let --apply write what it can, even if some documents need changes by hand')
    .option('--then <command>', 'command to run after --apply if everything is valid, such as "npm run codegen"')
    .addHelpText(
      'after',
      `
Exit codes: 0 no changes, 10 safe changes, 11 dangerous ones, 12 breaking ones.
With --apply: 0 all operations are valid, 12 some need changes by hand, and
nothing was written without --partial.
${examples('schema diff old.graphql new.graphql', 'schema diff old.graphql new.graphql --documents "src/**/*.graphql"', 'schema diff old.graphql new.graphql --documents "src/**/*.graphql" --apply --then "npm run codegen"')}`,
    )
  command.action(
    async (oldFile, newFile, { documents: patterns, own: isOwn, clientDirectives, rename: renames, ...options }) => {
      requireNoFiles(command)
      const loaded = await loadSchema()
      const invocation = invocationOf(command)
      const { json, dryRun = false } = command.optsWithGlobals()
      const { apply: isApplied, then, partial = false } = options
      if (oldFile === '-' && newFile === '-') throw usage('Only one of the schemas can come from stdin.')
      const documents = { patterns, isOwn, clientDirectives, renames }
      if (then !== undefined && !isApplied) throw usage('--then needs --apply.')
      if (partial && !isApplied) throw usage('--partial needs --apply.')
      const result = await withFileErrors<CommandResult<CommandJson['schema diff']>>(loaded, () =>
        isApplied
          ? apply(loaded, invocation, [oldFile, newFile], documents, { dryRun, partial, then })
          : diffSchemas(loaded, invocation, [oldFile, newFile], documents, options),
      )
      await printResult(invocation, result, json === true)
      if (then !== undefined && !dryRun && result.exitCode === exitCodes.done)
        await runCodeGenerator(invocation.io, then)
    },
  )
}

interface Documents {
  readonly patterns: readonly string[] | undefined
  readonly isOwn: boolean | undefined
  readonly clientDirectives: readonly string[] | undefined
  readonly renames: Schema.GivenRenames | undefined
}

/** The form of the report. */
interface Form {
  readonly markdown?: true | undefined
  readonly github?: true | undefined
  readonly changelog?: true | undefined
}

async function diffSchemas(
  { compare, toMarkdown, toChangelog, toAnnotations, toRecord }: typeof Schema,
  invocation: Invocation,
  [oldFile, newFile]: readonly [oldFile: string, newFile: string],
  documents: Documents,
  { markdown, github, changelog }: Form,
): Promise<CommandResult<ComparisonJson>> {
  const comparison = await compare(oldFile, newFile, { ...documents, stdin: invocation.io.stdin })
  const { impact, warnings } = printWarnings(invocation, comparison)
  const text: CommandResult<ComparisonJson>['text'] = async (layout) => {
    if (markdown) return toMarkdown(impact)
    if (github) return toAnnotations(impact)
    if (changelog) return toChangelog(impact)
    const { impactTable, packageOperationsLine } = await import('./schemaTables.ts')
    return `${impactTable(impact, layout)}${documents.patterns === undefined ? packageOperationsLine : ''}`
  }
  return { json: { ...toRecord(impact), warnings }, text, exitCode: codes[impact.verdict] }
}

async function apply(
  { compare, applyTo, isCodeFile, isPackageFragment, writeFiles, repairRecord }: typeof Schema,
  invocation: Invocation,
  [oldFile, newFile]: readonly [oldFile: string, newFile: string],
  documents: Documents,
  { dryRun, partial, then }: { readonly dryRun: boolean; readonly partial: boolean; readonly then: string | undefined },
): Promise<CommandResult<RepairJson>> {
  if (documents.patterns === undefined) throw usage('--apply needs --documents, the files to change.')
  const comparison = await compare(oldFile, newFile, { ...documents, stdin: invocation.io.stdin })
  const { files, before, after, warnings } = printWarnings(invocation, comparison)
  const repair = applyTo(files, before, after, documents)
  for (const file of Object.keys(repair.changed)) {
    if (isPackageFragment(file))
      throw usage(
        `Nothing was written: the fragment in ${file} needs a change. Update @labelbox-org/tools, or copy the fragment into your documents.`,
      )
    if (isCodeFile(file))
      throw usage(
        `Nothing was written: an operation in ${file} needs a change, and --apply writes GraphQL files alone. “schema diff” without --apply says what to change there.`,
      )
  }
  const isWritten = !dryRun && (partial || repair.left.length === 0)
  if (isWritten) await writeFiles(repair.changed)
  return {
    json: { dryRun, written: isWritten, ...repairRecord(repair), warnings },
    text: async () =>
      (await import('./schemaTables.ts')).repairText(repair, { dryRun, isWritten }, nextText(repair, then, isWritten)),
    exitCode: repair.left.length > 0 ? exitCodes.breaking : exitCodes.done,
  }
}

function nextText({ left, types }: Schema.Repair, then: string | undefined, isWritten: boolean): string | undefined {
  if (!isWritten) return undefined
  if (then !== undefined)
    return left.length > 0 ? 'The --then command was not run: some documents are not valid.' : undefined
  return types.length > 0 ? 'Run your code generator next.' : undefined
}

const codes = {
  nothing: exitCodes.done,
  safe: exitCodes.safe,
  dangerous: exitCodes.dangerous,
  breaking: exitCodes.breaking,
}
