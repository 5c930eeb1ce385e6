import {
  CreateProjectDocument,
  DeleteProjectDocument,
  SetProjectTagsDocument,
  UpdateProjectDocument,
  type MediaType,
} from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import { LabelboxError } from '../../core/errors.ts'
import { originOf } from '../../core/origin.ts'
import type { RequestOptions } from '../../core/callOptions.ts'
import { audited } from '../audit.ts'
import { startCall, unlessDryRun, type Context } from '../context.ts'
import { refuse, requireVisible, idOf, isText, objectOf } from '../../core/guards.ts'
import { presentChange, presentList } from '../answers.ts'
import { projectIdOf } from './projectDetails.ts'
import type { Project, ProjectReference } from './projects.ts'
import { orGone } from '../removals.ts'
import type { ResourceTag, ResourceTagReference } from '../tags/resourceTags.ts'

/** A new project. */
export interface NewProject {
  readonly name: string
  /** The kind of data that is labeled in it; it can't be changed. */
  readonly allowedMediaType: MediaType
  readonly description?: string | undefined
  /** How quality is watched over. Default `both`, as in Labelbox's own SDK. */
  readonly quality?: 'benchmark' | 'consensus' | 'both' | undefined
}

/** What is to be changed of a project; what is left out stays. */
export interface ProjectChanges {
  readonly name?: string | undefined
  readonly description?: string | undefined
}

/** What Labelbox's own SDK sends for each: with consensus three labels for a row, without it one. */
const qualities = {
  benchmark: {
    autoAuditNumberOfLabels: 1,
    autoAuditPercentage: 1,
    isBenchmarkEnabled: true,
    isConsensusEnabled: false,
  },
  consensus: {
    autoAuditNumberOfLabels: 3,
    autoAuditPercentage: 0,
    isBenchmarkEnabled: false,
    isConsensusEnabled: true,
  },
  both: { autoAuditNumberOfLabels: 3, autoAuditPercentage: 0, isBenchmarkEnabled: true, isConsensusEnabled: true },
} as const

/** Creates a project. */
export async function createProject(context: Context, project: NewProject, options?: RequestOptions): Promise<Project> {
  const operationName = 'CreateProject'
  const { name, description, allowedMediaType, quality = 'both' } = objectOf(project)
  const make = async () => {
    if (!isText(name) || !isText(allowedMediaType)) {
      throw refuse(
        operationName,
        "it needs a name and the kind of its data: { name: 'Signs', allowedMediaType: 'IMAGE' }.",
      )
    }
    if (!Object.hasOwn(qualities, quality)) throw refuse(operationName, 'quality must be benchmark, consensus or both.')
    const visible = requireVisible(operationName, 'the name', name)
    const variables = { name: visible, description, allowedMediaType, ...qualities[quality] }
    const data = await context.execute(CreateProjectDocument, variables, options)
    presentChange(data.createProject, operationName, data)
    return data
  }
  const creating = audited(context, { action: 'createProject', name }, make, (data) => ({
    projectId: data.createProject?.id,
  }))
  const created = creating.then((data) => withDates(data.createProject as NonNullable<typeof data.createProject>))
  return unlessDryRun(created, () => plannedOf({ name, description, allowedMediaType, ...qualities[quality] }))
}

/** Changes a project. */
export async function updateProject(
  context: Context,
  project: ProjectReference,
  changes: ProjectChanges,
  options?: RequestOptions,
): Promise<Project> {
  const operationName = 'UpdateProject'
  const call = startCall(context, options)
  const { name, description } = objectOf(changes)
  const updating = audited(context, { action: 'updateProject', projectId: idOf(project), name }, async () => {
    if (name === undefined && description === undefined) {
      throw refuse(operationName, 'it needs a name or a description to change.')
    }
    if (name !== undefined && !isText(name)) throw refuse(operationName, 'a project can not be without a name.')
    const visible = name === undefined ? undefined : requireVisible(operationName, 'the name', name)
    const id = await projectIdOf(context, project, operationName, call)
    const data = await context.execute(UpdateProjectDocument, { id, name: visible, description }, call)
    presentChange(data.updateProject, operationName, data)
    return data
  })
  const updated = updating.then((data) => withDates(data.updateProject as NonNullable<typeof data.updateProject>))
  return unlessDryRun(updated, () => plannedOf({ ...(typeof project === 'object' && project), name, description }))
}

/** Removes a project. */
export async function deleteProject(
  context: Context,
  project: ProjectReference,
  options?: RequestOptions,
): Promise<void> {
  const operationName = 'DeleteProject'
  const call = startCall(context, options)
  const remove = async () => {
    const id = await projectIdOf(context, project, operationName, call)
    const data = await context.execute(DeleteProjectDocument, { id }, call)
    presentChange(data.updateProject, operationName, data)
    return data
  }
  const deleting = audited(context, { action: 'deleteProject', projectId: idOf(project) }, () => orGone(remove()))
  await unlessDryRun(deleting, () => ({}))
}

/** Gives a project its tags. */
export async function setProjectTags(
  context: Context,
  project: ProjectReference,
  tags: readonly ResourceTagReference[],
  options?: RequestOptions,
): Promise<readonly ResourceTag[]> {
  const operationName = 'SetProjectTags'
  const call = startCall(context, options)
  const setting = audited(context, { action: 'setProjectTags', projectId: idOf(project) }, async () => {
    const resourceTagIds = [...new Set(Array.isArray(tags) ? tags.map(idOf) : [undefined])]
    if (resourceTagIds.includes(undefined)) throw refuse(operationName, 'it needs a list of tags, or of their ids.')
    const id = await projectIdOf(context, project, operationName, call)
    const data = await context.execute(SetProjectTagsDocument, { id, resourceTagIds: resourceTagIds as string[] }, call)
    const changed = presentChange(data.project, operationName, data)
    const now = presentList(changed.updateProjectResourceTags, operationName, data)
    // Whether the API replaces the tags or adds to them is not documented: its answer shows it.
    if (now.length !== resourceTagIds.length || now.some((tag) => !resourceTagIds.includes(tag.id))) {
      throw new LabelboxError({
        attempts: 1,
        ...originOf(data),
        code: 'INCONSISTENT_RESPONSE',
        operationName,
        mayHaveRun: true,
        message: `${operationName} failed: the project has other tags now than it was given. getProjectTags() tells which.`,
      })
    }
    return data
  })
  const set = setting.then((data) => (data.project?.updateProjectResourceTags ?? []).map((tag) => withDates(tag)))
  return unlessDryRun<readonly ResourceTag[]>(set, () =>
    tags.map((tag) =>
      typeof tag === 'string' ? { id: tag, text: null, color: null } : { text: null, color: null, ...tag },
    ),
  )
}

const plannedOf = (known: { readonly [Key in keyof Project]?: Project[Key] | undefined }): Project => ({
  id: 'dry-run',
  name: null,
  description: null,
  allowedMediaType: null,
  editorTaskType: null,
  uploadType: null,
  dataRowCount: null,
  autoAuditNumberOfLabels: null,
  autoAuditPercentage: null,
  isBenchmarkEnabled: null,
  isConsensusEnabled: null,
  modelSetupComplete: null,
  setupComplete: null,
  lastActivityTime: null,
  createdAt: null,
  updatedAt: null,
  ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
})
