import type { FindingKind, FindingSeverity, OrganizationReport } from '../../index.ts'
import { exitCodes } from '../exitCodes.ts'
import type { Program } from '../input/globalOptions.ts'
import type { CommandJson } from '../json/commandJson.ts'
import { days, examples } from '../input/optionParsers.ts'
import type { CommandResult } from '../output/commandResult.ts'
import { usage } from '../output/commandError.ts'
import { withSession, type Session } from '../session/session.ts'

const formats = ['table', 'json', 'markdown', 'html'] as const
const severities = ['critical', 'warning', 'notice', 'never'] as const

export function report(program: Program): void {
  program
    .command('report')
    .description('show the state of the organization: seats, and what to look at and what to do about it')
    .option('--inactive-for <time>', 'people without a login for this long are inactive (default: 90d)', days)
    .option(
      '--waiting-for <time>',
      'how long invites may be pending, and new members without a login (default: 30d)',
      days,
    )
    .option('--keys-ending-in <time>', 'API keys that end within this time end soon (default: 30d)', days)
    .option('--validate', 'let Labelbox check whether the IAM integrations work')
    .addOption(program.createOption('--only <kinds...>', 'report these kinds of findings only'))
    .addOption(program.createOption('--format <format>', 'how to write it (default: table)').choices(formats))
    .option('--out <file>', 'write it to this file, which only you can read')
    .addOption(
      program
        .createOption(
          '--fail-on <severity>',
          'exit with 16 for findings of this severity or a higher one (default: notice)',
        )
        .choices(severities),
    )
    .addHelpText(
      'after',
      `\nIt changes nothing. The exit code is 16 if there are findings, see --fail-on.\n${examples(
        'report',
        'report --inactive-for 60d --validate',
        'report --format html --out report.html',
        'report --format markdown --fail-on warning',
        'report --only member-inactive key-without-end --json',
      )}`,
    )
    .action((options, command) => {
      const { format, json = false } = command.optsWithGlobals()
      if (json && format !== undefined && format !== 'json')
        throw usage(`--json can't be used with --format ${format}.`)
      return withSession<'report'>(command, (session) => run(session, { ...options, format: json ? 'json' : format }), {
        showsPlan: true,
      })
    })
}

interface ReportFlags {
  readonly inactiveFor?: number | undefined
  readonly waitingFor?: number | undefined
  readonly keysEndingIn?: number | undefined
  readonly validate?: true | undefined
  readonly only?: readonly string[] | undefined
  readonly format?: (typeof formats)[number] | undefined
  readonly out?: string | undefined
  readonly failOn?: (typeof severities)[number] | undefined
}

async function run(session: Session, flags: ReportFlags): Promise<CommandResult<CommandJson['report']>> {
  const { organization, request, invocation } = session
  const { inactiveFor, waitingFor, keysEndingIn, validate = false, format = 'table', out, failOn = 'notice' } = flags
  const only = await requireKinds(flags.only)
  const { openPrivateFile } = await import('../output/privateFile.ts')
  const file = out === undefined ? undefined : await openPrivateFile(out, '--out', 'report')
  const { partsBar } = await import('../output/progressBar.ts')
  const bar = await partsBar(invocation.io, 'Reading')
  let whole: OrganizationReport
  try {
    whole = await organization.report({
      inactiveForDays: inactiveFor,
      waitingForDays: waitingFor,
      keysEndingInDays: keysEndingIn,
      validate,
      onProgress: bar.update,
      ...request,
    })
  } finally {
    bar.end()
  }
  const shown = { ...whole, findings: whole.findings.filter(({ kind }) => only === undefined || only.includes(kind)) }
  const isFailing = (severity: FindingSeverity): boolean => severities.indexOf(severity) <= severities.indexOf(failOn)
  const fails = failOn !== 'never' && shown.findings.some(({ severity }) => isFailing(severity))
  const exitCode = fails ? exitCodes.findings : exitCodes.done
  const { toReportJson } = await import('../report/reportJson.ts')
  const text = () => textOf(shown, format, session)
  if (file === undefined || out === undefined) return { json: toReportJson(shown), text, exitCode }
  const content = await text()
  await file.write((handle) => handle.writeFile(content))
  return { json: { out }, text: () => '', note: `Wrote ${out}.`, exitCode }
}

async function textOf(
  report: OrganizationReport,
  format: NonNullable<ReportFlags['format']>,
  { invocation: { io } }: Session,
): Promise<string> {
  switch (format) {
    case 'markdown':
      return (await import('../report/reportMarkdown.ts')).toMarkdown(report)
    case 'html':
      return (await import('../report/reportHtml.ts')).toHtml(report)
    case 'json': {
      const [{ toReportJson }, { toJson }] = await Promise.all([
        import('../report/reportJson.ts'),
        import('../../core/printable.ts'),
      ])
      return `${toJson(toReportJson(report))}\n`
    }
    case 'table':
      return (await import('../report/reportText.ts')).toText(report, io)
  }
}

async function requireKinds(given: readonly string[] | undefined): Promise<readonly FindingKind[] | undefined> {
  if (given === undefined) return undefined
  const { findingKinds } = await import('../../organization/report/reportTypes.ts')
  for (const kind of given) {
    if (!Object.hasOwn(findingKinds, kind)) {
      throw usage(`There is no kind of finding ${kind}. Kinds: ${Object.keys(findingKinds).join(', ')}.`)
    }
  }
  return given as readonly FindingKind[]
}
