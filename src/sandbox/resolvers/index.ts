import { apiKeys } from './apiKeys.ts'
import { iamIntegrations } from './iamIntegrations.ts'
import { importUsers } from './importUsers.ts'
import { invites } from './invites.ts'
import { organization } from './lookups.ts'
import { projectMemberships } from './projectMemberships.ts'
import { projectSharing } from './projectSharing.ts'
import { projects } from './projects.ts'
import type { Resolvers, World } from './resolver.ts'
import { resourceTags } from './resourceTags.ts'
import { roles } from './roles.ts'
import { tasks } from './tasks.ts'
import { userAccess } from './userAccess.ts'
import { userGroups } from './userGroups.ts'
import { users } from './users.ts'
import { webhooks } from './webhooks.ts'

/** All resolvers of the sandbox. Each file resolves one resource. */
export const toResolvers = (world: World): Resolvers => merged(partsOf(world))

const partsOf = (world: World): readonly Resolvers[] => [
  { Query: { organization: () => organization(world) } },
  users(world),
  roles(world),
  projects(world),
  projectMemberships(world),
  projectSharing(world),
  invites(world),
  userGroups(world),
  resourceTags(world),
  webhooks(world),
  iamIntegrations(world),
  apiKeys(world),
  userAccess(world),
  importUsers(world),
  tasks(world),
]

/** Several resources have fields of one type, such as `Query`. */
function merged(parts: readonly Resolvers[]): Resolvers {
  const all: Record<string, Resolvers[string]> = {}
  for (const [type, fields] of parts.flatMap((part) => Object.entries(part))) all[type] = { ...all[type], ...fields }
  return all
}
