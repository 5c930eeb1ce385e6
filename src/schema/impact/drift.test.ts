import { readFile } from 'node:fs/promises'
import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { documents } from '../../../generated/documents.ts'
import * as usage from '../../organization/usage.ts'
import { brokenDocuments } from '../documents/brokenDocuments.ts'
import { readDefinitions } from '../documents/definitions.ts'
import { impactOf } from './impact.ts'

const schema = async (name: string) => buildSchema(await readFile(`src/schema/fixtures/${name}.graphql`, 'utf8'))
const [before, after] = await Promise.all([schema('2024-10'), schema('2026-07')])
// The fixtures stay as they are, while operations may ask for what is newer, or have another form.
const newer = brokenDocuments(readDefinitions(documents), after, after)
const newerFiles = newer.flatMap(({ problems }) => problems.map(({ place }) => place?.file))
const known = Object.fromEntries(
  Object.entries(documents).filter(
    ([file, text]) => !newerFiles.includes(file) && !newer.some(({ kind, name }) => text.includes(`${kind} ${name}(`)),
  ),
)
const impact = await impactOf(readDefinitions(known), before, after, usage)

const iam = ['createIamIntegration', 'getDefaultIamIntegration', 'getIamIntegrations', 'updateIamIntegration']

/** The known changes between the two snapshots, and the methods that they affect. */
const drift: Readonly<Record<string, readonly (readonly [change: string, methods: readonly string[]])[]>> = {
  'API keys, and the permissions of roles, March 2025': [
    ['safe FIELD_ADDED Mutation.createApiKey', ['createApiKey']],
    ['safe TYPE_ADDED CreateApiKeyInput', ['createApiKey']],
    ['safe TYPE_ADDED CreatedApiKey', ['createApiKey']],
    ['safe FIELD_ADDED Mutation.updateApiKey', ['revokeApiKey']],
    ['safe TYPE_ADDED UpdateApiKeyInput', ['revokeApiKey']],
    ['safe TYPE_ADDED ApiKey', ['getApiKeys', 'revokeApiKey']],
    ['safe FIELD_ADDED User.apiKeys', ['getApiKeys']],
    ['safe FIELD_ADDED User.apiKeysOtherUsers', ['getApiKeys']],
    ['safe FIELD_ADDED Query.organizationRole', ['getPermissions']],
    ['safe FIELD_ADDED Role.permissions', ['getPermissions']],
    ['safe FIELD_ADDED Role.description', ['getRoles', 'inviteUser', 'setProjectRole']],
    ['safe FIELD_ADDED Role.organizationId', ['getRoles', 'inviteUser', 'setProjectRole']],
    ['safe FIELD_DESCRIPTION_CHANGED Query.roles', ['getRoles', 'inviteUser', 'setProjectRole']],
    ['dangerous FIELD_ARGUMENT_ADDED Query.roles.first', ['getRoles', 'inviteUser', 'setProjectRole']],
    ['dangerous FIELD_ARGUMENT_ADDED Query.roles.skip', ['getRoles', 'inviteUser', 'setProjectRole']],
  ],
  'invites on the public endpoint, March 2025': [
    ['safe FIELD_ENDPOINT_CHANGED Organization.invites', ['cancelInvite', 'getInvites', 'inviteUser']],
  ],
  'IAM integrations, May 2025': [
    ['dangerous ENUM_VALUE_ADDED IamIntegrationProvider.Azure', iam],
    ['dangerous UNION_MEMBER_ADDED IamIntegrationSettings', iam],
    ['safe FIELD_ADDED AwsIamIntegrationSettings.readBucket', iam],
    ['safe TYPE_ADDED AzureIamIntegrationSettings', iam],
    ...['Aws', 'Gcp', 'Azure'].flatMap((provider) => [
      [`safe FIELD_ADDED Mutation.create${provider}IamIntegration`, ['createIamIntegration']] as const,
      [`safe TYPE_ADDED ${provider}IamIntegrationCreateInput`, ['createIamIntegration']] as const,
      [`safe FIELD_ADDED Mutation.update${provider}IamIntegration`, ['updateIamIntegration']] as const,
      [`safe TYPE_ADDED ${provider}IamIntegrationUpdateInput`, ['updateIamIntegration']] as const,
    ]),
    ['safe FIELD_ADDED Mutation.validateIamIntegration', ['validateIamIntegration']],
    ['safe TYPE_ADDED IamIntegrationValidation', ['validateIamIntegration']],
    ['safe TYPE_ADDED IamIntegrationCheck', ['validateIamIntegration']],
    ['safe FIELD_ADDED Mutation.setDefaultIamIntegration', ['setDefaultIamIntegration']],
    ['safe FIELD_ADDED Mutation.deleteIamIntegration', ['deleteIamIntegration']],
  ],
  'groups with a role for each member, June 2025': [
    ['safe FIELD_ADDED Query.userGroupV2', ['createUserGroup', 'getUserGroup', 'updateUserGroup']],
    ['safe FIELD_ADDED Query.userGroupsV2', ['getUserGroups', 'inviteUser']],
    ['safe TYPE_ADDED UserGroupV2', ['getUserGroup', 'getUserGroups']],
    ['safe TYPE_ADDED UserGroupV2Connection', ['getUserGroups']],
    ['safe TYPE_ADDED UserGroupV2MemberConnection', ['getUserGroup', 'getUserGroups']],
    ['safe TYPE_ADDED UserGroupRole', ['getUserGroup', 'getUserGroups']],
    ['safe FIELD_ADDED Mutation.createUserGroupV3', ['createUserGroup']],
    ['safe TYPE_ADDED UserGroupV3CreateInput', ['createUserGroup']],
    ['safe FIELD_ADDED Mutation.updateUserGroupV3', ['updateUserGroup']],
    ['safe TYPE_ADDED UserGroupV3UpdateInput', ['updateUserGroup']],
    ['safe TYPE_ADDED UserGroupV3', ['createUserGroup', 'updateUserGroup']],
    ['safe TYPE_ADDED UserGroupV3Payload', ['createUserGroup', 'updateUserGroup']],
    ['safe TYPE_ADDED UserRoleInput', ['createUserGroup', 'updateUserGroup']],
  ],
  'members of a group from a file': [
    ['safe FIELD_ADDED Mutation.importUsersAsCsvToGroup', ['importGroupMembers']],
    ['safe TYPE_ADDED ImportUsersToGroupPayload', ['importGroupMembers']],
    ['safe TYPE_ADDED Upload', ['importGroupMembers']],
  ],
  'invites into groups, January 2026': [
    ['safe INPUT_FIELD_ADDED CreateInviteInput.userGroupIds', ['inviteUser', 'inviteUsers', 'resendInvite']],
    ['safe INPUT_FIELD_ADDED CreateInviteInput.userGroupWithRoleIds', ['inviteUser', 'inviteUsers', 'resendInvite']],
    ['safe TYPE_ADDED UserGroupWithRoleInput', ['inviteUser', 'inviteUsers', 'resendInvite']],
  ],
  'the last login, July 2026': [
    ['safe FIELD_ADDED User.lastLoginAt', ['users', 'getMember', 'getMembers', 'getProjectMembers']],
  ],
  'what other clients make projects and tags with': [
    ['safe FIELD_ADDED Mutation.createProject', ['createProject']],
    ['safe TYPE_ADDED CreateProjectInput', ['createProject']],
    ['safe FIELD_ADDED Mutation.updateProject', ['deleteProject', 'updateProject']],
    ['safe TYPE_ADDED ProjectUpdateInput', ['deleteProject', 'updateProject']],
    ['safe FIELD_ADDED Mutation.deleteResourceTag', ['deleteResourceTag']],
    ['safe TYPE_ADDED DeleteResourceTagInput', ['deleteResourceTag']],
  ],
}

it.each(Object.entries(drift))('finds %s, and the affected methods', (_, expected) => {
  const found = new Map(impact.changes.map((change) => [`${change.class} ${change.type} ${change.path}`, change]))
  for (const [change, methods] of expected) {
    expect([change, found.get(change)?.methods]).toEqual([
      change,
      expect.arrayContaining(methods.map((method) => `Organization.${method}`)),
    ])
  }
})

it('finds no other change', () => {
  const expected = Object.values(drift).flatMap((changes) => changes.map(([change]) => change))
  expect(impact.changes.map((change) => `${change.class} ${change.type} ${change.path}`).sort()).toEqual(
    expected.sort(),
  )
})

it('counts changes of unused parts, such as the queue modes and intercomHash', async () => {
  expect(impact.untouched).toEqual({ breaking: 3, dangerous: 0, safe: 3 })
  // Without documents, every change is unused.
  const { changes, untouched } = await impactOf([], before, after)
  expect(changes).toEqual([])
  expect(untouched.breaking).toBe(3)
})

it('suggests a minor version, because no operation breaks', () => {
  expect(impact).toMatchObject({ verdict: 'dangerous', bump: 'minor', broken: [] })
})

it('reports operations that still use removed fields as broken', async () => {
  const own = {
    'people.graphql':
      'query People { organization { users { ...Person } } }\nfragment Person on User { id intercomHash }',
    'projects.graphql': 'query Projects { organization { projects { id queueMode } } }',
    'tags.graphql': 'query Tags { organization { resourceTag { id } } }',
  }
  const { verdict, changes, untouched, broken } = await impactOf(readDefinitions(own), before, after)
  expect(verdict).toBe('breaking')
  expect(changes.map(({ path, operations, fragments }) => [path, operations, fragments])).toEqual([
    ['Project.queueMode', ['Projects'], []],
    ['QueueMode', ['Projects'], []],
    ['User.intercomHash', ['People'], ['Person']],
  ])
  expect(untouched.breaking).toBe(0)
  expect(broken.map(({ name, problems }) => [name, problems.map(({ place }) => place)])).toEqual([
    ['People', [{ file: 'people.graphql', line: 2, column: 30 }]],
    ['Projects', [{ file: 'projects.graphql', line: 1, column: 47 }]],
  ])
})
