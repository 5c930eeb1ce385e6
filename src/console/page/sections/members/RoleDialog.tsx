import { useState } from 'react'
import { useClient } from 'urql'
import { GetMemberDocument, UpdateOrganizationRoleDocument } from '../../../../../generated/operations.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { roleOf } from './memberFilters.ts'
import { updateListed, type ListedMember } from './memberList.ts'
import { isNone, type KnownRole } from './useRoles.ts'

/** Gives a member another role in the organization. */
export default function RoleDialog({
  member,
  roles,
  onClose,
}: {
  readonly member: ListedMember
  readonly roles: readonly KnownRole[]
  readonly onClose: () => void
}) {
  const client = useClient()
  const [roleId, setRoleId] = useState(member.orgRole?.id ?? roles.find(({ name }) => isNone(name))?.id ?? null)
  const { run, isRunning, problem } = useChange(UpdateOrganizationRoleDocument)
  const who = member.email ?? member.name ?? member.id
  const chosen = roles.find(({ id }) => id === roleId)
  const confirm = async (): Promise<void> => {
    if (chosen === undefined) return
    const done = await run({ userId: member.id, roleId: chosen.id }, () => `${who} now has the role ${chosen.name}.`)
    if (done === undefined) return
    onClose()
    const { data } = await client
      .query(GetMemberDocument, { id: member.id }, { requestPolicy: 'network-only' })
      .toPromise()
    if (data?.user) updateListed(member.id, data.user)
  }
  return (
    <ChangeDialog
      title="Change the role"
      action="Change the role"
      isRunning={isRunning}
      isReady={chosen !== undefined && chosen.name !== roleOf(member)}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        The role of <strong>{who}</strong> in the organization.
      </p>
      <Choice
        label="Role"
        value={roleId}
        options={roles.map(({ id, name, description }) => ({
          value: id,
          label: isNone(name) ? 'No organization role' : name,
          hint: description ?? undefined,
        }))}
        onChange={setRoleId}
      />
      {chosen !== undefined && isNone(chosen.name) && !isNone(roleOf(member)) && (
        <p className="note">
          Access then comes from roles in single projects. Roles that this person had in projects before may apply
          again.
        </p>
      )}
    </ChangeDialog>
  )
}
