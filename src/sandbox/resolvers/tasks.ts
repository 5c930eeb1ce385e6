import { pageSizeOf, type PageArguments } from '../store/offsetPage.ts'
import { text } from '../store/store.ts'
import type { Resolvers, World } from './resolver.ts'

interface TaskArguments extends PageArguments {
  readonly where?: { readonly id?: string | null } | null
}

/**
 * Tasks. The sandbox has no data rows, so it runs none. Projects that start with data rows have a finished task, which
 * belongs to the creator of the project.
 */
export function tasks({ store, maxPageSize }: World): Resolvers {
  return {
    User: {
      createdTasks: (row, { where, first, skip }: TaskArguments) =>
        store.all(
          `SELECT 'task-' || id AS id, 'JSON Import' AS name, 'COMPLETE' AS status, 'create-data-rows' AS type,
             100 AS "completionPercentage", NULL AS result, NULL AS errors, NULL AS metadata, "createdAt", "createdAt" AS "updatedAt"
           FROM projects WHERE "createdById" = ? AND "dataRowCount" > 0 AND (? IS NULL OR 'task-' || id = ?)
           ORDER BY "createdAt", id LIMIT ? OFFSET ?`,
          text(row, 'id'),
          where?.id ?? null,
          where?.id ?? null,
          pageSizeOf(first, maxPageSize),
          Math.max(skip ?? 0, 0),
        ),
    },
  }
}
