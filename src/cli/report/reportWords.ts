import type { FindingSeverity, OrganizationReport, ReportFinding } from '../../index.ts'
import { brief } from '../../core/printable.ts'

/** Headings, in the order of a report. */
export const severityHeadings: Readonly<Record<FindingSeverity, string>> = {
  critical: 'Critical',
  warning: 'Warnings',
  notice: 'Notices',
}

/** The findings of each severity that has some. */
export const bySeverity = (
  findings: readonly ReportFinding[],
): readonly (readonly [severity: FindingSeverity, findings: readonly ReportFinding[]])[] =>
  (Object.keys(severityHeadings) as FindingSeverity[]).flatMap((severity) => {
    const some = findings.filter((finding) => finding.severity === severity)
    return some.length === 0 ? [] : [[severity, some] as const]
  })

export const nothingFound = 'Nothing to look at.'

export const seatsText = ({ seats }: OrganizationReport): string =>
  seats === null
    ? 'not known'
    : `${seats.used} of ${seats.limit} taken, ${seats.remaining} left (${Math.round(seats.share * 100)} %)`

const countNames = {
  members: 'members',
  invites: 'pending invites',
  keys: 'API keys',
  groups: 'user groups',
  projects: 'projects',
  tags: 'tags',
  webhooks: 'webhooks',
  iamIntegrations: 'IAM integrations',
} as const satisfies Readonly<Record<keyof OrganizationReport['counts'], string>>

/** `members`, `13`, for each count; `-` where it is not known. */
export const countsOf = ({ counts }: OrganizationReport): readonly (readonly [name: string, count: string])[] =>
  (Object.keys(countNames) as (keyof typeof countNames)[]).map((name) => [
    countNames[name],
    counts[name] === null ? '-' : String(counts[name]),
  ])

/** The organization's name for a heading, or its id. */
export const nameOf = ({ organization: { id, name } }: OrganizationReport): string => brief(name ?? id, 200)

/** `2026-01-31 09:05 UTC`. */
export const timeText = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`

export const moreText = (hidden: number): string => `and ${hidden} more, which --json lists`
