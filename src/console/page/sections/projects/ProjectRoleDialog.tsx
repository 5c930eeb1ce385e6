import { useState } from 'react'
import { SetProjectRoleDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Choice } from '../../parts/Choice.tsx'
import type { ProblemWordsByCode } from '../../parts/problemWords.ts'
import { MemberFinder } from '../members/MemberFinder.tsx'
import { isNone, useRoles } from '../members/useRoles.ts'
import { projectMembers, type ProjectMember } from './projectMembers.ts'

const words: ProblemWordsByCode = {
  UNPROCESSABLE_ENTITY: {
    title: 'Labelbox refused the role',
    advice: 'A role in a single project needs a member without a role in the organization. Change that role first.',
  },
}

/** Adds a member to a project, or gives a member another role there. */
export function ProjectRoleDialog({
  project,
  member,
  present,
  onClose,
}: {
  readonly project: { readonly id: string; readonly name: string | null }
  /** Default: one to choose. */
  readonly member?: ProjectMember
  readonly present: readonly ProjectMember[]
  readonly onClose: () => void
}) {
  const roles = useRoles().filter(({ name }) => !isNone(name))
  const [user, setUser] = useState<{ readonly id: string; readonly email: string | null } | undefined>(member?.user)
  const [roleId, setRoleId] = useState<string | null>(member?.role.id ?? null)
  const { run, isRunning, problem } = useChange(SetProjectRoleDocument)
  const role = roles.find(({ id }) => id === roleId)
  const where = project.name ?? project.id
  // Who has access through a group can have a role of their own.
  const except = new Set(present.filter(({ accessFrom }) => accessFrom !== 'GROUP').map(({ user: { id } }) => id))
  const confirm = async (): Promise<void> => {
    if (user === undefined || role === undefined) return
    const who = user.email ?? user.id
    const done = await run({ userId: user.id, roleId: role.id, projectId: project.id }, (data) => {
      confirmed(data.setProjectMembership, 'SetProjectRole')
      return `${who} now has the role ${role.name} in ${where}.`
    })
    if (done === undefined) return
    projectMembers.refresh()
    onClose()
  }
  return (
    <ChangeDialog
      title={member === undefined ? `Add a member to ${where}` : 'Change the role in the project'}
      action={member === undefined ? 'Add' : 'Change the role'}
      isRunning={isRunning}
      isReady={user !== undefined && role !== undefined && role.id !== member?.role.id}
      problem={problem}
      words={words}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {member === undefined ? (
        <MemberFinder value={user?.id} except={except} onChange={setUser} />
      ) : (
        <p>
          The role of <strong>{member.user.email ?? member.user.id}</strong> in {where}.
        </p>
      )}
      <Choice
        label="Role"
        value={roleId}
        placeholder="Choose a role"
        options={roles.map(({ id, name, description }) => ({
          value: id,
          label: name,
          hint: description ?? undefined,
        }))}
        onChange={setRoleId}
      />
    </ChangeDialog>
  )
}
