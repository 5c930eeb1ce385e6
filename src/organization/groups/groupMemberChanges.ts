import { AddGroupMembersDocument, RemoveGroupMembersDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { originOf } from '../../core/origin.ts'
import { idOf, isText } from '../../core/visibleText.ts'
import { acceptedForm } from '../acceptedForm.ts'
import type { AuditedUser } from '../audit.ts'
import { startCall, type Context } from '../context.ts'
import { readMember, type MemberReference } from '../members/members.ts'
import { requireOutcome, withOriginOf } from '../responses.ts'
import { runChange } from '../runChange.ts'
import { findPerson, isListOf, requireMembers, resolveMembers, type NewUserGroupMember } from './groupMembers.ts'
import {
  isComplete,
  readUserGroup,
  requireGroup,
  type UserGroup,
  type UserGroupReference,
  type WireUserGroup,
} from './userGroups.ts'
import {
  isDone,
  readBack,
  readGroup,
  withPeople,
  type Changed,
  type Prepared,
  type Read,
  type Wanted,
} from './groupMemberState.ts'
import { inTurn, replaceGroup } from './groupReplacing.ts'
import { notFound } from '../unknownIds.ts'

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
      throw notFound(operationName, `an address in users is not one ${where}. Check its spelling.`)
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
