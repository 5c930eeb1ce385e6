import { DeleteUserGroupDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Consequences, Fact } from '../../parts/Facts.tsx'
import { projectMembers } from '../projects/projectMembers.ts'
import { groupWords } from './groupChange.ts'
import { groupList, type Group } from './groupList.ts'

const mostNamed = 5

/** Deletes a group, and says what goes along. */
export function DeleteGroupDialog({
  group,
  onClose,
  onDeleting,
  onDeleted,
}: {
  readonly group: Group
  readonly onClose: () => void
  /** Called with `true` before the request, so that the page stops reading the group, and with `false` if it fails. */
  readonly onDeleting?: (isUnderWay: boolean) => void
  readonly onDeleted?: () => void
}) {
  const { run, isRunning, problem } = useChange(DeleteUserGroupDocument)
  const name = group.name ?? group.id
  const projects = group.projects.nodes.map((project) => project.name ?? project.id)
  const members = group.members.totalCount ?? group.members.nodes.length
  const confirm = async (): Promise<void> => {
    onDeleting?.(true)
    const done = await run({ id: group.id }, ({ deleteUserGroup }) => {
      confirmed(deleteUserGroup?.success, 'DeleteUserGroup')
      return `Deleted the group ${name}.`
    })
    groupList.refresh()
    if (done === undefined) return onDeleting?.(false)
    projectMembers.refresh()
    onClose()
    onDeleted?.()
  }
  return (
    <ChangeDialog
      title={`Delete the group ${name}?`}
      action="Delete"
      isDangerous
      isRunning={isRunning}
      problem={problem}
      words={groupWords}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>Its members stay in the organization. What they could do through the group ends.</p>
      <Consequences>
        <Fact title="Members">
          {members === 0 ? 'None.' : `${members.toLocaleString()} lose the roles that the group gives.`}
        </Fact>
        <Fact title="Projects">
          {projects.length === 0
            ? 'None.'
            : `${projects.slice(0, mostNamed).join(', ')}${projects.length > mostNamed ? ` and ${projects.length - mostNamed} more` : ''}`}
        </Fact>
      </Consequences>
    </ChangeDialog>
  )
}
