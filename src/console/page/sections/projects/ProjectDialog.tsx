import { useState } from 'react'
import {
  CreateProjectDocument,
  UpdateProjectDocument,
  type MediaType,
  type ProjectFragment,
} from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { TextArea } from '../../parts/TextArea.tsx'
import { TextField } from '../../parts/TextField.tsx'
import { cleanText, invisibleIn, isSendable } from '../../parts/typedText.ts'
import { mediaTypes } from './mediaTypes.ts'
import { projectLists } from './projectList.ts'
import { tagUse } from './projectTags.ts'

/** How label quality is checked: the settings that Labelbox's own SDK sends. */
const qualities = {
  both: {
    label: 'Benchmark and consensus',
    settings: {
      autoAuditNumberOfLabels: 3,
      autoAuditPercentage: 0,
      isBenchmarkEnabled: true,
      isConsensusEnabled: true,
    },
  },
  benchmark: {
    label: 'Benchmark',
    settings: {
      autoAuditNumberOfLabels: 1,
      autoAuditPercentage: 1,
      isBenchmarkEnabled: true,
      isConsensusEnabled: false,
    },
  },
  consensus: {
    label: 'Consensus',
    settings: {
      autoAuditNumberOfLabels: 3,
      autoAuditPercentage: 0,
      isBenchmarkEnabled: false,
      isConsensusEnabled: true,
    },
  },
} as const

type Quality = keyof typeof qualities

/** Creates a project, or changes its name and description. */
export function ProjectDialog({
  project,
  onClose,
  onCreated,
}: {
  /** Default: a new one. */
  readonly project?: Pick<ProjectFragment, 'id' | 'name' | 'description'>
  readonly onClose: () => void
  readonly onCreated?: (id: string) => void
}) {
  const [name, setName] = useState(project?.name ?? '')
  const [description, setDescription] = useState(project?.description ?? '')
  const [media, setMedia] = useState<MediaType | null>(null)
  const [quality, setQuality] = useState<Quality>('both')
  const creation = useChange(CreateProjectDocument)
  const update = useChange(UpdateProjectDocument)
  const { isRunning, problem } = project === undefined ? creation : update
  const clean = cleanText(name)
  const isSame = project !== undefined && clean === project.name && description === (project.description ?? '')
  const confirm = async (): Promise<void> => {
    if (project !== undefined) {
      const changes = {
        ...(clean !== project.name && { name: clean }),
        ...(description !== (project.description ?? '') && { description }),
      }
      const done = await update.run({ id: project.id, ...changes }, ({ updateProject }) => {
        confirmed(updateProject, 'UpdateProject')
        return `Changed the project ${clean}.`
      })
      if (done === undefined) return
      projectLists.refresh()
      onClose()
      return
    }
    if (media === null) return
    const settings = qualities[quality].settings
    const created = await creation.run(
      { name: clean, allowedMediaType: media, ...settings, ...(description !== '' && { description }) },
      ({ createProject }) => {
        confirmed(createProject, 'CreateProject')
        return `Created the project ${clean}.`
      },
    )
    if (created === undefined) return
    projectLists.refresh()
    tagUse.forget()
    onClose()
    if (created.createProject) onCreated?.(created.createProject.id)
  }
  return (
    <ChangeDialog
      title={project === undefined ? 'Create a project' : 'Change the project'}
      action={project === undefined ? 'Create' : 'Save'}
      isRunning={isRunning}
      isReady={isSendable(name) && !isSame && (project !== undefined || media !== null)}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <TextField label="Name" value={name} onChange={setName} autoComplete="off" error={invisibleIn(name)} />
      {project === undefined && (
        <>
          <Choice
            label="Media type"
            value={media}
            placeholder="Choose what is labeled"
            options={(Object.keys(mediaTypes) as MediaType[]).map((value) => ({ value, label: mediaTypes[value] }))}
            onChange={setMedia}
          />
          <Choice
            label="Quality control"
            value={quality}
            options={(Object.keys(qualities) as Quality[]).map((value) => ({ value, label: qualities[value].label }))}
            onChange={setQuality}
          />
        </>
      )}
      <TextArea label="Description" value={description} onChange={setDescription} />
      {project === undefined && (
        <p className="field-hint">The media type and the quality control stay as they are now.</p>
      )}
    </ChangeDialog>
  )
}
