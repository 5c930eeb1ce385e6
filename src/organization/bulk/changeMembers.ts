import { isLabelboxError, type LabelboxError } from '../../core/errors.ts'
import { refuse } from '../../core/guards.ts'
import { idOf, isText, requireVisible } from '../../core/visibleText.ts'
import type { Place } from '../../core/records.ts'
import type { Context } from '../context.ts'
import { bare } from '../email.ts'
import { changeOrganizationRole, removeMember } from '../members/memberChanges.ts'
import { roleKey } from '../roles/roles.ts'
import { atATime } from './atATime.ts'
import { BulkRun, cachedReferences, concernsAllRows, type OutcomeDetails, type Person } from './bulkRun.ts'
import {
  memberOutcomes,
  type BulkReport,
  type MemberBulkOptions,
  type MemberOutcome,
  type MemberRoleRow,
  type MemberRow,
  type Rows,
} from './bulkTypes.ts'
import { readMembers } from './roster.ts'
import { requireReadable } from './rowReader.ts'
import { untilOneFails } from './untilOneFails.ts'

/** Number of changes at a time. The API is slow above about 30 parallel requests, and other programs use it too. */
const concurrency = 8

/** Number of rows under way: while some are sent, the journal takes the next ones, so that no request waits for the disk. */
const rowsUnderWay = 2 * concurrency

/** After this many members in a row that the key may not change, the next one would be refused as well. */
const maxForbidden = 3

/** Removes many members. */
export async function removeUsers(
  context: Context,
  organizationId: string,
  rows: Rows<MemberRow>,
  options: MemberBulkOptions = {},
): Promise<BulkReport<MemberOutcome>> {
  const operationName = 'RemoveUsers'
  const job = { context, organizationId, method: 'removeUsers', operationName, rows, options, outcomes: memberOutcomes }
  const run = new BulkRun(job)
  return new MemberChanges(run, {
    target: () => Promise.resolve('removed'),
    isDone: () => Promise.resolve(false),
    apply: (_row, id) => removeMember(context, { id }, run.call),
    reasonAgainstSelf: "it would remove the API key's own user.",
  }).run()
}

/** Gives many members a role in the organization. */
export async function updateOrganizationRoles(
  context: Context,
  organizationId: string,
  rows: Rows<MemberRoleRow>,
  options: MemberBulkOptions = {},
): Promise<BulkReport<MemberOutcome>> {
  const operationName = 'UpdateOrganizationRoles'
  const method = 'updateOrganizationRoles'
  const run = new BulkRun({ context, organizationId, method, operationName, rows, options, outcomes: memberOutcomes })
  const { role } = cachedReferences(run)
  return new MemberChanges(run, {
    target: async (row) => {
      if (idOf((row as Partial<MemberRoleRow>).role) === undefined) {
        throw refuse(operationName, "it needs a role: one of getRoles(), its name, such as 'LABELER', or its id.")
      }
      return (await role(row.role)).id
    },
    isDone: async (row, { memberRole }) => {
      const { name } = await role(row.role)
      return name !== null && typeof memberRole === 'string' && roleKey(name) === roleKey(memberRole)
    },
    apply: async (row, id) => changeOrganizationRole(context, { id }, await role(row.role), run.call),
    reasonAgainstSelf:
      "it would change the API key's own user, who may then not be allowed to change the others. Change that role by itself.",
  }).run()
}

/** The change that a run makes to each member. */
interface MemberChange<Row extends MemberRow> {
  /**
   * What the member is changed to; the journal has it.
   *
   * @throws LabelboxError `INVALID_INPUT` for an invalid row.
   */
  readonly target: (row: Row) => Promise<string>
  /** Whether the member needs no change. */
  readonly isDone: (row: Row, member: Person) => Promise<boolean>
  readonly apply: (row: Row, id: string) => Promise<object>
  /** Why the key's own user is not changed. */
  readonly reasonAgainstSelf: string
}

/** How a row ended. */
interface Ending extends OutcomeDetails {
  readonly outcome: MemberOutcome
}

/** A change that the journal has, and that waits for its turn. */
interface Prepared<Row> extends Readonly<Record<'who' | 'id' | 'target', string>> {
  readonly row: Row
}

const notAttempted: Ending = { outcome: 'not-attempted' }

/** Checks the rows, reads all members, and changes several of them at a time. */
class MemberChanges<Row extends MemberRow> {
  readonly #run: BulkRun<Row, MemberOutcome>
  readonly #change: MemberChange<Row>
  /** Entries that are being written while the next row is under way. A lost one only makes a resumed run look again. */
  readonly #closing = new Set<Promise<unknown>>()
  #selfId: string | undefined
  #forbiddenInRow = 0

  constructor(run: BulkRun<Row, MemberOutcome>, change: MemberChange<Row>) {
    this.#run = run
    this.#change = change
  }

  async run(): Promise<BulkReport<MemberOutcome>> {
    const run = this.#run
    await run.checkRows((row, place) => this.#check(row, place))
    for await (const entry of run.journalEntries()) {
      const isUnsettled = 'sending' in entry
      const people = 'sending' in entry ? entry.sending : 'ended' in entry ? entry.ended : []
      for (const [who, change] of people) run.updatePerson(who, { isUnsettled, journaled: change ?? '' })
    }
    this.#selfId = (await run.context.currentUser.get(run.call)).id
    await readMembers(run.context, run.call, ({ id, email, orgRole }) => {
      run.updatePerson(id, { memberId: id, memberRole: orgRole?.name ?? null })
      if (!isText(email)) return
      run.updatePerson(spelled(email), { memberId: id })
      const { memberId } = run.updatePerson(email, { memberId: id })
      if (memberId !== undefined && memberId !== id) run.updatePerson(email, { isAmbiguous: true })
    })
    await this.#processRows()
    return run.report()
  }

  /** Workers share one reader, so that each takes the next row when it is done with its own. */
  async #processRows(): Promise<void> {
    const rows = this.#run.rows()
    const inTurn = atATime(concurrency)
    // A failure of the journal or of `onOutcome`, on any row, ends the run: no row that waits is sent after it.
    const step = untilOneFails(() => this.#run.leaveRows())
    const work = async (): Promise<void> => {
      for await (const [row, place] of rows) {
        const end = ({ outcome, ...details }: Ending): Promise<void> =>
          this.#run.setOutcome(place, whoIs(row) ?? '', outcome, details)
        const next = await step(() => this.#ending(() => this.#prepare(row, place)))
        if ('outcome' in next) await step(() => end(next))
        else await inTurn(() => step(async () => end(await this.#ending(() => this.#send(next)))))
      }
    }
    const worked = await Promise.allSettled(Array.from({ length: rowsUnderWay }, () => step(work)))
    const results = [...worked, ...(await Promise.allSettled(this.#closing))]
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  /**
   * @returns The address or id of the member.
   * @throws LabelboxError `INVALID_INPUT` for an invalid row.
   */
  async #check(row: Row | null | undefined, place: Place): Promise<string> {
    const { operationName } = this.#run
    requireReadable(operationName, row)
    const who = whoIs(row)
    if (row === null || row === undefined || who === undefined) {
      throw refuse(operationName, "it needs a member, or the id or address of one: { user: 'ada@example.com' }.")
    }
    requireVisible(operationName, 'the address or id of the member', who)
    await this.#change.target(row)
    this.#requireFirst(who, place)
    return who
  }

  /** Called for the address and for the id, as two rows may name one member by one each. */
  #requireFirst(who: string, place: Place): void {
    const { row: first = place.row } = this.#run.person(who)
    if (first !== place.row) {
      throw refuse(this.#run.operationName, `row ${first} names the same member. Remove one of the two rows.`)
    }
    this.#run.updatePerson(who, { row: place.row })
  }

  /** Checks a row against what is known, and writes its change to the journal. */
  async #prepare(row: Row, place: Place): Promise<Ending | Prepared<Row>> {
    const run = this.#run
    if (run.isStopped) return notAttempted
    const who = await this.#check(row, place)
    const target = await this.#change.target(row)
    const { journaled, isUnsettled } = run.person(who)
    const wasDone = journaled === target
    if (wasDone && isUnsettled !== true) return { outcome: 'done' }
    const id = this.#memberId(who)
    if (id === undefined) return { outcome: wasDone ? 'done' : 'not-a-member' }
    this.#requireFirst(id, place)
    if (await this.#change.isDone(row, run.person(id))) return { outcome: wasDone ? 'done' : 'unchanged', id }
    if (id === this.#selfId) throw refuse(run.operationName, this.#change.reasonAgainstSelf)
    // Written first: what the journal doesn't have is not sent.
    if (!(await run.writeJournal({ sending: [[who, target]], at: Date.now() }))) return notAttempted
    return { row, who, id, target }
  }

  /** Finds a member by id, by the exact spelling of the address, or by any spelling that only one member has. */
  #memberId(who: string): string | undefined {
    const exact = this.#run.person(spelled(who)).memberId
    if (exact !== undefined) return exact
    const { memberId, isAmbiguous } = this.#run.person(who)
    if (isAmbiguous !== true) return memberId
    throw refuse(this.#run.operationName, 'several members have that address in other spellings. Pass the id instead.')
  }

  async #send({ row, who, id, target }: Prepared<Row>): Promise<Ending> {
    const run = this.#run
    const closeUnsent = (): Promise<boolean> => run.writeJournal({ ended: [[who, 'refused']] })
    // The run may have been stopped while the row waited for its turn.
    if (run.isStopped) {
      await closeUnsent()
      return notAttempted
    }
    try {
      await this.#change.apply(row, id)
    } catch (error) {
      if (isLabelboxError(error) && !error.mayHaveRun) await closeUnsent()
      throw error
    }
    this.#forbiddenInRow = 0
    const written = run.writeJournal({ ended: [[who, target]] })
    this.#closing.add(written)
    void written.then(
      () => this.#closing.delete(written),
      () => undefined,
    )
    return { outcome: 'done', id }
  }

  /** What a step comes to: an error of the row ends the row. */
  async #ending<Next>(step: () => Promise<Next>): Promise<Next | Ending> {
    try {
      return await step()
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      return this.#endingOf(error)
    }
  }

  #endingOf(error: LabelboxError): Ending {
    const { code, mayHaveRun } = error
    if (code === 'DRY_RUN') return { outcome: 'dry-run' }
    if (code === 'RESOURCE_NOT_FOUND') return { outcome: 'not-a-member', error }
    if (code === 'AUTHORIZATION') this.#forbiddenInRow += 1
    if (concernsAllRows(error) || this.#forbiddenInRow >= maxForbidden) this.#run.stop(error)
    if (mayHaveRun) return { outcome: 'unknown', error }
    if (code === 'ABORTED') return notAttempted
    return { outcome: concernsAllRows(error) ? 'failed' : 'refused', error }
  }
}

/** The address or id in a row, without white space and `mailto:`. */
function whoIs(row: Partial<MemberRow> | null | undefined): string | undefined {
  const who = idOf(row?.user)
  return who === undefined ? undefined : bare(who)
}

/**
 * The key of an address in one spelling. The API tells addresses apart that differ only in case, so two members may have
 * the same address for everybody else. Without `@`, the key is not normalized.
 */
const spelled = (address: string): string => `exactly ${address.replace('@', ' at ')}`
