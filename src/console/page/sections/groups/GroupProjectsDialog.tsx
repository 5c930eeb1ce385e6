import { useState } from 'react'
import { usePagedList } from '../../data/keptLists.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { CheckList } from '../../parts/CheckList.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { projectsByName } from '../projects/projectList.ts'
import { groupWords } from './groupChange.ts'
import type { Group } from './groupList.ts'
import { useGroupChange } from './useGroupChange.ts'

/** Sets the projects of a group. */
export function GroupProjectsDialog({ group, onClose }: { readonly group: Group; readonly onClose: () => void }) {
  const { rows, isComplete, problem: listProblem } = usePagedList(projectsByName, true)
  const before = group.projects.nodes.map(({ id }) => id)
  const [chosen, setChosen] = useState<readonly string[]>(before)
  const { change, isRunning, problem } = useGroupChange()
  const name = group.name ?? group.id
  const added = chosen.filter((id) => !before.includes(id))
  const removed = before.filter((id) => !chosen.includes(id))
  const confirm = async (): Promise<void> => {
    const isDone = await change(
      group.id,
      // Projects that somebody else has added in the meantime stay.
      (now) => {
        const kept = now.projectIds.filter((id) => !removed.includes(id))
        return { ...now, projectIds: [...new Set([...kept, ...added])] }
      },
      `Set the projects of the group ${name}.`,
    )
    if (isDone) onClose()
  }
  return (
    <ChangeDialog
      title={`The projects of ${name}`}
      action="Set the projects"
      isRunning={isRunning}
      isReady={added.length + removed.length > 0}
      problem={problem}
      words={groupWords}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {listProblem !== undefined && <Problem problem={listProblem} onRetry={projectsByName.loadMore} />}
      <CheckList
        label="Projects"
        options={rows.map((project) => ({ value: project.id, label: project.name ?? project.id }))}
        values={chosen}
        onChange={setChosen}
        status={isComplete ? `${chosen.length} chosen.` : `Read ${rows.length.toLocaleString()} projects so far.`}
      />
      {removed.length > 0 && (
        <p className="note">
          The members of the group lose the group’s roles in {removed.length.toLocaleString()}{' '}
          {removed.length === 1 ? 'project' : 'projects'}.
        </p>
      )}
    </ChangeDialog>
  )
}
