import { useState } from 'react'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { MemberFinder } from '../members/MemberFinder.tsx'
import { isNone, useRoles } from '../members/useRoles.ts'
import { groupWords } from './groupChange.ts'
import type { Group } from './groupList.ts'
import type { GroupMember } from './groupRoles.ts'
import { useGroupChange } from './useGroupChange.ts'

/** Adds a member to a group, or gives a member another role there. */
export function GroupMemberDialog({
  group,
  member,
  onClose,
}: {
  readonly group: Group
  /** Default: one to choose. */
  readonly member?: GroupMember
  readonly onClose: () => void
}) {
  // Members of a group can have neither of these roles.
  const roles = useRoles().filter(({ name }) => !isNone(name) && !/^tenant[ _-]?admin$/i.test(name))
  const [user, setUser] = useState<{ readonly id: string; readonly email: string | null } | undefined>(member)
  const [roleId, setRoleId] = useState<string | null>(member?.roleId ?? null)
  const { change, isRunning, problem } = useGroupChange()
  const role = roles.find(({ id }) => id === roleId)
  const name = group.name ?? group.id
  const confirm = async (): Promise<void> => {
    if (user === undefined || role === undefined) return
    const isDone = await change(
      group.id,
      (before) => ({
        ...before,
        userRoles: [
          ...before.userRoles.filter(({ userId }) => userId !== user.id),
          { userId: user.id, roleId: role.id },
        ],
      }),
      `${user.email ?? user.id} now has the role ${role.name} in the group ${name}.`,
    )
    if (isDone) onClose()
  }
  return (
    <ChangeDialog
      title={member === undefined ? `Add a member to ${name}` : 'Change the role in the group'}
      action={member === undefined ? 'Add' : 'Change the role'}
      isRunning={isRunning}
      isReady={user !== undefined && role !== undefined && role.id !== member?.roleId}
      problem={problem}
      words={groupWords}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {member === undefined ? (
        <MemberFinder value={user?.id} except={new Set(group.members.nodes.map(({ id }) => id))} onChange={setUser} />
      ) : (
        <p>
          The role of <strong>{member.email ?? member.id}</strong> in all projects of {name}.
        </p>
      )}
      <Choice
        label="Role"
        value={roleId}
        placeholder="Choose a role"
        options={roles.map(({ id, name: label, description }) => ({
          value: id,
          label,
          hint: description ?? undefined,
        }))}
        onChange={setRoleId}
      />
    </ChangeDialog>
  )
}
