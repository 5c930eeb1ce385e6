import type { TypedDocumentNode } from '@urql/core'
import type { CallOptions } from '../../core/callOptions.ts'
import { LabelboxError } from '../../core/errors.ts'
import { refuse } from '../../core/guards.ts'
import { originOf } from '../../core/origin.ts'
import { idOf, isText, requireVisible } from '../../core/visibleText.ts'
import { acceptedForm } from '../acceptedForm.ts'
import { startCall, type Context } from '../context.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import { requireChanged, requireList, requireOutcome, requireRecord, withOriginOf } from '../responses.ts'
import { runChange } from '../runChange.ts'
import type { SharedOrganization } from './experimentalMethods.ts'

interface SharedProject {
  readonly id: string
  readonly sharedWithOrganizations?: readonly SharedOrganization[] | null
}

/** The record under the name `project`, whichever root field it comes from. */
interface SharedProjectData {
  readonly project?: SharedProject | null
}

export async function getProjectOrganizations(
  context: Context,
  project: ProjectReference,
  call: CallOptions,
): Promise<readonly SharedOrganization[]> {
  const operationName = 'GetProjectOrganizations'
  const id = await resolveProject(context, project, operationName, call)
  const document = documentOf('query', operationName, 'project', { where: { id } })
  const data = await send(context, operationName, document, call)
  return organizationsOf(requireRecord(data.project, operationName, data), operationName, data)
}

export const shareProject = (
  context: Context,
  project: ProjectReference,
  organizationId: string,
  options: CallOptions,
): Promise<readonly SharedOrganization[]> => change(context, true, project, organizationId, options)

export const unshareProject = (
  context: Context,
  project: ProjectReference,
  organizationId: string,
  options: CallOptions,
): Promise<readonly SharedOrganization[]> => change(context, false, project, organizationId, options)

function change(
  context: Context,
  isShared: boolean,
  project: ProjectReference,
  organizationId: string,
  options: CallOptions,
): Promise<readonly SharedOrganization[]> {
  const operationName = isShared ? 'ShareProject' : 'UnshareProject'
  const action = isShared ? 'shareProject' : 'unshareProject'
  interface Sharing {
    readonly projectId: string
    readonly organizationId: string
  }
  const call = startCall(context, options)
  return runChange<Sharing, readonly SharedOrganization[]>(context, call, {
    subject: { action, projectId: idOf(project), organizationId: idOf(organizationId) },
    prepare: async () => {
      if (!isText(organizationId)) throw refuse(operationName, 'it needs the id of the other organization.')
      const id = requireVisible(operationName, 'the id of the organization', organizationId)
      return { projectId: await resolveProject(context, project, operationName, call), organizationId: id }
    },
    send: async (sharing) => {
      const document = documentOf('mutation', operationName, `${action}WithExternalOrganization`, {
        data: { ...sharing },
      })
      const data = await send(context, operationName, document, call)
      const changed = requireChanged(data.project, operationName, data)
      requireOutcome(changed.sharedWithOrganizations, operationName, data)
      const organizations = organizationsOf(changed, operationName, data)
      const isListed = organizations.some(({ id }) => id === sharing.organizationId)
      if (changed.id === sharing.projectId && isListed === isShared) return withOriginOf(data, organizations)
      throw new LabelboxError({
        attempts: 1,
        ...originOf(data),
        code: 'INCONSISTENT_RESPONSE',
        operationName,
        mayHaveRun: true,
        message: `${operationName} failed: the response does not show the project as ${isShared ? '' : 'no longer '}shared with that organization. experimental.getProjectOrganizations() returns what it is shared with.`,
      })
    },
    planned: async (sharing) => {
      const before = await getProjectOrganizations(context, { id: sharing.projectId }, call)
      const isListed = before.some(({ id }) => id === sharing.organizationId)
      if (!isShared) return before.filter(({ id }) => id !== sharing.organizationId)
      return isListed ? before : [...before, { id: sharing.organizationId, name: null }]
    },
  })
}

/** A document that an endpoint refuses has changed nothing, so the other one is asked. */
function send(
  context: Context,
  operationName: string,
  document: TypedDocumentNode<SharedProjectData, Record<string, never>>,
  call: CallOptions,
): Promise<SharedProjectData> {
  const to = (isExperimental: boolean) => () => context.execute(document, {}, { ...call, isExperimental })
  return acceptedForm(context, operationName, to(false), to(true))
}

const organizationsOf = (
  project: SharedProject,
  operationName: string,
  data: SharedProjectData,
): readonly SharedOrganization[] =>
  requireList(project.sharedWithOrganizations, operationName, data).map(({ id, name }) => ({ id, name: name ?? null }))

/** Values of arguments. */
interface Literals {
  readonly [name: string]: string | Literals
}

/**
 * Returns a document that asks for a shared project. Its ids are literals, because the types that the API gives them are not
 * known: a literal text is valid for `ID!` and for `String!`. The printer of documents escapes them.
 */
function documentOf(
  operation: 'query' | 'mutation',
  operationName: string,
  root: string,
  given: Literals,
): TypedDocumentNode<SharedProjectData, Record<string, never>> {
  const organizations = field(
    'sharedWithOrganizations',
    ['id', 'name'].map((each) => field(each)),
  )
  const project = { ...field(root, [field('id'), organizations], given), alias: nameNode('project') }
  const definition = {
    kind: 'OperationDefinition',
    operation,
    name: nameNode(operationName),
    selectionSet: { kind: 'SelectionSet', selections: [project] },
  }
  return { kind: 'Document', definitions: [definition] } as unknown as ReturnType<typeof documentOf>
}

const nameNode = (value: string) => ({ kind: 'Name', value })

const field = (name: string, selections?: readonly object[], given: Literals = {}): object => ({
  kind: 'Field',
  name: nameNode(name),
  arguments: membersOf('Argument', given),
  ...(selections && { selectionSet: { kind: 'SelectionSet', selections } }),
})

const membersOf = (kind: 'Argument' | 'ObjectField', given: Literals): readonly object[] =>
  Object.entries(given).map(([name, value]) => ({ kind, name: nameNode(name), value: literalOf(value) }))

const literalOf = (value: string | Literals): object =>
  typeof value === 'string'
    ? { kind: 'StringValue', value }
    : { kind: 'ObjectValue', fields: membersOf('ObjectField', value) }
