import { isLabelboxError, type LabelboxError, type LabelboxErrorCode } from '../../errors.ts'
import { refuse, startCall, type Context } from '../context.ts'
import { idOf } from '../given.ts'
import { changeOrganizationRole, removeMember } from '../memberChanges.ts'
import type { MemberReference } from '../members.ts'
import { roleKey, type Role, type RoleReference } from '../roles.ts'
import { readMembers } from './everybody.ts'
import { requireReadable } from './invalid.ts'
import type { Known } from './known.ts'
import { Lane } from './lane.ts'
import { remembered } from './references.ts'
import type { BulkReport } from './report.ts'
import { numbered, type InvalidRow, type Place, type Rows } from './rows.ts'
import { BulkRun, invalidRows, reasonOf, type BulkOptions } from './run.ts'

/** A member, by its address or id, and in a file on which line that stands. */
export interface MemberRow {
  readonly user: MemberReference
  readonly line?: number | undefined
}

/** A member, and the role that it is to have in the organization. */
export interface MemberRoleRow extends MemberRow {
  readonly role: RoleReference
}

/**
 * What has become of a row. `done`: the member is removed, or has the role. `unchanged`: nothing had to be done, as the
 * member has that role already. `not-a-member`: there is nobody of that address or id. `refused`: Labelbox, or this
 * package, would not have it. `failed`: an error kept it from being done. `unknown`: it may or may not have been done;
 * doing it again does no harm. `not-attempted`: it had no turn. `dry-run`: it would have been done.
 */
export type MemberOutcome = (typeof memberOutcomes)[number]

const memberOutcomes = [
  'done',
  'unchanged',
  'not-a-member',
  'refused',
  'failed',
  'unknown',
  'not-attempted',
  'dry-run',
] as const

/** How to change or remove many members. */
export type MemberBulkOptions = BulkOptions<MemberOutcome>

/** Changes at once: the API answers badly above about 30 requests, and others may ask too. */
const concurrency = 8

/** Errors that say nothing about one member: the next request would end in them too. */
const general: readonly LabelboxErrorCode[] = ['AUTHENTICATION', 'AUTHORIZATION', 'API_LIMIT', 'NETWORK', 'TIMEOUT']

/** What is to be done with each row. */
interface Job<Row extends MemberRow> {
  readonly name: string
  readonly operationName: string
  /** @throws LabelboxError `INVALID_INPUT` for a row that can't be used. */
  readonly check: (row: Row) => Promise<unknown>
  readonly isDone: (row: Row, member: Known) => Promise<boolean>
  readonly change: (row: Row, id: string) => Promise<object>
}

/** Removes many members. */
export async function removeUsers(
  context: Context,
  organizationId: string,
  rows: Rows<MemberRow>,
  options: MemberBulkOptions = {},
): Promise<BulkReport<MemberOutcome>> {
  const operationName = 'RemoveUsers'
  startCall(context, options)
  const run = new BulkRun(context, organizationId, operationName, rows, options, memberOutcomes)
  return changeAll(run, {
    name: 'removeUsers',
    operationName,
    check: () => Promise.resolve(),
    isDone: () => Promise.resolve(false),
    change: (_row, id) => removeMember(context, { id }, run.call),
  })
}

/** Gives many members a role in the organization. */
export async function updateOrganizationRoles(
  context: Context,
  organizationId: string,
  rows: Rows<MemberRoleRow>,
  options: MemberBulkOptions = {},
): Promise<BulkReport<MemberOutcome>> {
  const operationName = 'UpdateOrganizationRoles'
  startCall(context, options)
  const run = new BulkRun(context, organizationId, operationName, rows, options, memberOutcomes)
  const { role } = remembered(context, run.call)
  return changeAll(run, {
    name: 'updateOrganizationRoles',
    operationName,
    check: async (row) => {
      if (idOf((row as Partial<MemberRoleRow>).role) === undefined) {
        throw refuse(operationName, "it needs a role: one of getRoles(), its name, such as 'LABELER', or its id.")
      }
      await role(row.role)
    },
    isDone: async (row, { memberRole }) => isSameRole(await role(row.role), memberRole),
    change: async (row, id) => changeOrganizationRole(context, { id }, await role(row.role), run.call),
  })
}

const isSameRole = ({ name }: Pick<Role, 'name'>, other: string | null | undefined): boolean =>
  name !== null && typeof other === 'string' && roleKey(name) === roleKey(other)

type MemberRun<Row extends MemberRow> = BulkRun<Row, MemberOutcome>

/** Checks, looks once who is a member, and changes several at once; who is done is done. */
async function changeAll<Row extends MemberRow>(
  run: MemberRun<Row>,
  job: Job<Row>,
): Promise<BulkReport<MemberOutcome>> {
  const { context, known, call } = run
  if (run.isRepeatable) await checkAll(run, job)
  for await (const entry of run.entries(job.name)) {
    if ('sending' in entry) for (const [who] of entry.sending) known.add(who, { sentAt: entry.at })
    if ('ended' in entry) for (const [who] of entry.ended) known.add(who, { ended: 'done' })
  }
  const self = await context.currentUser.get(call)
  await readMembers(context, call, ({ id, email, orgRole }) => {
    if (email !== null) known.add(email, { member: id })
    known.add(id, { member: id, memberRole: orgRole?.name ?? null })
  })
  const underWay = new Lane(concurrency)
  try {
    for await (const [row, place] of numbered(run.rows, run.isRepeatable ? undefined : call.signal)) {
      await underWay.room()
      underWay.begin(changeOne(run, job, self.id, row, place))
      if (run.isStopped && !run.isRepeatable) break
    }
  } catch (error) {
    if (run.isRepeatable || underWay.hasFailed) throw error
    run.stop(error)
  } finally {
    await underWay.end()
  }
  return run.report()
}

async function checkAll<Row extends MemberRow>(run: MemberRun<Row>, job: Job<Row>): Promise<void> {
  const invalid: InvalidRow[] = []
  for await (const [row, place] of numbered(run.rows, run.options.signal)) {
    run.total = place.row
    try {
      await checkOne(run, job, row, place)
    } catch (error) {
      const reason = reasonOf(error)
      if (reason === undefined) throw error
      invalid.push({ ...place, reason })
    }
  }
  if (invalid.length > 0 && run.options.ifInvalid !== 'skip') throw invalidRows(job.operationName, invalid)
}

/** @throws LabelboxError `INVALID_INPUT` for a row that can't be used. */
async function checkOne<Row extends MemberRow>(
  run: MemberRun<Row>,
  job: Job<Row>,
  row: Row | null | undefined,
  place: Place,
): Promise<string> {
  requireReadable(job.operationName, row)
  const who = idOf(row?.user)?.trim()
  if (row === null || row === undefined || who === undefined) {
    throw refuse(job.operationName, "it needs a member, or the id or the address of one: { user: 'ada@example.com' }.")
  }
  await job.check(row)
  requireFirst(run, job, who, place)
  return who
}

/** One member may go by an address and by an id. */
function requireFirst<Row extends MemberRow>(
  { known }: MemberRun<Row>,
  job: Job<Row>,
  who: string,
  place: Place,
): void {
  const first = known.get(who).row ?? place.row
  if (first !== place.row)
    throw refuse(job.operationName, `row ${first} is of the same member. Each may stand only once.`)
  known.add(who, { row: place.row })
}

/** One row, from its check to its outcome. */
async function changeOne<Row extends MemberRow>(
  run: MemberRun<Row>,
  job: Job<Row>,
  self: string,
  row: Row,
  place: Place,
): Promise<void> {
  const who = idOf((row as Partial<Row> | null)?.user)?.trim() ?? ''
  const { outcome, ...details } = run.isStopped
    ? { outcome: 'not-attempted' as const }
    : await tryOne(run, job, self, row, place)
  await run.end(place, who, outcome, details)
}

interface Ended {
  readonly outcome: MemberOutcome
  readonly error?: LabelboxError
  readonly id?: string
}

async function tryOne<Row extends MemberRow>(
  run: MemberRun<Row>,
  job: Job<Row>,
  self: string,
  row: Row,
  place: Place,
): Promise<Ended> {
  const { known } = run
  try {
    const who = await checkOne(run, job, row, place)
    const id = known.get(who).member
    const { sentAt, ended } = known.get(who)
    if (id === undefined) return { outcome: sentAt === undefined && ended === undefined ? 'not-a-member' : 'done' }
    requireFirst(run, job, id, place)
    const member = known.get(id)
    if (member.ended !== undefined) return { outcome: 'done', id }
    if (id === self && job.name === 'removeUsers') {
      throw refuse(job.operationName, "it would remove the API key's own user.")
    }
    // What the end of the process left open has been done, then.
    if (await job.isDone(row, member)) return { outcome: sentAt === undefined ? 'unchanged' : 'done', id }
    await run.append({ sending: [[who, null]], at: Date.now() })
    await job.change(row, id)
    await run.append({ ended: [...new Set([who, id])].map((each) => [each, 'done'] as const) })
    return { outcome: 'done', id }
  } catch (error) {
    if (!isLabelboxError(error)) throw error
    return endOf(run, error)
  }
}

function endOf<Row extends MemberRow>(run: MemberRun<Row>, error: LabelboxError): Ended {
  if (error.code === 'DRY_RUN') return { outcome: 'dry-run' }
  if (error.code === 'RESOURCE_NOT_FOUND') return { outcome: 'not-a-member', error }
  if (error.code === 'ABORTED' || general.includes(error.code)) run.stop(error)
  if (error.mayHaveRun) return { outcome: 'unknown', error }
  if (error.code === 'ABORTED') return { outcome: 'not-attempted' }
  return { outcome: general.includes(error.code) ? 'failed' : 'refused', error }
}
