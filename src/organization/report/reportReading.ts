import {
  GetProjectUseDocument,
  GetUserGroupSizesDocument,
  type GetProjectUseQuery,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isLabelboxError, type LabelboxError, type LabelboxErrorCode } from '../../core/errors.ts'
import { byCursor } from '../../lists/byCursor.ts'
import type { Paginated } from '../../lists/paginated.ts'
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
import { keysWithoutMember } from './keyOwners.ts'
import type {
  CheckedIntegration,
  OwnerState,
  ProjectUse,
  ReportFacts,
  ReportMember,
  RolePermissions,
  UserGroupSize,
} from './reportFacts.ts'
import { type FindingKind, type NotChecked, type ReportOptions, type ReportPart } from './reportTypes.ts'
import { membersToRead } from './resourceFindings.ts'
import { kindsWithout, parts } from './reportParts.ts'

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
export class PartReader {
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

/** Reads all parts at the same time. */
export async function readParts(
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
