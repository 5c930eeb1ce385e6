import type { CallOptions } from '../../core/callOptions.ts'
import { invalid, requireCount, requireFunctions } from '../../core/guards.ts'
import { withEither } from '../../transport/time/withEither.ts'
import type { Context } from '../context.ts'
import { canCompareOwners, seesAllKeys, usableKeys } from './keyOwners.ts'
import {
  hasLogins,
  inviteFindings,
  memberFindings,
  othersIn,
  roleFindings,
  seatFindings,
  toSeats,
} from './peopleFindings.ts'
import { counted } from './reportFacts.ts'
import type { ReportFacts } from './reportFacts.ts'
import {
  type FindingKind,
  type FindingSeverity,
  type NotChecked,
  type OrganizationReport,
  type ReportFinding,
  type ReportOptions,
  type ReportPart,
} from './reportTypes.ts'
import {
  groupFindings,
  iamFindings,
  keyFindings,
  peopleTest,
  projectFindings,
  tagFindings,
  webhookFindings,
} from './resourceFindings.ts'
import { kindsWithout, parts } from './reportParts.ts'
import { PartReader, readParts } from './reportReading.ts'

/** Reads all parts of an organization at the same time, and returns what is worth a look. */
export async function report(
  context: Context,
  organization: OrganizationReport['organization'],
  options: ReportOptions,
  call: CallOptions,
): Promise<OrganizationReport> {
  const settings = requireSettings(options)
  const now = options.now ?? new Date()
  const reading = new PartReader(options)
  const ending = new AbortController()
  try {
    const { facts, notChecked } = await withEither(call.signal, ending.signal, async (signal) => {
      const { timeoutMs, endsAt } = call
      const limits: CallOptions = { signal, timeoutMs, endsAt, onPartialData: 'throw' }
      const read = await readParts(context, organization.id, { ...options, ...settings }, limits, reading)
      const facts: ReportFacts = { organization, now, settings, isCurrent: options.now === undefined, ...read }
      return { facts, notChecked: reading.notChecked }
    })
    return toReport(facts, [...notChecked, ...inconclusive(facts)])
  } finally {
    // A failure of one part ends the others.
    ending.abort()
  }
}

function requireSettings(options: ReportOptions): OrganizationReport['settings'] {
  const { inactiveForDays = 90, waitingForDays = 30, keysEndingInDays = 30, validate = false } = options
  for (const [option, days] of Object.entries({ inactiveForDays, waitingForDays, keysEndingInDays })) {
    requireCount(days, option, 36_500)
  }
  const { now, concurrency, pageSize, onProgress } = options
  if (concurrency !== undefined) requireCount(concurrency, 'concurrency')
  if (pageSize !== undefined) requireCount(pageSize, 'pageSize')
  if (pageSize === 1) throw invalid(onePerPage)
  if (typeof validate !== 'boolean') throw invalid('validate must be true or false.')
  if (now !== undefined && !(now instanceof Date && !Number.isNaN(now.getTime()))) throw invalid('now must be a Date.')
  requireFunctions({ onProgress })
  return { inactiveForDays, waitingForDays, keysEndingInDays, validate }
}

const onePerPage = 'pageSize must be 2 or more: with one record per page, changes between two pages would go unnoticed.'

/** Checks for which the API returned too little. */
function inconclusive(facts: ReportFacts): readonly NotChecked[] {
  const { seats, members, keys, projects } = facts
  const others = othersIn(facts)
  const hasPeople = peopleTest(members ?? [])
  const unclear = (projects ?? []).filter((project) => members && hasPeople(project) === undefined).length
  const note = (
    isUnclear: boolean,
    part: ReportPart,
    kinds: readonly FindingKind[],
    reason: string,
  ): readonly NotChecked[] => (isUnclear ? [{ part, kinds, reason, code: null }] : [])
  return [
    ...note(
      seats !== undefined && toSeats(seats) === null,
      'seats',
      kindsWithout('seats'),
      'Labelbox did not return a number of seats above 0.',
    ),
    ...note(
      !hasLogins(others),
      'members',
      ['member-never-logged-in'],
      'Labelbox shows a last login of fewer than a tenth of the other members, so that no login does not mean that somebody never logged in.',
    ),
    ...note(
      others.length > 0 && !others.some(({ lastLoginAt }) => lastLoginAt instanceof Date),
      'members',
      ['member-inactive'],
      'Labelbox shows no last login of the other members.',
    ),
    ...note(
      members !== undefined && keys !== undefined && !canCompareOwners(facts),
      'keys',
      ['key-of-former-member'],
      'The ids of the keys’ owners can’t be compared with those of the members.',
    ),
    ...note(
      keys !== undefined && !seesAllKeys(facts),
      'keys',
      ['key-of-former-member', 'key-without-end', 'key-ending-soon'],
      'This API key may not see the keys of others, or there are none.',
    ),
    ...note(
      unclear > 0,
      'projects',
      ['project-without-people'],
      `The people of ${counted(unclear, 'project', 'projects')} can't be counted: a project has fewer members than there are people who manage the whole organization, or people have roles that this package does not know.`,
    ),
  ]
}

const severities: readonly FindingSeverity[] = ['critical', 'warning', 'notice']

function toReport(facts: ReportFacts, notChecked: readonly NotChecked[]): OrganizationReport {
  const { organization, now, settings, seats, members, invites, keys, groups, projects, tags, iam } = facts
  const findings: readonly ReportFinding[] = [
    ...seatFindings(facts),
    ...memberFindings(facts),
    ...roleFindings(facts),
    ...inviteFindings(facts),
    ...keyFindings(facts),
    ...groupFindings(facts),
    ...projectFindings(facts),
    ...tagFindings(facts),
    ...webhookFindings(facts),
    ...iamFindings(facts),
  ]
  const count = (records: readonly unknown[] | undefined): number | null => records?.length ?? null
  return {
    organization: { id: organization.id, name: organization.name },
    createdAt: now,
    settings,
    seats: toSeats(seats),
    counts: {
      members: count(members),
      invites: count(invites),
      keys: count(keys && usableKeys(keys, now)),
      groups: count(groups),
      projects: count(projects),
      tags: count(tags),
      webhooks: count(facts.webhooks),
      iamIntegrations: count(iam),
    },
    findings: severities.flatMap((severity) => findings.filter((each) => each.severity === severity)),
    notChecked: [...notChecked].sort((one, other) => parts.indexOf(one.part) - parts.indexOf(other.part)),
  }
}
