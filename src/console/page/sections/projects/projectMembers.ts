import {
  GetProjectInvitesDocument,
  GetProjectMembersDocument,
  type GetProjectInvitesQuery,
  type GetProjectMembersQuery,
} from '../../../../../generated/operations.ts'
import { byCursor } from '../../../../lists/byCursor.ts'
import { consoleClient } from '../../data/consoleClient.ts'
import { KeptLists } from '../../data/keptLists.ts'
import { offsetPages, readOnce } from '../../data/readPages.ts'

/** Somebody with access to a project. */
export type ProjectMember = NonNullable<GetProjectMembersQuery['project']>['members'][number]

/** A pending invite that offers a role in a project. */
export type ProjectInvite = NonNullable<NonNullable<GetProjectInvitesQuery['project']>['invites']>['nodes'][number]

/** The members of projects, by the id of the project. */
export const projectMembers = new KeptLists<string, ProjectMember>((id) =>
  offsetPages('GetProjectMembers', async (skip, first) => {
    const { project } = await readOnce(consoleClient, GetProjectMembersDocument, { id, skip, first })
    return project?.members ?? []
  }),
)

/** The pending invites of projects, by the id of the project. */
export const projectInvites = new KeptLists<string, ProjectInvite>((id) =>
  byCursor('GetProjectInvites', async (from, first) => {
    const { project } = await readOnce(consoleClient, GetProjectInvitesDocument, { id, from, first })
    return { items: project?.invites.nodes ?? [], nextCursor: project?.invites.nextCursor ?? null }
  }),
)
