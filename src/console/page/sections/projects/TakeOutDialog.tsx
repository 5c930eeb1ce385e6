import { SetProjectRoleDocument } from '../../../../../generated/operations.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { isNone, useRoles } from '../members/useRoles.ts'
import { projectMembers, type ProjectMember } from './projectMembers.ts'

/** Takes a member out of a project. */
export function TakeOutDialog({
  project,
  member,
  onClose,
}: {
  readonly project: { readonly id: string; readonly name: string | null }
  readonly member: ProjectMember
  readonly onClose: () => void
}) {
  const none = useRoles().find(({ name }) => isNone(name))
  const { run, isRunning, problem } = useChange(SetProjectRoleDocument)
  const who = member.user.email ?? member.user.id
  const where = project.name ?? project.id
  const confirm = async (): Promise<void> => {
    if (none === undefined) return
    // The API has no removal: the role None takes somebody out, and the response is null then.
    const done = await run(
      { userId: member.user.id, roleId: none.id, projectId: project.id },
      () => `Took ${who} out of ${where}.`,
    )
    if (done === undefined) return
    projectMembers.refresh()
    onClose()
  }
  return (
    <ChangeDialog
      title={`Take ${who} out of ${where}?`}
      action="Take out"
      isDangerous
      isRunning={isRunning}
      isReady={none !== undefined}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        The role <strong>{member.role.name ?? 'in the project'}</strong> ends. The person stays a member of the
        organization and keeps roles in other projects. A role from a group may give access again.
      </p>
    </ChangeDialog>
  )
}
