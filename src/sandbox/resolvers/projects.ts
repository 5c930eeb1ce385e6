import { unprocessable } from '../apiErrors.ts'
import { toConditions } from '../store/whereClause.ts'
import { pageSizeOf, readPage, type PageArguments } from '../store/offsetPage.ts'
import { now, text, type Row, type Value } from '../store/store.ts'
import { find, findProject, follow, isNone, organization } from './lookups.ts'
import type { ById, Resolvers, World } from './resolver.ts'

type Changes = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Projects and their members. */
export function projects(world: World): Resolvers {
  return {
    Query: {
      project: (_parent, { where }: Partial<ById>) => findProject(world, where?.id),
      projects: (_parent, args: PageArguments) => listProjects(world, args),
    },
    Mutation: {
      createProject: (_parent, { data }: { readonly data: Changes }, { userId }) => create(world, data, userId),
      updateProject: (_parent, { where, data }: ById & { readonly data: Changes }) => update(world, where.id, data),
    },
    Organization: { projects: (_parent, args: PageArguments) => listProjects(world, args) },
    Project: {
      // Only in the schema of 2024-10.
      queueMode: () => 'BATCH',
      createdBy: (row) => follow(world, 'users', row, 'createdById'),
      organization: () => organization(world),
      members: (row, args: PageArguments) => members(world, text(row, 'id'), args),
    },
    ProjectMember: {
      user: (row) => follow(world, 'users', row, 'userId'),
      role: (row) => follow(world, 'roles', row, 'roleId'),
    },
  }
}

/** Lists projects by filter: all of them, or those that a user has access to. */
export function listProjects(world: World, args: PageArguments, user?: Row): readonly Row[] {
  const accessible =
    user && isNone(world, text(user, 'roleId'))
      ? [{ sql: 'id IN (SELECT "projectId" FROM project_access WHERE "userId" = ?)', values: [text(user, 'id')] }]
      : []
  // Deleted projects are included: the official SDK sends `deleted: false` each time.
  return readPage(world.store, 'projects', [...toConditions(args.where), ...accessible], args, world.maxPageSize)
}

// Users with an organization role have access to every project; users with None only where they have a role.
function members({ store, maxPageSize }: World, projectId: string, args: PageArguments): readonly Row[] {
  return store.all(
    `SELECT * FROM (
       SELECT u.id || '-' || ? AS id, u.id AS "userId", u."roleId" AS "roleId", 'ORGANIZATION' AS "accessFrom", u."createdAt" AS since
       FROM users u JOIN roles r ON r.id = u."roleId" WHERE u.deleted = 0 AND r.name <> 'None'
       UNION ALL
       SELECT a.id, u.id, a."roleId", a."accessFrom", u."createdAt"
       FROM project_access a JOIN users u ON u.id = a."userId" JOIN roles r ON r.id = u."roleId"
       WHERE a."projectId" = ? AND u.deleted = 0 AND r.name = 'None'
     ) ORDER BY since, id LIMIT ? OFFSET ?`,
    projectId,
    projectId,
    pageSizeOf(args.first, maxPageSize),
    Math.max(args.skip ?? 0, 0),
  )
}

function create(world: World, data: Changes, createdById: string): Row {
  const { store } = world
  const name = String(data['name'] ?? '')
  if (name.trim() === '') throw unprocessable('The name of a project must not be empty')
  const time = now()
  return store.transaction(() => {
    const id = store.newId('project')
    store.insert('projects', {
      id,
      name,
      description: toValue(data['description']) ?? null,
      createdAt: time,
      updatedAt: time,
      setupComplete: null,
      lastActivityTime: time,
      autoAuditNumberOfLabels: toValue(data['autoAuditNumberOfLabels']) ?? 1,
      autoAuditPercentage: toValue(data['autoAuditPercentage']) ?? 1,
      allowedMediaType: toValue(data['allowedMediaType']) ?? null,
      editorTaskType: toValue(data['editorTaskType']) ?? null,
      dataRowCount: 0,
      modelSetupComplete: null,
      uploadType: 'MANUAL',
      isBenchmarkEnabled: toValue(data['isBenchmarkEnabled']) ?? 0,
      isConsensusEnabled: toValue(data['isConsensusEnabled']) ?? 0,
      deleted: 0,
      createdById,
    })
    return find(world, 'projects', 'Project', id)
  })
}

function update(world: World, id: string, data: Changes): Row {
  findProject(world, id)
  const changes = Object.fromEntries(Object.entries(data).map(([member, value]) => [member, toValue(value)]))
  if (changes['name'] === null || changes['name'] === '') {
    throw unprocessable('The name of a project must not be empty')
  }
  world.store.update('projects', id, { ...changes, deleted: changes['deleted'] ?? undefined, updatedAt: now() })
  return find(world, 'projects', 'Project', id)
}

const toValue = (value: Changes[string]): Value | undefined => (typeof value === 'boolean' ? (value ? 1 : 0) : value)
