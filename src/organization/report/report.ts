import {
  GetProjectUseDocument,
  GetRolePermissionsDocument,
  GetUserGroupSizesDocument,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isLabelboxError, type LabelboxError, type LabelboxErrorCode } from '../../core/errors.ts'
import { invalid, requireCount, requireFunctions } from '../../core/guards.ts'
import { byCursor } from '../../lists/byCursor.ts'
import type { Paginated } from '../../lists/paginated.ts'
import { withEither } from '../../transport/time/withEither.ts'
import type { Context } from '../context.ts'
import { validateIamIntegration } from '../iam/iamChanges.ts'
import { getIamIntegrations } from '../iam/iamIntegrations.ts'
import { getInvites, inviteLimit } from '../invites/invites.ts'
import { getApiKeys } from '../keys/apiKeys.ts'
import { getMembers } from '../members/members.ts'
import { listOf, offsetList } from '../resourceLists.ts'
import { requireList } from '../responses.ts'
import { getResourceTags } from '../tags/resourceTags.ts'
import { webhooks } from '../webhooks/webhooks.ts'
import { hasLogins, inviteFindings, memberFindings, roleFindings, seatFindings } from './peopleFindings.ts'
import type { CheckedIntegration, ProjectUse, ReportFacts, ReportMember, UserGroupSize } from './reportFacts.ts'
import {
  findingKinds,
  type FindingKind,
  type FindingSeverity,
  type NotChecked,
  type OrganizationReport,
  type ReportFinding,
  type ReportOptions,
  type ReportPart,
  type ReportSeats,
} from './reportTypes.ts'
import {
  groupFindings,
  hasPeople,
  iamFindings,
  keyFindings,
  membersToRead,
  projectFindings,
  tagFindings,
  usableKeys,
  webhookFindings,
} from './resourceFindings.ts'

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
      return { facts: { organization, now, settings, ...read }, notChecked: reading.notChecked }
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

const parts = [...new Set<ReportPart>(['seats', 'members', 'invites', 'roles', ...Object.values(findingKinds)])]

/** Findings that need a part besides the one that they are about. */
const alsoNeeded: Partial<Record<FindingKind, ReportPart>> = {
  'member-with-all-permissions': 'members',
  'invite-to-member': 'members',
  'key-of-former-member': 'members',
  'project-without-people': 'members',
  'tag-unused': 'projects',
}

/** The findings that can't be made without a part. */
const kindsWithout = (part: ReportPart): readonly FindingKind[] =>
  (Object.keys(findingKinds) as FindingKind[]).filter(
    (kind) => findingKinds[kind] === part || alsoNeeded[kind] === part,
  )

/**
 * Errors of a part that may not be read, that this API lacks, or that it can't deliver. All others end the report: the key is
 * wrong, the connection failed, the time is up.
 */
const tolerated: readonly LabelboxErrorCode[] = [
  'AUTHORIZATION',
  'BAD_RESPONSE',
  'DRY_RUN',
  'INCONSISTENT_RESPONSE',
  'INTERNAL_SERVER_ERROR',
  'INVALID_QUERY',
  'MALFORMED_QUERY',
  'OPERATION_NOT_ALLOWED',
  'RESOURCE_NOT_FOUND',
  'SERVER_ERROR',
  'UNPROCESSABLE_ENTITY',
  'VALIDATION_FAILED',
]

const isTolerated = (error: unknown): error is LabelboxError => isLabelboxError(error) && tolerated.includes(error.code)

/** Reads parts, reports the progress, and collects what can't be checked. */
class PartReader {
  readonly notChecked: NotChecked[] = []
  readonly #onProgress: ReportOptions['onProgress']
  #records = 0
  #done = 0

  constructor({ onProgress }: ReportOptions) {
    this.#onProgress = onProgress
  }

  /** Reads a part; `undefined` if it may not be read. */
  async part<T>(part: ReportPart, read: () => Promise<T>): Promise<T | undefined> {
    let result: T | undefined
    try {
      result = await read()
    } catch (error) {
      if (!isTolerated(error)) throw error
      this.note(part, kindsWithout(part), error)
    }
    this.#done += 1
    this.#tell(part)
    return result
  }

  /** Notes which kinds are not checked because of an error. */
  note(part: ReportPart, kinds: readonly FindingKind[], { message, code }: LabelboxError): void {
    this.notChecked.push({ part, kinds, reason: message, code })
  }

  /** Reads a list, keeping of each record what `keep` returns. */
  async list<T, Kept>(part: ReportPart, list: Paginated<T>, keep: (record: T) => Kept): Promise<readonly Kept[]> {
    const kept: Kept[] = []
    for await (const page of list.pages()) {
      for (const record of page) kept.push(keep(record))
      this.add(part, page.length)
    }
    return kept
  }

  /** Reads all records of a part at once. */
  async all<T>(part: ReportPart, reading: Promise<readonly T[]>): Promise<readonly T[]> {
    const records = await reading
    this.add(part, records.length)
    return records
  }

  add(part: ReportPart, records: number): void {
    this.#records += records
    this.#tell(part)
  }

  #tell(part: ReportPart): void {
    this.#onProgress?.({ part, records: this.#records, done: this.#done, total: parts.length })
  }
}

type Read = Omit<ReportFacts, 'organization' | 'now' | 'settings'>

async function readParts(
  context: Context,
  organizationId: string,
  { pageSize, concurrency, validate }: ReportOptions,
  call: CallOptions,
  reader: PartReader,
): Promise<Read> {
  const paging = { ...call, pageSize, concurrency }
  const readingMembers = reader.part('members', () =>
    reader.list('members', getMembers(context, { ...paging, where: { deleted: false } }), toReportMember),
  )
  const reading = [
    context.currentUser.get(call),
    reader.part('seats', () => inviteLimit(context, organizationId, call)),
    readingMembers,
    reader.part('invites', () => reader.list('invites', getInvites(context, paging), same)),
    reader.part('roles', () => reader.all('roles', rolePermissions(context, call))),
    reader.part('keys', () => reader.all('keys', getApiKeys(context, { ...call, includeExpired: true }))),
    reader.part('groups', () => reader.list('groups', userGroupSizes(context, paging), same)),
    reader.part('projects', async () => readProjects(context, await readingMembers, paging, reader)),
    reader.part('tags', () => reader.all('tags', getResourceTags(context, call))),
    reader.part('webhooks', () => reader.list('webhooks', webhooks(context, paging), same)),
    reader.part('iam', () => readIntegrations(context, validate === true, call, reader)),
  ] as const
  const [self, seats, members, invites, roles, keys, groups, projects, tags, hooks, iam] = await Promise.all(reading)
  return { self, seats, members, invites, roles, keys, groups, projects, tags, webhooks: hooks, iam }
}

const same = <T>(record: T): T => record

/** An organization can have many members, and most of their fields are not needed. */
const toReportMember = ({ id, email, name, orgRole, lastLoginAt, createdAt }: ReportMember): ReportMember => ({
  id,
  email,
  name,
  orgRole,
  lastLoginAt,
  createdAt,
})

async function rolePermissions({ execute }: Context, call: CallOptions): Promise<NonNullable<ReportFacts['roles']>> {
  const data = await execute(GetRolePermissionsDocument, {}, call)
  return requireList(data.roles, 'GetRolePermissions', data)
}

const userGroupSizes = (
  { execute }: Context,
  options: CallOptions & Pick<ReportOptions, 'pageSize'>,
): Paginated<UserGroupSize> =>
  listOf(options, () => ({
    pageSize: options.pageSize,
    pages: byCursor<UserGroupSize>('GetUserGroupSizes', async (after, first) => {
      const data = await execute(GetUserGroupSizesDocument, { first, after }, options)
      const items = requireList(data.userGroupsV2?.nodes, 'GetUserGroupSizes', data)
      return { items, nextCursor: data.userGroupsV2?.nextCursor ?? null }
    }),
  }))

/** The API refuses queries that are too complex, and does not say where its limit is. */
const smallerPages = [25, 5]

async function readProjects(
  context: Context,
  members: readonly ReportMember[] | undefined,
  paging: CallOptions & Pick<ReportOptions, 'pageSize' | 'concurrency'>,
  reader: PartReader,
): Promise<readonly ProjectUse[]> {
  const read = (pageSize: number | undefined): Promise<readonly ProjectUse[]> => {
    const variables = () => membersToRead(members)
    const options = { ...paging, pageSize }
    const itemsOf = (data: { readonly organization: { readonly projects: readonly ProjectUse[] } | null }) =>
      data.organization?.projects
    return reader.list('projects', offsetList(context, GetProjectUseDocument, options, itemsOf, variables), same)
  }
  const sizes = [paging.pageSize, ...smallerPages.filter((size) => size < (paging.pageSize ?? 100))]
  for (const [index, size] of sizes.entries()) {
    try {
      return await read(size)
    } catch (error) {
      if (!isLabelboxError(error, 'VALIDATION_FAILED') || index === sizes.length - 1) throw error
    }
  }
  return []
}

/** Integrations that are validated at the same time. */
const validationsAtOnce = 4

async function readIntegrations(
  context: Context,
  validate: boolean,
  call: CallOptions,
  reader: PartReader,
): Promise<readonly CheckedIntegration[]> {
  const integrations = await reader.all('iam', getIamIntegrations(context, call))
  const checked: CheckedIntegration[] = integrations.map((integration) => ({ integration, validation: undefined }))
  if (!validate) return checked
  const rest = [...integrations.entries()]
  let failure: LabelboxError | undefined
  const work = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      const [index, integration] = next
      try {
        checked[index] = { integration, validation: await validateIamIntegration(context, integration, call) }
      } catch (error) {
        if (!isTolerated(error)) throw error
        failure ??= error
      }
    }
  }
  await Promise.all(Array.from({ length: validationsAtOnce }, work))
  if (failure !== undefined) reader.note('iam', ['iam-invalid'], failure)
  return checked
}

/** Checks for which the API returned too little. */
function inconclusive({ seats, members, projects, settings }: ReportFacts): readonly NotChecked[] {
  const note = (part: ReportPart, kinds: readonly FindingKind[], reason: string): NotChecked => ({
    part,
    kinds,
    reason,
    code: null,
  })
  const unclear = (projects ?? []).filter((project) => members && hasPeople(project, members) === undefined).length
  return [
    ...(seats !== undefined && toSeats(seats) === null
      ? [note('seats', kindsWithout('seats'), 'Labelbox did not return the number of seats.')]
      : []),
    ...(members !== undefined && members.length > 0 && !hasLogins(members)
      ? [
          note(
            'members',
            ['member-inactive', 'member-never-logged-in'],
            `Labelbox returned no last login of anybody, so nobody can be called inactive for ${settings.inactiveForDays} days.`,
          ),
        ]
      : []),
    ...(unclear > 0
      ? [
          note(
            'projects',
            ['project-without-people'],
            `${unclear} of the projects have fewer members than the organization has administrators, so the numbers can't be compared.`,
          ),
        ]
      : []),
  ]
}

function toSeats(seats: ReportFacts['seats']): ReportSeats | null {
  const { used, limit, remaining } = seats ?? {}
  if (typeof used !== 'number' || typeof limit !== 'number' || typeof remaining !== 'number') return null
  return { used, limit, remaining, share: limit > 0 ? used / limit : 1 }
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
