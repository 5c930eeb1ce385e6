import { access } from './access.ts'
import { apiKeys } from './apiKeys.ts'
import { groups } from './groups.ts'
import { importUsers } from './importUsers.ts'
import { integrations } from './integrations.ts'
import { invites } from './invites.ts'
import { people } from './people.ts'
import { projects } from './projects.ts'
import { tags } from './tags.ts'
import { organization, type Resolvers, type World } from './types.ts'
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
