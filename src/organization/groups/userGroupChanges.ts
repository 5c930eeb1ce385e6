import {
  CreateUserGroupDocument,
  DeleteUserGroupDocument,
  UpdateUserGroupDocument,
} from '../../../generated/operations.ts'
import { LabelboxError } from '../../core/errors.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { audited } from '../audit.ts'
import { startCall, unlessDryRun, type Context } from '../context.ts'
import { refuse, requireVisible, idOf, isText, objectOf } from '../../core/guards.ts'
import { presentChange } from '../answers.ts'
import { requireMembers, resolveMembers, type NewUserGroupMember } from './groupMembers.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import { orGone, requireDone } from '../removals.ts'
import {
  getUserGroup,
  readUserGroup,
  requireGroup,
  rolesOf,
  toUserGroup,
  type UserGroup,
  type UserGroupReference,
  type WireUserGroup,
} from './userGroups.ts'

/** The nine colours that a group may have. */
const colors = ['9EC5FF', 'CEB8FF', 'FFB35F', '4ED2F9', 'FFAEA9', 'FFA9D5', '3FDC9A', 'E7BF00', 'B8C4D3'] as const

/** A colour of a group; with `#`, or in lower case, it is the same. */
export type UserGroupColor = (typeof colors)[number] | (string & {})

/** A new group. */
export interface NewUserGroup {
  /** No other group has it. */
  readonly name: string
  /** One of `9EC5FF CEB8FF FFB35F 4ED2F9 FFAEA9 FFA9D5 3FDC9A E7BF00 B8C4D3`. */
  readonly color: UserGroupColor
  readonly description?: string | null | undefined
  /** Its projects, as records, by id or by name. */
  readonly projects?: readonly ProjectReference[] | undefined
  readonly members?: readonly NewUserGroupMember[] | undefined
  /** Whether Labelbox tells the members of it. Left out, that is Labelbox's affair. */
  readonly notifyMembers?: boolean | undefined
}

/** What is to be changed of a group. A list that is given is all that there is from then on. */
export type UserGroupChanges = Partial<NewUserGroup>

/** Creates a group. */
export async function createUserGroup(
  context: Context,
  group: NewUserGroup,
  options?: RequestOptions,
): Promise<UserGroup> {
  const operationName = 'CreateUserGroup'
  const call = startCall(context, options)
  const given = objectOf(group)
  let planned: UserGroup | undefined
  const make = async () => {
    const { projects = [], members = [], description = null, notifyMembers } = requireGiven(operationName, given)
    const color = requireColor(operationName, given.color)
    if (!isText(given.name)) throw refuse(operationName, `it needs a name and a colour, such as ${example}.`)
    const name = requireVisible(operationName, 'the name', given.name)
    const all = {
      projects: await resolveProjects(context, projects, operationName, call),
      members: await resolveMembers(context, members, operationName, call),
    }
    planned = { id: 'dry-run', name, description, color, ...all }
    const variables = { name, description, color, ...idsOf(all), notifyMembers }
    const data = await context.execute(CreateUserGroupDocument, variables, call)
    planned = { ...planned, id: presentChange(data.createUserGroupV3?.group, operationName, data).id }
    return data
  }
  const subject = { action: 'createUserGroup', name: given.name }
  const creating = audited(context, subject, make, (data) => ({ id: data.createUserGroupV3?.group?.id }))
  await unlessDryRun(creating, () => ({}))
  return asStored(context, planned as unknown as UserGroup, call)
}

/** Changes a group: reads what is there, and sends all of it with the changes, as the API replaces everything. */
export async function updateUserGroup(
  context: Context,
  reference: UserGroupReference,
  changes: UserGroupChanges,
  options?: RequestOptions,
): Promise<UserGroup> {
  const operationName = 'UpdateUserGroup'
  const call = startCall(context, options)
  const id = idOf(reference)
  let planned: UserGroup | undefined
  const updating = audited(context, { action: 'updateUserGroup', id, name: objectOf(changes).name }, async () => {
    const given = requireChanges(operationName, objectOf(changes))
    const wire = await readUserGroup(context, requireGroup(operationName, reference), call)
    const before = toUserGroup(wire, await rolesOf(context, [wire], call))
    requireWhole(operationName, wire, given)
    const { name = before.name, notifyMembers, description = before.description } = given
    const color = given.color === undefined ? before.color : requireColor(operationName, given.color)
    if (!isText(name) || color === null) {
      throw refuse(operationName, 'Labelbox does not tell the name and the colour of the group. Give both.')
    }
    const { projects = before.projects, members = before.members } = {
      projects:
        given.projects && (await resolveProjects(context, given.projects, operationName, call, before.projects)),
      members: given.members && (await resolveMembers(context, given.members, operationName, call, before.members)),
    }
    const all = { projects, members }
    planned = { id: wire.id, name, description, color, ...all }
    const variables = { id: wire.id, name, description, color, ...idsOf(all), notifyMembers }
    const data = await context.execute(UpdateUserGroupDocument, variables, call)
    presentChange(data.updateUserGroupV3?.group, operationName, data)
    return data
  })
  const updated = await unlessDryRun(
    updating.then(() => true),
    () => false,
  )
  return updated ? asStored(context, planned as unknown as UserGroup, call) : (planned as unknown as UserGroup)
}

/** Removes a group. */
export async function deleteUserGroup(
  context: Context,
  reference: UserGroupReference,
  options?: RequestOptions,
): Promise<void> {
  const operationName = 'DeleteUserGroup'
  const remove = async (): Promise<object> => {
    const data = await context.execute(DeleteUserGroupDocument, { id: requireGroup(operationName, reference) }, options)
    requireDone(data.deleteUserGroup?.success, operationName, data)
    return data
  }
  const subject = { action: 'deleteUserGroup', id: idOf(reference) }
  await unlessDryRun(
    audited(context, subject, () => orGone(remove())),
    () => ({}),
  )
}

/** The change is made: whatever goes wrong in reading it back, an abort too, is no failure of it. */
async function asStored(context: Context, planned: UserGroup, options: CallOptions): Promise<UserGroup> {
  if (planned.id === 'dry-run') return planned
  return getUserGroup(context, planned.id, options).catch(() => planned)
}

const example = "{ name: 'Reviewers', color: '9EC5FF' }"

function requireColor(operationName: string, color: unknown): string {
  const digits = typeof color === 'string' ? color.trim().replace(/^#/, '').toUpperCase() : ''
  if ((colors as readonly string[]).includes(digits)) return digits
  throw refuse(operationName, `color must be one of ${colors.join(', ')}.`)
}

/** What can be told before anything is asked. */
function requireGiven(operationName: string, given: UserGroupChanges): UserGroupChanges {
  const { projects, members, description, notifyMembers } = given
  const isProject = (value: unknown): boolean => idOf(value as ProjectReference | null) !== undefined
  if (projects !== undefined && !(Array.isArray(projects) && projects.every(isProject))) {
    throw refuse(operationName, "projects is a list of projects, or their ids or names: ['Street signs'].")
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
  if (name !== undefined && !isText(name)) throw refuse(operationName, 'a name must not be empty.')
  if (color !== undefined) requireColor(operationName, color)
  const visible = name === undefined ? {} : { name: requireVisible(operationName, 'the name', name) }
  return { ...requireGiven(operationName, changes), ...visible }
}

/** What is not shown would leave the group, as all is replaced. */
function requireWhole(operationName: string, group: WireUserGroup, given: UserGroupChanges): void {
  const isWhole = ({ nodes, totalCount }: WireUserGroup['projects' | 'members']): boolean =>
    totalCount === null || totalCount === nodes.length
  const roles = new Set((group.members.userGroupRoles ?? []).map(({ userId }) => userId))
  if (
    (given.projects !== undefined || isWhole(group.projects)) &&
    (given.members !== undefined || (isWhole(group.members) && group.members.nodes.every(({ id }) => roles.has(id))))
  ) {
    return
  }
  throw new LabelboxError({
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    message: `${operationName} was not sent: Labelbox does not show all projects or all members of the group with their roles, and those that it does not show would leave it. Give both lists in full.`,
  })
}

/** The projects that are meant, each once. */
async function resolveProjects(
  context: Context,
  references: readonly ProjectReference[],
  operationName: string,
  options: CallOptions,
  known: UserGroup['projects'] = [],
): Promise<UserGroup['projects']> {
  const found = new Map<string, UserGroup['projects'][number]>()
  for (const reference of references) {
    const id =
      known.find((project) => project.id === reference)?.id ??
      (await resolveProject(context, reference, operationName, options))
    found.set(id, { id, name: known.find((project) => project.id === id)?.name ?? null })
  }
  return [...found.values()]
}

const idsOf = ({ projects, members }: Pick<UserGroup, 'projects' | 'members'>) => ({
  projectIds: projects.map(({ id }) => id),
  userRoles: members.flatMap(({ id, role }) => (role === null ? [] : [{ userId: id, roleId: role.id }])),
})
