import { GetUserGroupDocument, type UpdateUserGroupMutationVariables } from '../../../../../generated/operations.ts'
import { LabelboxError } from '../../../../core/errors.ts'
import { consoleClient } from '../../data/consoleClient.ts'
import { readOnce } from '../../data/readPages.ts'
import type { ProblemWordsByCode } from '../../parts/problemWords.ts'
import type { Group } from './groupList.ts'

/** A group as the API takes it. */
export interface WholeGroup extends Omit<UpdateUserGroupMutationVariables, 'userRoles' | 'notifyMembers'> {
  readonly userRoles: readonly { readonly userId: string; readonly roleId: string }[]
}

/** What a problem with a group means. */
export const groupWords: ProblemWordsByCode = {
  RESOURCE_CONFLICT: { title: 'A group with this name exists', advice: 'Choose another name.' },
  RESOURCE_NOT_FOUND: { title: 'This group is not there any more', advice: 'Somebody may have deleted it.' },
  INCONSISTENT_RESPONSE: {
    title: 'Nothing was changed: Labelbox shows a part of this group alone',
    advice:
      'The API replaces a group as a whole, and what it does not show would leave the group. Change it in Labelbox.',
  },
  UNPROCESSABLE_ENTITY: {
    title: 'Labelbox refused the group',
    advice: 'Groups take members without a role in the organization, and projects that still exist. Check both.',
  },
}

/**
 * Reads a group as it is now, and returns it with a change. Everything that the change leaves alone is sent back.
 *
 * @throws LabelboxError `INCONSISTENT_RESPONSE` where the API returned a part of the group: the rest would leave it.
 */
export async function changedGroup(id: string, change: (before: WholeGroup) => WholeGroup): Promise<WholeGroup> {
  const { userGroupV2: group } = await readOnce(consoleClient, GetUserGroupDocument, { id })
  if (group === null) {
    throw new LabelboxError({
      code: 'RESOURCE_NOT_FOUND',
      operationName: 'UpdateUserGroup',
      message: 'UpdateUserGroup was not sent: there is no such group.',
    })
  }
  return change(wholeGroup(group))
}

function wholeGroup(group: Group): WholeGroup {
  const { id, name, description, color, projects, members } = group
  const roles = new Map((members.userGroupRoles ?? []).map(({ userId, roleId }) => [userId, roleId]))
  const isComplete =
    isWhole(projects) && isWhole(members) && members.nodes.every((member) => roles.has(member.id)) && name !== null
  if (!isComplete || color === null) {
    throw new LabelboxError({
      code: 'INCONSISTENT_RESPONSE',
      operationName: 'UpdateUserGroup',
      message: 'UpdateUserGroup was not sent: Labelbox did not return the whole group, and the rest would leave it.',
    })
  }
  return {
    id,
    name,
    description,
    color,
    projectIds: projects.nodes.map((project) => project.id),
    userRoles: members.nodes.map((member) => ({ userId: member.id, roleId: roles.get(member.id) ?? '' })),
  }
}

const isWhole = ({ nodes, totalCount }: Group['projects' | 'members']): boolean =>
  totalCount === null || totalCount === nodes.length
