import {
  CreateProjectDocument,
  DeleteProjectDocument,
  SetProjectTagsDocument,
  UpdateProjectDocument,
  type MediaType,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import { LabelboxError } from '../../core/errors.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { idOf, isText, requireVisible } from '../../core/visibleText.ts'
import { originOf } from '../../core/origin.ts'
import type { Context } from '../context.ts'
import { changedRecord, requireChanged, requireList, withOriginOf } from '../responses.ts'
import { nothing, orRemoved, runChange } from '../runChange.ts'
import type { ResourceTag, ResourceTagReference } from '../tags/resourceTags.ts'
import { resolveProject, type Project, type ProjectReference } from './projects.ts'

/** A project to create. */
export interface NewProject {
  readonly name: string
  /** The kind of data to label. It can't be changed later. */
  readonly allowedMediaType: MediaType
  readonly description?: string | undefined
  /** How label quality is checked. Default: `both`, as in Labelbox's own SDK. */
  readonly quality?: 'benchmark' | 'consensus' | 'both' | undefined
}

/** Changes to a project. Omitted fields stay as they are. */
export interface ProjectChanges {
  readonly name?: string | undefined
  readonly description?: string | undefined
}

/** The settings that Labelbox's own SDK sends: three labels per data row with consensus, else one. */
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

export function createProject(context: Context, project: NewProject, options: CallOptions): Promise<Project> {
  const operationName = 'CreateProject'
  const { name, description, allowedMediaType, quality = 'both' } = objectOf(project)
  return runChange(context, options, {
    subject: { action: 'createProject', name },
    prepare: () => {
      if (!isText(name) || !isText(allowedMediaType)) {
        throw refuse(
          operationName,
          "it needs a name and a media type, such as { name: 'Signs', allowedMediaType: 'IMAGE' }.",
        )
      }
      if (!Object.hasOwn(qualities, quality)) {
        throw refuse(operationName, 'quality must be benchmark, consensus or both.')
      }
      const visible = requireVisible(operationName, 'the name', name)
      return { name: visible, description, allowedMediaType, ...qualities[quality] }
    },
    send: (variables, call) =>
      changedRecord(
        context.execute(CreateProjectDocument, variables, call),
        operationName,
        (data) => data.createProject,
      ),
    planned: (variables) => plannedProject(variables),
    details: ({ id }) => ({ projectId: id }),
  })
}

export function updateProject(
  context: Context,
  project: ProjectReference,
  changes: ProjectChanges,
  options: CallOptions,
): Promise<Project> {
  const operationName = 'UpdateProject'
  const { name, description } = objectOf(changes)
  return runChange(context, options, {
    subject: { action: 'updateProject', projectId: idOf(project), name },
    prepare: async (call) => {
      if (name === undefined && description === undefined) {
        throw refuse(operationName, 'it needs a name or a description to change.')
      }
      if (name !== undefined && !isText(name)) throw refuse(operationName, 'the name must not be empty.')
      const visible = name === undefined ? undefined : requireVisible(operationName, 'the name', name)
      return { id: await resolveProject(context, project, operationName, call), name: visible, description }
    },
    send: (variables, call) =>
      changedRecord(
        context.execute(UpdateProjectDocument, variables, call),
        operationName,
        (data) => data.updateProject,
      ),
    planned: (variables) => plannedProject({ ...(typeof project === 'object' && project), ...variables }),
  })
}

export async function deleteProject(context: Context, project: ProjectReference, options: CallOptions): Promise<void> {
  const operationName = 'DeleteProject'
  await runChange(context, options, {
    subject: { action: 'deleteProject', projectId: idOf(project) },
    prepare: (call) => resolveProject(context, project, operationName, call),
    send: (id, call) =>
      orRemoved(context.execute(DeleteProjectDocument, { id }, call), (data) =>
        requireChanged(data.updateProject, operationName, data),
      ),
    planned: nothing,
  })
}

export function setProjectTags(
  context: Context,
  project: ProjectReference,
  tags: readonly ResourceTagReference[],
  options: CallOptions,
): Promise<readonly ResourceTag[]> {
  const operationName = 'SetProjectTags'
  return runChange<{ readonly id: string; readonly resourceTagIds: readonly string[] }, readonly ResourceTag[]>(
    context,
    options,
    {
      subject: { action: 'setProjectTags', projectId: idOf(project) },
      prepare: async (call) => {
        const ids = Array.isArray(tags) ? tags.map((tag: ResourceTagReference) => idOf(tag)) : [undefined]
        const resourceTagIds = [...new Set(ids)].filter((id) => id !== undefined)
        if (ids.includes(undefined)) throw refuse(operationName, 'it needs a list of tags, or of their ids.')
        return { id: await resolveProject(context, project, operationName, call), resourceTagIds }
      },
      send: async (variables, call) => {
        const data = await context.execute(SetProjectTagsDocument, variables, call)
        const changed = requireChanged(data.project, operationName, data)
        const now = requireList(changed.updateProjectResourceTags, operationName, data)
        // Whether the API replaces the tags or adds to them is not documented; the response shows it.
        const { resourceTagIds } = variables
        if (now.length !== resourceTagIds.length || now.some((tag) => !resourceTagIds.includes(tag.id))) {
          throw otherTags(operationName, data)
        }
        return withOriginOf(
          data,
          now.map((tag) => withDates(tag)),
        )
      },
      planned: () => tags.map((tag) => ({ text: null, color: null, ...(typeof tag === 'string' ? { id: tag } : tag) })),
    },
  )
}

const otherTags = (operationName: string, data: object): LabelboxError =>
  new LabelboxError({
    attempts: 1,
    ...originOf(data),
    code: 'INCONSISTENT_RESPONSE',
    operationName,
    mayHaveRun: true,
    message: `${operationName} failed: the project now has other tags than the given ones. getProjectTags() returns them.`,
  })

const plannedProject = (known: { readonly [Key in keyof Project]?: Project[Key] | undefined }): Project => ({
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
  id: known.id ?? 'dry-run',
})
