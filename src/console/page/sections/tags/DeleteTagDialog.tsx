import { DeleteResourceTagDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Consequences, Fact } from '../../parts/Facts.tsx'
import { tagUse } from '../projects/projectTags.ts'
import { progressOf, projectsWith, useTagUse } from './useTagUse.ts'
import type { ResourceTag } from './resourceTag.ts'

const mostNamed = 5

/** Deletes a tag, and says which projects lose it. */
export function DeleteTagDialog({
  tag,
  onClose,
  onDeleted,
}: {
  readonly tag: ResourceTag
  readonly onClose: () => void
  readonly onDeleted?: () => void
}) {
  const { run, isRunning, problem } = useChange(DeleteResourceTagDocument)
  const use = useTagUse(true)
  const names = projectsWith(tag.id, use).map(({ id, name }) => name ?? id)
  const named = names.slice(0, mostNamed).join(', ')
  const more = names.length - mostNamed
  const confirm = async (): Promise<void> => {
    const done = await run({ id: tag.id }, ({ deleteResourceTag }) => {
      confirmed(deleteResourceTag, 'DeleteResourceTag')
      return `Deleted the tag ${tag.text ?? tag.id}.`
    })
    if (done === undefined) return
    tagUse.forget()
    onClose()
    onDeleted?.()
  }
  return (
    <ChangeDialog
      title={`Delete the tag ${tag.text ?? tag.id}?`}
      action="Delete"
      isDangerous
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>The tag is removed from all projects. A new tag with the same text does not bring it back there.</p>
      <Consequences>
        <Fact title="Projects">
          {use.problem !== undefined
            ? 'Could not be looked up.'
            : names.length === 0
              ? use.isComplete
                ? 'No project has it.'
                : progressOf(use)
              : `${named}${more > 0 ? ` and ${more.toLocaleString()} more` : ''} ${use.isComplete ? '' : `(${progressOf(use)})`}`}
        </Fact>
      </Consequences>
    </ChangeDialog>
  )
}
