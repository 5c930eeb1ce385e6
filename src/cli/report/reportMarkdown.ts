import type { OrganizationReport, ReportCommand, ReportFinding } from '../../index.ts'
import { escape } from '../../core/markdownText.ts'
import { printable } from '../../core/printable.ts'
import {
  bySeverity,
  countsOf,
  moreText,
  nameOf,
  nothingFound,
  seatsText,
  severityHeadings,
  timeText,
} from './reportWords.ts'

/** Subjects of a finding that are listed. */
const maxSubjects = 50

/** The report for an issue, a wiki or the summary of a job. */
export function toMarkdown(report: OrganizationReport): string {
  const { createdAt, findings, notChecked } = report
  const sections = [
    `# ${escape(nameOf(report))}`,
    `As of ${timeText(createdAt)}. Seats: ${seatsText(report)}.`,
    table(
      countsOf(report).map(([name]) => name),
      [countsOf(report).map(([, count]) => count)],
    ),
    ...(findings.length === 0 ? [nothingFound] : []),
    ...bySeverity(findings).flatMap(([severity, some]) => [
      `## ${severityHeadings[severity]}`,
      ...some.flatMap(findingSections),
    ]),
    ...(notChecked.length === 0
      ? []
      : ['## Not checked', notChecked.map(({ part, reason }) => `- ${part}: ${escape(reason)}`).join('\n')]),
  ]
  return `${sections.join('\n\n')}\n`
}

function findingSections({ message, advice, subjects, commands }: ReportFinding): readonly string[] {
  const shown = subjects.slice(0, maxSubjects)
  const hidden = subjects.length - shown.length
  const own = shown.flatMap((subject) => subject.commands)
  return [
    `### ${message}`,
    advice,
    table(
      ['name', 'what'],
      shown.map(({ name, detail }) => [escape(name), escape(detail)]),
    ),
    ...(hidden > 0 ? [`… ${moreText(hidden)}.`] : []),
    ...(own.length > 0 ? [block(own)] : []),
    ...(commands.length > 0 ? ['Or all at once:', block(commands)] : []),
  ]
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** Commands in a fence that is longer than any run of backticks in them. */
function block(commands: readonly ReportCommand[]): string {
  const text = commands.map((command) => printable(command.text)).join('\n')
  const runs = text.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(2, ...runs.map(({ length }) => length)) + 1)
  return `${fence}sh\n${text}\n${fence}`
}
