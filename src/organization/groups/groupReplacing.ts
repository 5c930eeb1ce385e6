import { UpdateUserGroupDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { LabelboxError } from '../../core/errors.ts'
import { refuse } from '../../core/guards.ts'
import { isText } from '../../core/visibleText.ts'
import { Deadline } from '../../transport/time/deadline.ts'
import type { Context } from '../context.ts'
import { requireChanged, withOriginOf } from '../responses.ts'
import { replaceAsRead, requireComplete, variablesOf, type WholeUserGroup } from './userGroupChanges.ts'
import { type UserGroup, type WireUserGroup } from './userGroups.ts'
import { isDone, readBack, readGroup, withPeople, type Changed, type Prepared } from './groupMemberState.ts'

/** Maximum number of times that a group is read again because somebody else has changed it. */
const maxReadings = 4

/**
 * Makes a change by replacing the group. The group is read again just before. If somebody has changed it, the change starts
 * over from the new state.
 */
export async function replaceGroup(
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

const turns = new WeakMap<object, Map<string, Promise<unknown>>>()

/** Runs the changes of a group one after another, as each replaces the whole group. It does not know of other clients. */
export async function inTurn<Result>(
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
