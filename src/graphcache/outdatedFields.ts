import type { Cache, Data, ResolveInfo, UpdatesConfig, Variables } from '@urql/exchange-graphcache'
import type { ObjectTypes } from '../../generated/objectTypes.ts'
import type { Arguments } from './cacheRules.ts'

type Query = ObjectTypes['Query']
type Mutations = ObjectTypes['Mutation']

/** A field of `Query`, or a field of the records that it leads to: `invitesLimit`, `organization.users`. */
type Path =
  | keyof Query
  | {
      [Root in keyof Query]: Query[Root]['type'] extends keyof ObjectTypes
        ? `${Root}.${keyof ObjectTypes[Query[Root]['type']] & string}`
        : never
    }[keyof Query]
  | `${(typeof toProjects)[number]}.${ProjectField}`

type ProjectField = keyof ObjectTypes['Project']

/** Where projects are found. A page may ask for what belongs to a project at any of them. */
const toProjects = [
  'project',
  'projects',
  'organization.projects',
  'organization.webhooks.project',
  'user.projects',
  'userGroupV2.projects.nodes',
  'userGroupsV2.nodes.projects.nodes',
  'webhook.project',
] as const

const ofProjects = (field: ProjectField): readonly Path[] => toProjects.map((path): Path => `${path}.${field}`)

// In each list, what lies below a record comes before the record: a dropped field leads nowhere.
const invites: readonly Path[] = ['organization.invites', ...ofProjects('invites'), 'invitesLimit']
const keys: readonly Path[] = ['user.apiKeys', 'user.apiKeysOtherUsers']
const iam: readonly Path[] = ['iamIntegrations']
const projects: readonly Path[] = ['organization.projects', 'projects', 'user.projects']
const tags: readonly Path[] = ['organization.resourceTag', ...ofProjects('resourceTags')]
const webhooks: readonly Path[] = [...ofProjects('webhooks'), 'organization.webhooks', 'webhook']
const groups: readonly Path[] = ['user.userGroups', 'userGroup', 'userGroups', 'userGroupV2', 'userGroupsV2']
/** What members may do and in which groups they are. */
const access: readonly Path[] = [
  ...ofProjects('members'),
  'organization.users',
  'users',
  'projectMemberships',
  'organizationRole',
  'user.accessibleProjectCount',
  'user.projects',
  ...groups,
]

/**
 * What a mutation outdates. The API decides about order, filters and side effects, so lists are read again and never
 * edited. `project` and `user` themselves are not in here: they lead to the lists below them.
 */
const outdatedBy: { readonly [Field in keyof Mutations]?: readonly Path[] } = {
  addUsersToGroups: access,
  cancelInvite: invites,
  createApiKey: keys,
  createAwsIamIntegration: iam,
  createAzureIamIntegration: iam,
  createGcpIamIntegration: iam,
  createInvites: invites,
  createProject: projects,
  createResourceTag: tags,
  createUserGroupV3: access,
  createWebhook: webhooks,
  deleteIamIntegration: iam,
  deleteResourceTag: tags,
  deleteUserGroup: access,
  importUsersAsCsvToGroup: access,
  project: tags,
  removeUsersFromGroup: access,
  setDefaultIamIntegration: iam,
  setOrganizationRole: access,
  setProjectMembership: access,
  updateApiKey: keys,
  updateAwsIamIntegration: iam,
  updateAzureIamIntegration: iam,
  updateGcpIamIntegration: iam,
  updateProject: [...webhooks, ...invites, ...groups, ...projects],
  updateResourceTag: tags,
  updateUser: [...access, ...keys, ...invites],
  updateUserGroupV3: access,
  updateWebhook: webhooks,
  validateIamIntegration: iam,
}

/** The one record that a mutation changes in fields that its result does not have. */
const changedRecord: {
  readonly [Field in keyof Mutations]?: (args: Arguments<Mutations[Field]>) => Data | undefined
} = {
  setOrganizationRole: ({ data }) => user(data.userId),
  updateProject: ({ where, data }) => (data.deleted === true ? { __typename: 'Project', id: where.id } : undefined),
  updateUser: ({ where }) => user(where.id),
}

const user = (id: string): Data => ({ __typename: 'User', id })

/** The rules for mutations: what they change is dropped from the cache, so that urql reads what is on the screen again. */
export const updates = Object.fromEntries(
  Object.entries(outdatedBy).map(([field, paths]) => [
    field,
    (parent: Data, args: Variables, cache: Cache, { optimistic }: ResolveInfo) => {
      // An optimistic answer changes records; lists are read again when the API has answered.
      if (optimistic === true) return
      // The key is in this result alone. No storage may keep it.
      const result = field === 'createApiKey' && (parent[field] as Data | null)
      if (result && cache.keyOfEntity(result) !== null) cache.invalidate(result)
      const record = changedRecord[field as 'updateUser']?.(args as never)
      if (record !== undefined) dropOthers(cache, record, parent[field])
      for (const path of paths) drop(cache, 'Query', path.split('.'))
    },
  ]),
) as NonNullable<UpdatesConfig['Mutation']>

/** Drops the fields of a record that a mutation's result does not have. */
function dropOthers(cache: Cache, record: Data, result: unknown): void {
  for (const { fieldName, fieldKey } of cache.inspectFields(record)) {
    if (!Object.hasOwn(result ?? {}, fieldName)) cache.invalidate(record, fieldKey)
  }
}

/** Drops a field, for all its arguments, of the records that a path leads to. */
function drop(cache: Cache, record: string, [name, ...below]: readonly string[]): void {
  for (const { fieldName, fieldKey } of cache.inspectFields(record)) {
    if (fieldName !== name) continue
    for (const each of [cache.resolve(record, fieldKey)].flat()) {
      if (typeof each !== 'string') continue
      if (below.length > 0) drop(cache, each, below)
      // Other fields of the record may be outdated, and another query may lead to it again.
      else if (record === 'Query') cache.invalidate(each)
    }
    if (below.length === 0) cache.invalidate(record, fieldKey)
  }
}
