import { useState } from 'react'
import { GetResourceTagsDocument, SetProjectTagsDocument } from '../../../../../generated/operations.ts'
import { LabelboxError } from '../../../../core/errors.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { useRead } from '../../data/useRead.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { CheckList } from '../../parts/CheckList.tsx'
import { Problem } from '../../parts/Problem.tsx'
import type { ProblemWordsByCode } from '../../parts/problemWords.ts'
import { TagLabel } from '../../parts/TagLabel.tsx'
import { tagUse } from './projectTags.ts'
import type { ResourceTag } from '../tags/resourceTag.ts'

const words: ProblemWordsByCode = {
  INCONSISTENT_RESPONSE: {
    title: 'The project now has other tags than the chosen ones',
    advice: 'Close this dialog, and look which tags the project has.',
  },
}

/** Sets the tags of a project: what is checked is there afterwards, and nothing else. */
export function ProjectTagsDialog({
  project,
  tags,
  onClose,
}: {
  readonly project: { readonly id: string; readonly name: string | null }
  readonly tags: readonly ResourceTag[]
  readonly onClose: () => void
}) {
  const known = useRead(GetResourceTagsDocument, {})
  const before = tags.map(({ id }) => id)
  const [chosen, setChosen] = useState<readonly string[]>(before)
  const { run, isRunning, problem } = useChange(SetProjectTagsDocument)
  const isSame = chosen.length === before.length && chosen.every((id) => before.includes(id))
  const confirm = async (): Promise<void> => {
    const done = await run({ id: project.id, resourceTagIds: chosen }, (data) => {
      // Whether the API replaces the tags or adds to them is not documented; the response shows it.
      const now = confirmed(data.project?.updateProjectResourceTags, 'SetProjectTags')
      if (now.length !== chosen.length || now.some(({ id }) => !chosen.includes(id))) throw otherTags
      return `Set the tags of ${project.name ?? project.id}.`
    })
    tagUse.forget()
    if (done !== undefined) onClose()
  }
  return (
    <ChangeDialog
      title={`The tags of ${project.name ?? project.id}`}
      action="Set the tags"
      isRunning={isRunning}
      isReady={!isSame && known.data !== undefined}
      problem={problem}
      words={words}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {known.problem !== undefined && <Problem problem={known.problem} onRetry={known.refresh} />}
      <CheckList
        label="Tags"
        options={(known.data?.organization?.resourceTag ?? []).map(({ id, text, color }) => ({
          value: id,
          label: text ?? id,
          shown: <TagLabel text={text} color={color} />,
        }))}
        values={chosen}
        onChange={setChosen}
        status={
          known.isLoading
            ? 'Reading the tags …'
            : known.data?.organization?.resourceTag.length === 0
              ? 'The organization has no tags. Create one under Tags.'
              : `${chosen.length} chosen.`
        }
      />
    </ChangeDialog>
  )
}

const otherTags = new LabelboxError({
  code: 'INCONSISTENT_RESPONSE',
  operationName: 'SetProjectTags',
  mayHaveRun: true,
  message: 'SetProjectTags failed: the project now has other tags than the given ones.',
})
