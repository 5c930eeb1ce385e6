import { access } from './userAccess.ts'
import { apiKeys } from './apiKeys.ts'
import { groups } from './userGroups.ts'
import { importUsers } from './importUsers.ts'
import { integrations } from './iamIntegrations.ts'
import { invites } from './invites.ts'
import { people } from './users.ts'
import { projects } from './projects.ts'
import { tags } from './resourceTags.ts'
import { organization, type Resolvers, type World } from './resolver.ts'
import { webhooks } from './webhooks.ts'

/** Every resolver of the sandbox, a part of the API at a time. */
export const toResolvers = (world: World): readonly Resolvers[] => [
  { Query: { organization: () => organization(world) } },
  people(world),
  projects(world),
  invites(world),
  groups(world),
  tags(world),
  webhooks(world),
  integrations(world),
  apiKeys(world),
  access(world),
  importUsers(world),
]
