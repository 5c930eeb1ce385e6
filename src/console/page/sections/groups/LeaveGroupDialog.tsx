import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { groupWords } from './groupChange.ts'
import type { Group } from './groupList.ts'
import type { GroupMember } from './groupRoles.ts'
import { useGroupChange } from './useGroupChange.ts'

/** Takes a member out of a group. */
export function LeaveGroupDialog({
  group,
  member,
  onClose,
}: {
  readonly group: Group
  readonly member: GroupMember
  readonly onClose: () => void
}) {
  const { change, isRunning, problem } = useGroupChange()
  const who = member.email ?? member.id
  const name = group.name ?? group.id
  const confirm = async (): Promise<void> => {
    const isDone = await change(
      group.id,
      (before) => ({ ...before, userRoles: before.userRoles.filter(({ userId }) => userId !== member.id) }),
      `Took ${who} out of the group ${name}.`,
    )
    if (isDone) onClose()
  }
  return (
    <ChangeDialog
      title={`Take ${who} out of ${name}?`}
      action="Take out"
      isDangerous
      isRunning={isRunning}
      problem={problem}
      words={groupWords}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        The role <strong>{member.roleName}</strong> in the group’s projects ends. The person stays a member of the
        organization and keeps other roles.
      </p>
    </ChangeDialog>
  )
}
