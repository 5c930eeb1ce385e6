import {
  AddGroupMembersDocument,
  RemoveGroupMembersDocument,
  UpdateUserGroupDocument,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { originOf } from '../../core/origin.ts'
import { idOf, isText } from '../../core/visibleText.ts'
import { Deadline } from '../../transport/time/deadline.ts'
import { acceptedForm } from '../acceptedForm.ts'
import type { AuditedUser } from '../audit.ts'
import { startCall, type Context } from '../context.ts'
import { readMember, type MemberReference } from '../members/members.ts'
import { requireChanged, requireOutcome, withOriginOf } from '../responses.ts'
import { runChange } from '../runChange.ts'
import { findPerson, isListOf, requireMembers, resolveMembers, type NewUserGroupMember } from './groupMembers.ts'
import { replaceAsRead, requireComplete, variablesOf, type WholeUserGroup } from './userGroupChanges.ts'
import {
  isComplete,
  readUserGroup,
  requireGroup,
  rolesOf,
  toUserGroup,
  type UserGroup,
  type UserGroupMember,
  type UserGroupReference,
  type WireUserGroup,
} from './userGroups.ts'

export function addGroupMembers(
  context: Context,
  reference: UserGroupReference,
  members: readonly NewUserGroupMember[],
  options: CallOptions,
): Promise<UserGroup> {
  const operationName = 'AddGroupMembers'
  const call = startCall(context, options)
  return changeMembers(context, reference, call, {
    operationName,
    action: 'addGroupMembers',
    users: listOf(members).map((member) => {
      const { user, role } = objectOf(member)
      return { user: idOf(user) ?? '', role: idOf(role) }
    }),
    check: () => requireMembers(operationName, members),
    resolve: ({ group }) => resolveMembers(context, members, operationName, call, group.members),
    send: async (id, people) => {
      const userRoles = people.map(({ id: userId, role }) => ({ userId, roleId: role?.id ?? '' }))
      const data = await context.execute(AddGroupMembersDocument, { groupIds: [id], userRoles }, call)
      return { data, outcome: data.addUsersToGroups }
    },
  })
}

export function removeGroupMembers(
  context: Context,
  reference: UserGroupReference,
  users: readonly MemberReference[],
  options: CallOptions,
): Promise<UserGroup> {
  const operationName = 'RemoveGroupMembers'
  const call = startCall(context, options)
  return changeMembers(context, reference, call, {
    operationName,
    action: 'removeGroupMembers',
    users: listOf(users).map((user) => ({ user: idOf(user) ?? '' })),
    check: () => {
      if (isListOf<MemberReference>(users, (user) => idOf(user) !== undefined)) return
      throw refuse(operationName, "users must be a list such as ['ada@example.com'].")
    },
    resolve: ({ group, wire }) => resolveLeaving(context, users, group, isComplete(wire.members), call),
    send: async (groupId, people) => {
      const userIds = people.map(({ id }) => id)
      const data = await context.execute(RemoveGroupMembersDocument, { groupId, userIds }, call)
      return { data, outcome: data.removeUsersFromGroup }
    },
  })
}

/** JavaScript may pass anything, and what is refused is audited too. */
const listOf = <T>(given: readonly T[]): readonly T[] => (Array.isArray(given) ? (given as readonly T[]) : [])

/** A person as the change wants them: with a role in the group, or with `null` outside of it. */
type Wanted = Pick<UserGroupMember, 'id' | 'email' | 'role'>

/** A group as it was read. */
interface Read {
  readonly wire: WireUserGroup
  readonly group: UserGroup
}

interface MemberChange {
  readonly operationName: string
  readonly action: string
  /** For the audit. */
  readonly users: readonly AuditedUser[]
  /** Checks the input without a request. */
  readonly check: () => unknown
  readonly resolve: (read: Read) => Promise<readonly Wanted[]>
  /** Changes these people alone. */
  readonly send: (groupId: string, people: readonly Wanted[]) => Promise<Sent>
}

/** The response to a change, and what it says of the outcome. */
interface Sent {
  readonly data: object
  readonly outcome: { readonly success: boolean | null; readonly message: string | null } | null
}

interface Prepared extends Read {
  readonly people: readonly Wanted[]
}

/** A changed group, with what the API returned when it was read back, if that succeeded. */
interface Changed extends Partial<Read> {
  readonly group: UserGroup
}

/**
 * Changes some members of a group, by the mutation for this or else by replacing the group. People who are already as wanted
 * are not sent. The API may report success without having made every change, so the group is read back.
 */
async function changeMembers(
  context: Context,
  reference: UserGroupReference,
  call: CallOptions,
  { operationName, action, users, check, resolve, send }: MemberChange,
): Promise<UserGroup> {
  const { group } = await runChange<Prepared, Changed>(context, call, {
    subject: { action, id: idOf(reference), users },
    prepare: async () => {
      check()
      const read = await readGroup(context, requireGroup(operationName, reference), call)
      return { ...read, people: await resolve(read) }
    },
    send: async (prepared) => {
      const { wire, people } = prepared
      const pending = people.filter((person) => !isDone(person, wire))
      if (pending.length === 0) return { group: prepared.group }
      const after = withPeople(prepared.group, people)
      const direct = async (): Promise<Changed> => {
        const data = await settled(context, operationName, send(wire.id, pending), prepared, call)
        return withOriginOf(data, await readBack(context, after, call))
      }
      const changed = await acceptedForm(context, operationName, direct, () =>
        inTurn(context, wire.id, call, (hasWaited) =>
          replaceGroup(context, operationName, prepared, hasWaited ? undefined : wire, call),
        ),
      )
      requireMade(operationName, people, changed)
      return changed
    },
    planned: ({ group: before, people }) => ({ group: withPeople(before, people) }),
  })
  return group
}

async function readGroup(context: Context, id: string, call: CallOptions): Promise<Read> {
  const wire = await readUserGroup(context, id, call)
  return { wire, group: toUserGroup(wire, await rolesOf(context, [wire], call)) }
}

/** The change was made, so a failure to read it back, even an abort, does not reject. */
const readBack = (context: Context, after: UserGroup, call: CallOptions): Promise<Changed> =>
  readGroup(context, after.id, call).catch(() => ({ group: after }))

/** Whether a person has the wanted role, or is known not to be in the group. */
function isDone({ id, role }: Wanted, { members }: WireUserGroup): boolean {
  const isThere = members.nodes.some((user) => user.id === id)
  if (role === null) return !isThere && isComplete(members)
  return isThere && members.userGroupRoles?.some((held) => held.userId === id && held.roleId === role.id) === true
}

function withPeople(group: UserGroup, people: readonly Wanted[]): UserGroup {
  const roles = new Map(people.map((person) => [person.id, person]))
  const before = new Set(group.members.map(({ id }) => id))
  const members = [
    ...group.members.flatMap((member) => {
      const person = roles.get(member.id)
      if (person === undefined) return [member]
      return person.role === null ? [] : [{ ...member, role: person.role }]
    }),
    ...people.filter(({ id, role }) => role !== null && !before.has(id)),
  ]
  return { ...group, members }
}

/** Looks up whom to remove. A person who is not in the group must exist, so that a mistyped address shows. */
async function resolveLeaving(
  context: Context,
  users: readonly MemberReference[],
  { members }: UserGroup,
  isWhole: boolean,
  call: CallOptions,
): Promise<readonly Wanted[]> {
  const operationName = 'RemoveGroupMembers'
  const found = new Map<string, Wanted>()
  for (const user of users) {
    const person = await findPerson(context, user, members, operationName, call)
    if (person === undefined) {
      const where = isWhole ? 'of a member of the group, or of the organization' : 'of a member'
      throw refuse(operationName, `an address in users is not one ${where}. Check its spelling.`)
    }
    // A person who was removed from the organization may still be shown in a group that was read in part.
    const { id, email } = person.email === undefined ? await readMember(context, person.id, call) : person
    found.set(id, { id, email: email ?? null, role: null })
  }
  return [...found.values()]
}

/** Waits for a change. If its outcome is unknown, but the group is as wanted, the change was made. */
async function settled(
  context: Context,
  operationName: string,
  sending: Promise<Sent>,
  prepared: Prepared,
  call: CallOptions,
): Promise<object> {
  let errorOf: (now: Now | undefined) => LabelboxError
  try {
    const { data, outcome } = await sending
    const { success, message } = requireOutcome(outcome, operationName, data)
    if (requireOutcome(success, operationName, data)) return data
    errorOf = (now) => refusal(operationName, data, message, now)
  } catch (error) {
    if (!isLabelboxError(error) || !error.mayHaveRun) throw error
    errorOf = () => error
  }
  const now = await readNow(context, prepared, call)
  if (now?.isDone === true) return now
  throw errorOf(now)
}

/** How a group is after a change, for all that is known. */
interface Now {
  readonly isDone: boolean
  readonly count: string
}

/** Reads how many people are as they should be; `undefined` if the group can't be read. */
async function readNow(context: Context, { wire, people }: Prepared, call: CallOptions): Promise<Now | undefined> {
  const now = await readUserGroup(context, wire.id, call).catch(() => undefined)
  if (now === undefined) return undefined
  const done = people.filter((person) => isDone(person, now)).length
  return { isDone: done === people.length, count: `${done} of ${people.length}` }
}

/** The error for a change that the API calls a failure. No source says that it then has done nothing. */
function refusal(operationName: string, data: object, message: string | null, now: Now | undefined): LabelboxError {
  // The message may quote an address.
  const reason = isText(message) ? message.trim() : undefined
  const state =
    now === undefined
      ? 'Whether anybody was changed is not known. Read the group before you try again.'
      : `${now.count} people are as they should be in the group.`
  return new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'OPERATION_NOT_ALLOWED',
    operationName,
    mayHaveRun: true,
    message: `${operationName} failed: Labelbox refused${reason === undefined ? ' without a reason' : ''}. ${state}`,
    ...(reason !== undefined && { cause: new Error(reason) }),
  })
}

/** Maximum number of times that a group is read again because somebody else has changed it. */
const maxReadings = 4

/**
 * Makes a change by replacing the group. The group is read again just before. If somebody has changed it, the change starts
 * over from the new state.
 */
async function replaceGroup(
  context: Context,
  operationName: string,
  prepared: Prepared,
  start: WireUserGroup | undefined,
  call: CallOptions,
): Promise<Changed> {
  const read = (before?: WireUserGroup) => readUnchanged(context, operationName, prepared, before, call)
  return replaceAsRead<ToReplace, Changed>(context, operationName, call, await read(start), {
    send: async ({ group, after }, sendOptions) => {
      if (after === undefined) return { group }
      const data = await context.execute(UpdateUserGroupDocument, { id: after.id, ...variablesOf(after) }, sendOptions)
      requireChanged(data.updateUserGroupV3?.group, operationName, data)
      return withOriginOf(data, await readBack(context, after, call))
    },
    readAgain: read,
    settle: async ({ after, group }) => {
      const now = await readGroup(context, group.id, call)
      return after !== undefined && prepared.people.every((person) => isDone(person, now.wire)) ? now : undefined
    },
  })
}

interface ToReplace {
  readonly group: UserGroup
  /** The group as it will be; `undefined` if it is as wanted already. */
  readonly after: WholeUserGroup | undefined
}

/** Reads the group until two readings are the same. */
async function readUnchanged(
  context: Context,
  operationName: string,
  { wire: { id }, people }: Prepared,
  start: WireUserGroup | undefined,
  call: CallOptions,
): Promise<ToReplace> {
  let before = start
  for (let reading = 1; reading <= maxReadings; reading += 1) {
    const { wire, group } = await readGroup(context, id, call)
    if (people.every((person) => isDone(person, wire))) return { group, after: undefined }
    requireComplete(operationName, wire)
    if (before !== undefined && isSame(before, wire)) {
      return { group, after: requireWhole(operationName, withPeople(group, people)) }
    }
    before = wire
  }
  throw new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    retryable: true,
    message: `${operationName} was not sent: somebody else kept changing the group while it was read. This API changes members only by replacing the group, which would undo their changes. Try again later.`,
  })
}

function requireWhole(operationName: string, group: UserGroup): WholeUserGroup {
  const { name, color } = group
  if (isText(name) && color !== null) return { ...group, name, color }
  throw refuse(
    operationName,
    'Labelbox does not return the name and the color of the group, which are needed to replace it. Use updateUserGroup() with both.',
  )
}

function isSame(one: WireUserGroup, other: WireUserGroup): boolean {
  const text = ({ name, color, description, projects, members }: WireUserGroup): string =>
    JSON.stringify([
      [name, color, description],
      projects.nodes.map((project) => project.id).sort(),
      members.nodes.map((user) => user.id).sort(),
      (members.userGroupRoles ?? []).map(({ userId, roleId }) => `${userId} ${roleId}`).sort(),
    ])
  return text(one) === text(other)
}

/** @throws LabelboxError `INCONSISTENT_RESPONSE` if the group is known not to be as the change wants it. */
function requireMade(operationName: string, people: readonly Wanted[], changed: Changed): void {
  const { wire } = changed
  const missing = wire === undefined ? [] : people.filter((person) => isMissed(person, wire))
  if (missing.length === 0) return
  throw new LabelboxError({
    attempts: 1,
    ...originOf(changed),
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    mayHaveRun: true,
    message: `${operationName} succeeded, but ${missing.length} of ${people.length} people are not as they should be in the group. Somebody else changed the group at the same moment, or Labelbox left a role as it was. Read the group before you try again.`,
  })
}

function isMissed({ id, role }: Wanted, { members }: WireUserGroup): boolean {
  const isThere = members.nodes.some((user) => user.id === id)
  if (role === null) return isThere
  // A group that came in part may have the person beyond its end.
  if (!isThere) return isComplete(members)
  const held = members.userGroupRoles?.find(({ userId }) => userId === id)
  return held !== undefined && held.roleId !== role.id
}

const turns = new WeakMap<object, Map<string, Promise<unknown>>>()

/** Runs the changes of a group one after another, as each replaces the whole group. It does not know of other clients. */
async function inTurn<Result>(
  { otherForms, timing }: Context,
  groupId: string,
  call: CallOptions,
  change: (hasWaited: boolean) => Promise<Result>,
): Promise<Result> {
  const queue = turns.get(otherForms) ?? new Map<string, Promise<unknown>>()
  turns.set(otherForms, queue)
  const before = queue.get(groupId)
  let end = (): void => undefined
  const turn = new Promise<void>((resolve) => (end = resolve))
  const last = before === undefined ? turn : before.then(() => turn)
  queue.set(groupId, last)
  try {
    if (before !== undefined) {
      const waiting = { operationName: undefined, kind: 'mutation', attempts: 0, mayHaveRun: false } as const
      await new Deadline(timing, call, () => waiting).run(() => before)
    }
    return await change(before !== undefined)
  } finally {
    end()
    if (queue.get(groupId) === last) queue.delete(groupId)
  }
}
