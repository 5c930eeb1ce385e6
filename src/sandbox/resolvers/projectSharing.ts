import { unprocessable } from '../apiErrors.ts'
import { text } from '../store/store.ts'
import { findProject } from './lookups.ts'
import type { Resolvers, World } from './resolver.ts'

interface Sharing {
  readonly data: { readonly projectId: string; readonly organizationId: string }
}

/** Projects that are shared with other organizations. Assumption: each id but its own is another organization's. */
export function projectSharing(world: World): Resolvers {
  const { store } = world
  return {
    Mutation: {
      shareProjectWithExternalOrganization: (_parent, { data: { projectId, organizationId } }: Sharing) => {
        const project = findProject(world, projectId)
        if (organizationId.trim() === '' || organizationId === store.fact('organization')) {
          throw unprocessable('organizationId must be the id of another organization')
        }
        store.run('INSERT OR IGNORE INTO project_shares VALUES (?, ?)', projectId, organizationId)
        return project
      },
      unshareProjectWithExternalOrganization: (_parent, { data: { projectId, organizationId } }: Sharing) => {
        const project = findProject(world, projectId)
        store.run(
          'DELETE FROM project_shares WHERE "projectId" = ? AND "organizationId" = ?',
          projectId,
          organizationId,
        )
        return project
      },
    },
    Project: {
      sharedWithOrganizations: (row) =>
        store.all(
          `SELECT "organizationId" AS id, 'Partner ' || "organizationId" AS name FROM project_shares
           WHERE "projectId" = ? ORDER BY rowid`,
          text(row, 'id'),
        ),
    },
  }
}
