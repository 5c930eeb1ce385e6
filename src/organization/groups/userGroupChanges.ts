import {
  CreateUserGroupDocument,
  DeleteUserGroupDocument,
  UpdateUserGroupDocument,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { idOf, isText, requireVisible } from '../../core/visibleText.ts'
import { retryDelay, shouldRetry } from '../../transport/retry.ts'
import { Deadline } from '../../transport/time/deadline.ts'
import { startCall, type Context } from '../context.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import { requireChanged, requireRemoved, withOriginOf } from '../responses.ts'
import { nothing, orRemoved, runChange } from '../runChange.ts'
import { groupColor, groupColors, type UserGroupColor } from './userGroupColors.ts'
import { requireMembers, resolveMembers, type NewUserGroupMember } from './groupMembers.ts'
import {
  getUserGroup,
  isComplete,
  ofGroup,
  readUserGroup,
  requireGroup,
  rolesOf,
  toUserGroup,
  type UserGroup,
  type UserGroupReference,
  type WireUserGroup,
} from './userGroups.ts'

/** Changes to a user group. Omitted fields stay as they are; a list that you pass replaces the whole list. */
export interface UserGroupChanges {
  /** Name of the group, which must be unique. */
  readonly name?: string | undefined
  /** One of `9EC5FF CEB8FF FFB35F 4ED2F9 FFAEA9 FFA9D5 3FDC9A E7BF00 B8C4D3`. */
  readonly color?: UserGroupColor | undefined
  readonly description?: string | null | undefined
  /** Projects of the group: records, ids or names. A new group has none by default. */
  readonly projects?: readonly ProjectReference[] | undefined
  /** Members of the group, each with a role. A new group has none by default. */
  readonly members?: readonly NewUserGroupMember[] | undefined
  /** Whether Labelbox notifies the members. Default: decided by Labelbox. */
  readonly notifyMembers?: boolean | undefined
}

/** A user group to create. */
export interface NewUserGroup extends UserGroupChanges {
  readonly name: string
  readonly color: UserGroupColor
}

export async function createUserGroup(context: Context, group: NewUserGroup, options: CallOptions): Promise<UserGroup> {
  const operationName = 'CreateUserGroup'
  const call = startCall(context, options)
  const given = objectOf(group)
  const created = await runChange<Prepared, UserGroup>(context, call, {
    subject: { action: 'createUserGroup', name: given.name },
    prepare: async () => {
      const { projects = [], members = [], description = null, notifyMembers } = requireFields(operationName, given)
      const color = requireColor(operationName, given.color)
      if (!isText(given.name)) {
        throw refuse(operationName, "it needs a name and a color, such as { name: 'Reviewers', color: '9EC5FF' }.")
      }
      const name = requireVisible(operationName, 'the name', given.name)
      const lists = {
        projects: await resolveProjects(context, projects, operationName, call),
        members: await resolveMembers(context, members, operationName, call),
      }
      return { after: { id: 'dry-run', name, color, description, ...lists }, notifyMembers }
    },
    send: async ({ after, notifyMembers }) => {
      const data = await context.execute(CreateUserGroupDocument, { ...variablesOf(after), notifyMembers }, call)
      const { id } = requireChanged(data.createUserGroupV3?.group, operationName, data)
      return withOriginOf(data, { ...after, id })
    },
    planned: ({ after }) => after,
    details: ({ id }) => ({ id }),
  })
  return created.id === 'dry-run' ? created : asStored(context, created, call)
}

/** A group that can be sent: Labelbox requires its name and its color. */
export type WholeUserGroup = UserGroup & { readonly name: string; readonly color: string }

/** A group as it will be. */
interface Prepared {
  readonly after: WholeUserGroup
  readonly notifyMembers: boolean | undefined
}

interface Updated {
  readonly group: UserGroup
  readonly isSent: boolean
}

/** The API replaces all fields, so this reads the group and sends it back with the changes. */
export async function updateUserGroup(
  context: Context,
  reference: UserGroupReference,
  changes: UserGroupChanges,
  options: CallOptions,
): Promise<UserGroup> {
  const operationName = 'UpdateUserGroup'
  const call = startCall(context, options)
  const prepare = async (): Promise<Prepared> => {
    const given = requireChanges(operationName, objectOf(changes))
    const wire = await readUserGroup(context, requireGroup(operationName, reference), call)
    const before = toUserGroup(wire, await rolesOf(context, [wire], call))
    requireComplete(operationName, wire, given)
    const { name = before.name, notifyMembers, description = before.description } = given
    const color = given.color === undefined ? before.color : requireColor(operationName, given.color)
    if (!isText(name) || color === null) {
      throw refuse(operationName, 'Labelbox does not return the name and the color of the group. Pass both.')
    }
    const projects =
      given.projects && (await resolveProjects(context, given.projects, operationName, call, before.projects))
    const members = given.members && (await resolveMembers(context, given.members, operationName, call, before.members))
    const lists = { projects: projects ?? before.projects, members: members ?? before.members }
    return { after: { id: wire.id, name, color, description, ...lists }, notifyMembers }
  }
  const replace = async ({ after, notifyMembers }: Prepared, sendOptions: CallOptions): Promise<Updated> => {
    const variables = { id: after.id, ...variablesOf(after), notifyMembers }
    const data = await context.execute(UpdateUserGroupDocument, variables, sendOptions)
    requireChanged(data.updateUserGroupV3?.group, operationName, data)
    return withOriginOf(data, { group: after, isSent: true })
  }
  const { group, isSent } = await runChange<Prepared, Updated>(context, call, {
    subject: { action: 'updateUserGroup', id: idOf(reference), name: objectOf(changes).name },
    prepare,
    send: (prepared) => {
      const { projects, members } = objectOf(changes)
      // Lists that the caller passed do not get old.
      if (projects !== undefined && members !== undefined) return replace(prepared, call)
      return replaceAsRead(context, operationName, call, prepared, {
        send: replace,
        readAgain: prepare,
        settle: async ({ after }) => {
          const wire = await readUserGroup(context, after.id, call)
          return isAsWanted(wire, after) ? { group: after, isSent: true } : undefined
        },
      })
    },
    planned: ({ after }) => ({ group: after, isSent: false }),
  })
  return isSent ? asStored(context, group, call) : group
}

export async function deleteUserGroup(
  context: Context,
  reference: UserGroupReference,
  options: CallOptions,
): Promise<void> {
  const operationName = 'DeleteUserGroup'
  await runChange(context, options, {
    subject: { action: 'deleteUserGroup', id: idOf(reference) },
    prepare: () => requireGroup(operationName, reference),
    send: (id, call) =>
      ofGroup(id, () =>
        orRemoved(context.execute(DeleteUserGroupDocument, { id }, call), (data) =>
          requireRemoved(data.deleteUserGroup?.success, operationName, data),
        ),
      ),
    planned: nothing,
  })
}

/** Reads a changed group back. The change was made, so a failure to read it, even an abort, does not reject. */
const asStored = (context: Context, changed: UserGroup, call: CallOptions): Promise<UserGroup> =>
  getUserGroup(context, changed.id, call).catch(() => changed)

function requireColor(operationName: string, color: unknown): string {
  const found = groupColor(color)
  if (found !== undefined) return found
  throw refuse(operationName, `color must be one of ${groupColors.join(', ')}.`)
}

/** Checks what needs no request. */
function requireFields(operationName: string, given: UserGroupChanges): UserGroupChanges {
  const { projects, members, description, notifyMembers } = given
  const isProject = (value: unknown): boolean => idOf(value as ProjectReference | null) !== undefined
  if (projects !== undefined && !(Array.isArray(projects) && projects.every(isProject))) {
    throw refuse(operationName, "projects must be a list of records, ids or names, such as ['Street signs'].")
  }
  if (members !== undefined) requireMembers(operationName, members)
  if (description != null && typeof description !== 'string') throw refuse(operationName, 'description must be text.')
  if (notifyMembers !== undefined && typeof notifyMembers !== 'boolean') {
    throw refuse(operationName, 'notifyMembers must be true or false.')
  }
  return given
}

function requireChanges(operationName: string, changes: UserGroupChanges): UserGroupChanges {
  const { name, color, description, projects, members } = changes
  if ([name, color, description, projects, members].every((value) => value === undefined)) {
    throw refuse(operationName, 'it needs something to change: name, color, description, projects or members.')
  }
  if (name !== undefined && !isText(name)) throw refuse(operationName, 'the name must not be empty.')
  if (color !== undefined) requireColor(operationName, color)
  const visible = name === undefined ? {} : { name: requireVisible(operationName, 'the name', name) }
  return { ...requireFields(operationName, changes), ...visible }
}

interface Replacement<Plan, Result> {
  /** Makes one attempt. */
  readonly send: (plan: Plan, options: CallOptions) => Promise<Result>
  /** Plans the replacement from another reading of the group. */
  readonly readAgain: () => Promise<Plan>
  /** Reads whether a replacement whose outcome is unknown was made. */
  readonly settle: (plan: Plan) => Promise<Result | undefined>
}

/**
 * Replaces a group whose lists have just been read. They are out of date by the time of a retry, and would undo what others
 * changed meanwhile, so the group is read again before each attempt. Nothing is sent again that may have run.
 */
export async function replaceAsRead<Plan, Result>(
  { retry, timing }: Context,
  operationName: string,
  call: CallOptions,
  first: Plan,
  { send, readAgain, settle }: Replacement<Plan, Result>,
): Promise<Result> {
  let plan = first
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await send(plan, { ...call, maxAttempts: 1 })
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      if (error.mayHaveRun) {
        const settled = await settle(plan).catch(() => undefined)
        if (settled === undefined) throw error
        return settled
      }
      if (attempts >= retry.maxAttempts || !shouldRetry({ isIdempotent: false }, error)) throw error
      const waiting = { operationName, kind: 'mutation', attempts, mayHaveRun: false } as const
      const deadline = new Deadline(timing, call, () => waiting)
      const delayMs = retryDelay(retry, attempts, error.retryAfterMs, () => timing.random())
      if (timing.now() + delayMs >= deadline.endsAt) throw error
      await deadline.run((signal) => timing.sleep(delayMs, signal))
      plan = await readAgain()
    }
  }
}

/** Whether the API returned a group as it was sent. */
function isAsWanted(wire: WireUserGroup, after: WholeUserGroup): boolean {
  const now = toUserGroup(wire, new Map())
  const isWhole = isComplete(wire.projects) && isComplete(wire.members) && now.members.length === after.members.length
  const text = ({ name, color, description, projects, members }: UserGroup): string =>
    JSON.stringify([
      [name, color, description],
      projects.map(({ id }) => id).sort(),
      members.map(({ id, role }) => `${id} ${role?.id}`).sort(),
    ])
  return isWhole && text(now) === text(after)
}

/** Refuses to replace a list that the API may have returned in part: the rest would leave the group. */
export function requireComplete(operationName: string, group: WireUserGroup, given: UserGroupChanges = {}): void {
  const withRole = new Set((group.members.userGroupRoles ?? []).map(({ userId }) => userId))
  if (
    (given.projects !== undefined || isComplete(group.projects)) &&
    (given.members !== undefined ||
      (isComplete(group.members) && group.members.nodes.every(({ id }) => withRole.has(id))))
  ) {
    return
  }
  throw new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    message: `${operationName} was not sent: Labelbox did not show that it returned all projects, and all members with their roles, and the missing ones would leave the group. updateUserGroup() sends both lists if you pass them in full.`,
  })
}

async function resolveProjects(
  context: Context,
  references: readonly ProjectReference[],
  operationName: string,
  call: CallOptions,
  known: UserGroup['projects'] = [],
): Promise<UserGroup['projects']> {
  const found = new Map<string, UserGroup['projects'][number]>()
  for (const reference of references) {
    const id =
      known.find((project) => project.id === reference)?.id ??
      (await resolveProject(context, reference, operationName, call))
    found.set(id, { id, name: known.find((project) => project.id === id)?.name ?? null })
  }
  return [...found.values()]
}

/** The variables that replace a group. */
export const variablesOf = ({ name, color, description, projects, members }: WholeUserGroup) => ({
  name,
  color,
  description,
  projectIds: projects.map(({ id }) => id),
  userRoles: members.flatMap(({ id, role }) => (role === null ? [] : [{ userId: id, roleId: role.id }])),
})
