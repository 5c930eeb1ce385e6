/**
 * Why the type of each variable is known at the place where an operation passes it, and why a fragment may name its type.
 * A server refuses a whole request for one wrong type, so what has no fact may not be in an operation.
 *
 * A: read in a release of Labelbox's Python SDK. B: read in Labelbox's documentation, or in the SDK's own tests. C: read in a
 * change to the SDK that was never released, or in another client.
 */
export const placeFacts: readonly (readonly [place: RegExp, type: string, fact: string])[] = [
  // Ids. An `ID!` fits an id of either nullability.
  [/^Mutation\.cancelInvite\(where:\)\.id$/, 'ID!', 'A: declares WhereUniqueIdInput, {id: ID!} (invite.py)'],
  [
    /^Mutation\.(?:update(?:Aws|Azure|Gcp)|setDefault|validate)IamIntegration\(where:\)\.id$/,
    'ID!',
    'A: declares WhereUniqueIdInput (iam_integration.py)',
  ],
  [
    /^Mutation\.deleteIamIntegration\(where:\)\.id$/,
    'ID!',
    'B: the integration test of IAM integrations declares $id: ID!',
  ],
  [/^Mutation\.(?:deleteUserGroup|updateUserGroupV3)\(where:\)\.id$/, 'ID!', 'A: declares $id: ID! (user_group_v2.py)'],
  [/^Mutation\.updateApiKey\(where:\)\.id$/, 'ID!', 'A: declares $id: ID! (api_key.py)'],
  [
    /^Mutation\.update(?:User|Project|Webhook)\(where:\)\.id$/,
    'ID!',
    'A: the generic update declares $<type>Id: ID! (orm/query.py)',
  ],
  [/^(?:Query|Mutation)\.project\(where:\)\.id$/, 'ID!', 'A: declares $projectId: ID! (project.py, orm/query.py)'],
  [/^Query\.webhook\(where:\)\.id$/, 'ID!', 'A: the generic read of a relation declares an ID! (orm/query.py)'],
  [
    /^Query\.(?:user|userGroupV2|invitesLimit)\(where:\)\.id$/,
    'ID!',
    'A: declares an ID! (client.py, user_group_v2.py, organization.py)',
  ],
  [/^Query\.organizationRole\(userId:\)$/, 'ID', 'A: declares $userId: ID (api_key.py)'],
  [/^Mutation\.setOrganizationRole\(data:\)\.(?:userId|roleId)$/, 'ID!', 'A: declares ID! (user.py)'],
  [/^Mutation\.setProjectMembership\(data:\)\.(?:userId|roleId|projectId)$/, 'ID!', 'A: declares ID! (user.py)'],
  [
    /^Mutation\.createWebhook\(data:\)\.project\.id$/,
    'ID!',
    'B: the documentation passes a project id, which is an ID everywhere',
  ],
  // Pages.
  [
    /^Organization\.(?:users|projects|webhooks)\(skip:\)$/,
    'Int',
    'A: the literal of a number (orm/query.py); C: declares $skip: Int (#1864)',
  ],
  [/^(?:Project\.members|User\.projects)\(skip:\)$/, 'Int', 'A: the literal of a number (orm/query.py)'],
  [/^Query\.roles\(skip:\)$/, 'Int', 'A: the literal of a number (user_group_v2.py)'],
  [/^(?:Organization|Project)\.invites\(from:\)$/, 'ID', 'A: declares $from: ID (invite.py)'],
  [/^Query\.userGroupsV2\(after:\)$/, 'String', 'A: declares $after: String (user_group_v2.py)'],
  // Directives.
  [/\(if:\)$/, 'Boolean', 'A: the specification of GraphQL; a default value makes it fit a non-null place'],
  // Inputs whose names are known.
  [
    /^Mutation\.createInvites\(data:\)$/,
    '[CreateInviteInput!]',
    'A: declares $data: [CreateInviteInput!] (organization.py)',
  ],
  [
    /^Mutation\.(?:create|update)UserGroupV3\(data:\)\.projectIds$/,
    '[ID!]!',
    'A: declares $projectIds: [ID!]! (user_group_v2.py)',
  ],
  [
    /^Mutation\.(?:create|update)UserGroupV3\(data:\)\.userRoles$/,
    '[UserRoleInput!]!',
    'A: declares $userRoles: [UserRoleInput!]! (user_group_v2.py)',
  ],
  [
    /^Mutation\.(?:create|update)UserGroupV3\(data:\)\.(?:name|color)$/,
    'String!',
    'A: declares String! (user_group_v2.py)',
  ],
  [/^Mutation\.(?:create|update)UserGroupV3\(data:\)\.description$/, 'String', 'A: declares String (user_group_v2.py)'],
  [
    /^Mutation\.(?:create|update)UserGroupV3\(data:\)\.notifyMembers$/,
    'Boolean',
    'A: declares Boolean (user_group_v2.py)',
  ],
  [
    /^ProjectMutations\.updateProjectResourceTags\(input:\)\.resourceTagIds$/,
    '[String!]',
    'A: declares $resourceTagIds: [String!] (project.py)',
  ],
  [
    /^Mutation\.addUsersToGroups\(groupIds:\)$/,
    '[ID!]!',
    'C: another client declares it. Refused, updateUserGroupV3 is sent',
  ],
  [
    /^Mutation\.addUsersToGroups\(userRoles:\)$/,
    '[UserRoleInput!]!',
    'C: another client declares it. Refused, updateUserGroupV3 is sent',
  ],
  [
    /^Mutation\.removeUsersFromGroup\(groupId:\)$/,
    'ID!',
    'C: another client declares it. Refused, updateUserGroupV3 is sent',
  ],
  [
    /^Mutation\.removeUsersFromGroup\(userIds:\)$/,
    '[ID!]!',
    'C: another client declares it. Refused, updateUserGroupV3 is sent',
  ],
  [/^Mutation\.importUsersAsCsvToGroup\(file:\)$/, 'Upload!', 'A: declares $file: Upload! (user_group_v2.py)'],
  [/^Mutation\.importUsersAsCsvToGroup\(roleId:\)$/, 'ID!', 'A: declares $roleId: ID! (user_group_v2.py)'],
  [
    /^Mutation\.importUsersAsCsvToGroup\(where:\)\.id$/,
    'ID!',
    'A: declares WhereUniqueIdInput, {id: ID!} (user_group_v2.py)',
  ],
  [/^Query\.users\(where:\)\.groupId_in$/, '[String!]', 'C: declares $groupIds: [String!] (#1864)'],
  [/^Query\.users\(skip:\)$/, 'Int', 'C: declares $skip: Int (#1864)'],
  // Texts, numbers and flags.
  [
    /^Mutation\.create(?:Aws|Azure|Gcp)IamIntegration\(data:\)\.(?:name|roleArn|readContainerUrl|tenantId|readBucket)$/,
    'String',
    'A: the settings are str (iam_integration.py)',
  ],
  [
    /^Mutation\.update(?:Aws|Azure|Gcp)IamIntegration\(data:\)\.(?:name|roleArn|readContainerUrl|tenantId|readBucket)$/,
    'String',
    'A: the settings are str (iam_integration.py)',
  ],
  [/^Mutation\.createApiKey\(data:\)\.(?:name|targetUserEmailId)$/, 'String!', 'A: declares String! (api_key.py)'],
  [/^Mutation\.createApiKey\(data:\)\.role$/, 'String', 'A: declares String (api_key.py)'],
  [/^Mutation\.createApiKey\(data:\)\.validitySeconds$/, 'Int', 'A: declares Int (api_key.py)'],
  [
    /^Mutation\.(?:create|update)ResourceTag\((?:input|data):\)\.(?:text|color)$/,
    'String!',
    'A: declares $text and $color as String! (organization.py)',
  ],
  [/^Mutation\.deleteResourceTag\(input:\)\.id$/, 'String!', "B: the SDK's tests declare String!"],
  [
    /^Mutation\.updateResourceTag\(input:\)\.id$/,
    'String!',
    'C: another client models it like the input of deleteResourceTag. Refused, the other form is sent',
  ],
  [/^Mutation\.updateResourceTag\(where:\)\.id$/, 'ID!', 'A: the generic update declares ID! (orm/query.py)'],
  [
    /^Mutation\.(?:create|update)Project\(data:\)\.(?:name|description)$/,
    'String',
    'A: declares String (client.py, orm/query.py)',
  ],
  [/^Mutation\.createProject\(data:\)\.allowedMediaType$/, 'MediaType!', 'A: declares MediaType! (client.py)'],
  [/^Mutation\.createProject\(data:\)\.autoAuditPercentage$/, 'Float!', 'A: declares Float! (client.py)'],
  [/^Mutation\.createProject\(data:\)\.autoAuditNumberOfLabels$/, 'Int!', 'A: declares Int! (client.py)'],
  [
    /^Mutation\.createProject\(data:\)\.is(?:Benchmark|Consensus)Enabled$/,
    'Boolean!',
    'A: declares Boolean! (client.py)',
  ],
  [
    /^Mutation\.(?:create|update)Webhook\(data:\)\.(?:url|secret)$/,
    'String',
    'A: a literal text (webhook.py); B: String in the documentation',
  ],
  [
    /^Mutation\.(?:create|update)Webhook\(data:\)\.topics\.set$/,
    '[WebhookTopic!]!',
    'B: the documentation names WebhookTopic',
  ],
  [/^Mutation\.updateWebhook\(data:\)\.status$/, 'WebhookStatus', 'B: the documentation names WebhookStatus'],
]

/** The types that fragments name, each of them in a source: the snapshot has no mark at them. */
export const fragmentFacts: Readonly<Record<string, string>> = {
  AwsIamIntegrationSettings: 'A: spread in organization.py and iam_integration.py',
  AzureIamIntegrationSettings: 'A: spread in iam_integration.py',
  GcpIamIntegrationSettings: 'A: spread in organization.py and iam_integration.py',
  Invite: 'C: a pasted part of the schema, beside InviteConnection',
  Organization: 'A: the name by which the API is asked for it, and of its entity',
  Project: 'A: the name by which the API is asked for it, and of its entity',
  User: 'A: the name by which the API is asked for it, and of its entity',
  Webhook: 'B: the documentation of webhooks, beside WebhookTopic',
}

/** The types of variables that filters declare, from the grammar of filters: non-null, with the type of the field. */
export const filterTypes: readonly string[] = ['Boolean', 'DateTime', 'Float', 'ID', 'Int', 'String']
