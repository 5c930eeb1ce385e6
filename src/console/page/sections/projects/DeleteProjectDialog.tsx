import { DeleteProjectDocument, type ProjectFragment } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Consequences, Fact } from '../../parts/Facts.tsx'
import { projectLists } from './projectList.ts'
import { tagUse } from './projectTags.ts'

/** Deletes a project, and says what goes along. */
export function DeleteProjectDialog({
  project,
  onClose,
  onDeleting,
  onDeleted,
}: {
  readonly project: Pick<ProjectFragment, 'id' | 'name' | 'dataRowCount'>
  readonly onClose: () => void
  /** Called with `true` before the request, so that the page stops reading the project, and with `false` if it fails. */
  readonly onDeleting?: (isUnderWay: boolean) => void
  readonly onDeleted?: () => void
}) {
  const { run, isRunning, problem } = useChange(DeleteProjectDocument)
  const name = project.name ?? project.id
  const confirm = async (): Promise<void> => {
    onDeleting?.(true)
    const done = await run({ id: project.id }, ({ updateProject }) => {
      confirmed(updateProject, 'DeleteProject')
      return `Deleted the project ${name}.`
    })
    if (done === undefined) return onDeleting?.(false)
    projectLists.refresh()
    tagUse.forget()
    onClose()
    onDeleted?.()
  }
  return (
    <ChangeDialog
      title={`Delete the project ${name}?`}
      action="Delete"
      isDangerous
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>Nobody can open or label it any more. Labelbox’s API has no way to bring it back.</p>
      <Consequences>
        <Fact title="Data rows">
          {project.dataRowCount === null
            ? 'An unknown number.'
            : `${project.dataRowCount.toLocaleString()} in this project.`}
        </Fact>
        <Fact title="Invites">Pending invites keep their place, and offer no role here any more.</Fact>
      </Consequences>
    </ChangeDialog>
  )
}
