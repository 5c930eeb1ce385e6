import { styleText } from 'node:util'
import type { FindingSeverity, OrganizationReport, ReportFinding } from '../../index.ts'
import { brief, printable } from '../../core/printable.ts'
import type { Io } from '../io.ts'
import { layoutFor } from '../output/table.ts'
import { bySeverity, countsOf, moreText, nothingFound, seatsText, severityHeadings } from './reportWords.ts'

/** Subjects of a finding that are shown. */
const maxSubjects = 10

const colorOf = { critical: 'red', warning: 'yellow', notice: 'cyan' } as const satisfies Record<
  FindingSeverity,
  string
>

/** The report for a terminal. Sentences and tables fit its width; commands stay whole, so that they can be copied. */
export function toText(
  report: OrganizationReport,
  { colors, stdout, timeZone }: Pick<Io, 'colors' | 'stdout' | 'timeZone'>,
): string {
  const width = stdout.columns ?? 100
  const layout = layoutFor({ colors, timeZone, maxWidth: width - 2 })
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    colors ? styleText(format, text, { validateStream: false }) : text
  const lines = (text: string, indent = ''): string =>
    wrapped(text, Math.min(width, 100) - indent.length)
      .map((line) => `${indent}${line}\n`)
      .join('')
  const command = (text: string): string => `  ${style('cyan', `$ ${printable(text)}`)}\n`
  const findingText = ({ severity, message, advice, subjects, commands }: ReportFinding): string => {
    const shown = subjects.slice(0, maxSubjects)
    const hidden = subjects.length - shown.length
    const own = shown.flatMap((subject) => subject.commands)
    const table = layout.table(shown, { NAME: ({ name }) => name, WHAT: ({ detail }) => detail })
    return [
      lines(message).replace(/^.*$/gm, (line) => (line === '' ? line : style(['bold', colorOf[severity]], line))),
      lines(advice).replace(/^.*$/gm, (line) => (line === '' ? line : style('dim', line))),
      table.replace(/^(?=.)/gm, '  '),
      hidden > 0 ? `  ${moreText(hidden)}\n` : '',
      own.map(({ text }) => command(text)).join(''),
      commands.length > 0 ? `  or all at once:\n${commands.map(({ text }) => command(text)).join('')}` : '',
    ].join('')
  }
  const { organization, createdAt, findings, notChecked } = report
  const sections = [
    layout.fields({
      organization: organization.name ?? organization.id,
      'as of': createdAt,
      seats: seatsText(report),
      ...Object.fromEntries(countsOf(report)),
    }),
    ...(findings.length === 0 ? [lines(nothingFound)] : []),
    ...bySeverity(findings).flatMap(([severity, some]) => [
      `${style('bold', `${severityHeadings[severity]} (${some.length})`)}\n`,
      ...some.map(findingText),
    ]),
    ...(notChecked.length === 0
      ? []
      : [
          `${style('bold', `Not checked (${notChecked.length})`)}\n`,
          notChecked.map(({ part, reason }) => lines(`${part}: ${brief(reason, 1000)}`)).join(''),
        ]),
  ]
  return sections.join('\n')
}

function wrapped(text: string, width: number): readonly string[] {
  const rows: string[] = []
  for (const word of text.split(' ')) {
    const last = rows.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) rows[rows.length - 1] = `${last} ${word}`
    else rows.push(word)
  }
  return rows
}
