import { isLabelboxError, type LabelboxError, type LabelboxErrorCode } from '../../core/errors.ts'
import { startCall, type Context } from '../context.ts'
import { refuse, requireVisible, idOf, isText } from '../../core/guards.ts'
import { bare } from '../email.ts'
import { changeOrganizationRole, removeMember } from '../members/memberChanges.ts'
import type { Member, MemberReference } from '../members/members.ts'
import { roleKey, type RoleReference } from '../roles/roles.ts'
import type { Role, Place } from '../../core/records.ts'
import { readMembers } from './everybody.ts'
import { requireReadable } from './invalid.ts'
import type { Known, KnownPeople } from './known.ts'
import { Lane } from './lane.ts'
import { remembered } from './references.ts'
import type { BulkReport } from './report.ts'
import type { Rows } from './rows.ts'
import { BulkRun, type BulkOptions } from './run.ts'

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
const general: readonly LabelboxErrorCode[] = ['AUTHENTICATION', 'API_LIMIT', 'NETWORK', 'TIMEOUT', 'ABORTED']

/** So many members in a row whom the key may not change show that it may change nobody. */
const enoughRefusals = 3

/** What is to be done with each row. */
interface Job<Row extends MemberRow> {
  readonly name: string
  readonly operationName: string
  /**
   * What is to become of the member, for the journal.
   *
   * @throws LabelboxError `INVALID_INPUT` for a row that can't be used.
   */
  readonly aim: (row: Row) => Promise<string>
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
    aim: () => Promise.resolve('removed'),
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
  const { role } = remembered(run)
  return changeAll(run, {
    name: 'updateOrganizationRoles',
    operationName,
    aim: async (row) => {
      if (idOf((row as Partial<MemberRoleRow>).role) === undefined) {
        throw refuse(operationName, "it needs a role: one of getRoles(), its name, such as 'LABELER', or its id.")
      }
      return (await role(row.role)).id
    },
    isDone: async (row, { memberRole }) => isSameRole(await role(row.role), memberRole),
    change: async (row, id) => changeOrganizationRole(context, { id }, await role(row.role), run.call),
  })
}

const isSameRole = ({ name }: Pick<Role, 'name'>, other: string | null | undefined): boolean =>
  name !== null && typeof other === 'string' && roleKey(name) === roleKey(other)

type MemberRun<Row extends MemberRow> = BulkRun<Row, MemberOutcome>

/** What is worked on. */
interface Work<Row extends MemberRow> {
  readonly run: MemberRun<Row>
  readonly job: Job<Row>
  /** The id of the key's own user. */
  readonly self: string
  /** Members in a row whom the key may not change. */
  forbidden: number
}

/** Checks, looks once who is a member, and changes several at once; who is done is done. */
async function changeAll<Row extends MemberRow>(
  run: MemberRun<Row>,
  job: Job<Row>,
): Promise<BulkReport<MemberOutcome>> {
  await run.checkRows((row, place) => checkOne(run, job, row, place))
  for await (const entry of run.entries(job.name)) {
    const [isOpen, people] = 'sending' in entry ? [true, entry.sending] : [false, 'ended' in entry ? entry.ended : []]
    for (const [who, aim] of people) run.known.add(who, { isOpen, ended: aim ?? '' })
  }
  const { id: self } = await run.context.currentUser.get(run.call)
  await readMembers(run.context, run.call, (member) => learn(run.known, member))
  await workThrough({ run, job, self, forbidden: 0 })
  return run.report()
}

/** The API finds members by the address as it is written, so that two may have one that differs in its spelling. */
function learn(known: KnownPeople, { id, email, orgRole }: Member): void {
  known.add(id, { member: id, memberRole: orgRole?.name ?? null })
  if (!isText(email)) return
  known.add(exactly(email), { member: id })
  const { member } = known.add(email, { member: id })
  if (member !== undefined && member !== id) known.add(email, { isShared: true })
}

/** The key of an address in this spelling and no other. */
const exactly = (address: string): string => `exactly ${address.replace('@', ' at ')}`

async function workThrough<Row extends MemberRow>(work: Work<Row>): Promise<void> {
  const underWay = new Lane(concurrency)
  try {
    await work.run.eachRow(async (row, place) => {
      await underWay.room()
      underWay.begin(changeOne(work, row, place))
    })
  } finally {
    await underWay.end()
  }
}

/** @throws LabelboxError `INVALID_INPUT` for a row that can't be used. */
async function checkOne<Row extends MemberRow>(
  run: MemberRun<Row>,
  job: Job<Row>,
  row: Row | null | undefined,
  place: Place,
): Promise<string> {
  requireReadable(job.operationName, row)
  const who = whoIs(row)
  if (row === null || row === undefined || who === undefined) {
    throw refuse(job.operationName, "it needs a member, or the id or the address of one: { user: 'ada@example.com' }.")
  }
  requireVisible(job.operationName, 'the address or id of the member', who)
  await job.aim(row)
  requireFirst(run, job, who, place)
  return who
}

/** An address as people give it, or an id. */
function whoIs(row: Partial<MemberRow> | null | undefined): string | undefined {
  const who = idOf(row?.user)
  return who === undefined ? undefined : bare(who)
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
async function changeOne<Row extends MemberRow>(work: Work<Row>, row: Row, place: Place): Promise<void> {
  const { run } = work
  const who = whoIs(row) ?? ''
  const { outcome, ...details } = run.isStopped ? notAttempted : await tryOne(work, row, place)
  await run.end(place, who, outcome, details)
}

interface Ended {
  readonly outcome: MemberOutcome
  readonly error?: LabelboxError
  readonly id?: string
}

const notAttempted: Ended = { outcome: 'not-attempted' }

async function tryOne<Row extends MemberRow>(work: Work<Row>, row: Row, place: Place): Promise<Ended> {
  const { run, job, self } = work
  try {
    const who = await checkOne(run, job, row, place)
    const aim = await job.aim(row)
    const { ended, isOpen } = run.known.get(who)
    const isKnown = ended === aim
    if (isKnown && isOpen !== true) return { outcome: 'done' }
    const id = memberOf(run, job, who)
    if (id === undefined) return { outcome: isKnown ? 'done' : 'not-a-member' }
    requireFirst(run, job, id, place)
    if (id === self && job.name === 'removeUsers') {
      throw refuse(job.operationName, "it would remove the API key's own user.")
    }
    // What the end of the process left open has been done, then.
    if (await job.isDone(row, run.known.get(id))) return { outcome: isKnown ? 'done' : 'unchanged', id }
    // What is not written down first is not done.
    if (!(await run.append({ sending: [[who, aim]], at: Date.now() }))) return notAttempted
    return await change(work, row, { who, id, aim })
  } catch (error) {
    if (!isLabelboxError(error)) throw error
    return endOf(work, error)
  }
}

/** Who is meant: by an id, by an address as it is written, or by one that is written otherwise and is nobody else's. */
function memberOf<Row extends MemberRow>({ known }: MemberRun<Row>, job: Job<Row>, who: string): string | undefined {
  const exact = known.get(exactly(who)).member
  if (exact !== undefined) return exact
  const { member, isShared } = known.get(who)
  if (isShared !== true) return member
  throw refuse(job.operationName, 'several members go by that address, in other spellings. Give the id of the one.')
}

async function change<Row extends MemberRow>(
  work: Work<Row>,
  row: Row,
  { who, id, aim }: { readonly who: string; readonly id: string; readonly aim: string },
): Promise<Ended> {
  const { run, job } = work
  try {
    await job.change(row, id)
  } catch (error) {
    if (isLabelboxError(error) && !error.mayHaveRun) await run.append({ ended: [[who, 'refused']] })
    throw error
  }
  work.forbidden = 0
  await run.append({ ended: [[who, aim]] })
  return { outcome: 'done', id }
}

function endOf<Row extends MemberRow>(work: Work<Row>, error: LabelboxError): Ended {
  const { code } = error
  if (code === 'DRY_RUN') return { outcome: 'dry-run' }
  if (code === 'RESOURCE_NOT_FOUND') return { outcome: 'not-a-member', error }
  if (code === 'AUTHORIZATION') work.forbidden += 1
  if (general.includes(code) || work.forbidden >= enoughRefusals) work.run.stop(error)
  if (error.mayHaveRun) return { outcome: 'unknown', error }
  if (code === 'ABORTED') return notAttempted
  return { outcome: general.includes(code) ? 'failed' : 'refused', error }
}
