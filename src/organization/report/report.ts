import {
  GetProjectUseDocument,
  GetUserGroupSizesDocument,
  type GetProjectUseQuery,
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
import { getMembers, readMember } from '../members/members.ts'
import { listOf, offsetList } from '../resourceLists.ts'
import { requireList } from '../responses.ts'
import { permissionPages } from '../roles/permissionPages.ts'
import { getResourceTags } from '../tags/resourceTags.ts'
import { webhooks } from '../webhooks/webhooks.ts'
import { canCompareOwners, keysWithoutMember, seesAllKeys, usableKeys } from './keyOwners.ts'
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
import type {
  CheckedIntegration,
  OwnerState,
  ProjectUse,
  ReportFacts,
  ReportMember,
  RolePermissions,
  UserGroupSize,
} from './reportFacts.ts'
import {
  findingKinds,
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
  membersToRead,
  peopleTest,
  projectFindings,
  tagFindings,
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

type Read = Omit<ReportFacts, 'organization' | 'now' | 'settings' | 'isCurrent'>

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
    reader.part('roles', () => readRoles(context, call, reader)),
    reader.part('keys', () => reader.all('keys', getApiKeys(context, { ...call, includeExpired: true }))),
    reader.part('groups', () => reader.list('groups', userGroupSizes(context, paging), same)),
    reader.part('projects', async () => readProjects(context, await readingMembers, paging, reader)),
    reader.part('tags', () => reader.all('tags', getResourceTags(context, call))),
    reader.part('webhooks', () => reader.list('webhooks', webhooks(context, paging), same)),
    reader.part('iam', () => readIntegrations(context, validate === true, call, reader)),
  ] as const
  const [self, seats, members, invites, permissions, keys, groups, projects, tags, hooks, iam] =
    await Promise.all(reading)
  const { roles, own: ownPermissions } = permissions ?? { roles: undefined, own: undefined }
  const owners = await readOwners(context, { self, members, keys }, call)
  const read = { self, seats, members, invites, roles, ownPermissions, keys, owners, groups, projects, tags, iam }
  return { ...read, webhooks: hooks }
}

const same = <T>(record: T): T => record

/** An organization can have many members, and most of their fields are not needed. */
const toReportMember = ({
  id,
  email,
  name,
  orgRole,
  isExternalUser,
  lastLoginAt,
  createdAt,
}: ReportMember): ReportMember => ({
  id,
  email,
  name,
  orgRole,
  isExternalUser,
  lastLoginAt,
  createdAt,
})

async function readRoles(
  { execute }: Context,
  call: CallOptions,
  reader: PartReader,
): Promise<{ readonly roles: readonly RolePermissions[]; readonly own: unknown }> {
  const roles = new Map<string, RolePermissions>()
  let own: unknown
  for await (const data of permissionPages(execute, call)) {
    const known = roles.size
    for (const role of requireList(data.roles, 'GetRolePermissions', data)) roles.set(role.id, role)
    own = data.organizationRole?.permissions
    reader.add('roles', roles.size - known)
  }
  return { roles: [...roles.values()], own }
}

/** People who are asked for by id. The keys of further ones get no commands. */
const maxOwners = 100

/** Asks for the owners of keys who are not in the list of members: a list may leave people out. */
async function readOwners(
  context: Context,
  facts: Pick<ReportFacts, 'self' | 'members' | 'keys'>,
  call: CallOptions,
): Promise<ReadonlyMap<string, OwnerState>> {
  const states = new Map<string, OwnerState>()
  if (facts.members === undefined) return states
  const ids = new Set(keysWithoutMember(facts).flatMap(({ userId }) => userId ?? []))
  await fewAtOnce([...ids].slice(0, maxOwners), async (id) => {
    states.set(id, await ownerState(context, id, call))
  })
  return states
}

async function ownerState(context: Context, id: string, call: CallOptions): Promise<OwnerState> {
  try {
    const member = await readMember(context, id, call)
    if (member.id !== id || member.deleted === null) return 'unknown'
    return member.deleted ? 'gone' : 'present'
  } catch (error) {
    if (isLabelboxError(error, 'RESOURCE_NOT_FOUND')) return 'gone'
    if (isTolerated(error)) return 'unknown'
    throw error
  }
}

/** Requests that the report makes at the same time for one part. */
const requestsAtOnce = 4

async function fewAtOnce<T>(items: readonly T[], run: (item: T, index: number) => Promise<void>): Promise<void> {
  const rest = [...items.entries()]
  const work = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await run(next[1], next[0])
  }
  await Promise.all(Array.from({ length: requestsAtOnce }, work))
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
    const itemsOf = (data: GetProjectUseQuery) => data.organization?.projects
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

async function readIntegrations(
  context: Context,
  validate: boolean,
  call: CallOptions,
  reader: PartReader,
): Promise<readonly CheckedIntegration[]> {
  const integrations = await reader.all('iam', getIamIntegrations(context, call))
  const checked: CheckedIntegration[] = integrations.map((integration) => ({ integration, validation: undefined }))
  if (!validate) return checked
  let failure: LabelboxError | undefined
  await fewAtOnce(integrations, async (integration, index) => {
    try {
      checked[index] = { integration, validation: await validateIamIntegration(context, integration, call) }
    } catch (error) {
      if (!isTolerated(error)) throw error
      failure ??= error
    }
  })
  if (failure !== undefined) reader.note('iam', ['iam-invalid'], failure)
  return checked
}

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
