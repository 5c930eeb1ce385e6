import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as usage from '../src/organization/usage.ts'
import { Labelbox } from 'labelbox-org'
import { Organization } from '../src/organization/organization.ts'
import { operations, sandboxed } from './support/roads.ts'

const files = readdirSync('graphql/operations').map((file) => file.replace(/\.graphql$/, ''))

const iamIntegrations = [
  { provider: 'AWS', name: 'a', roleArn: 'arn:aws:iam::123456789012:role/labelbox' },
  { provider: 'GCP', name: 'g', readBucket: 'images' },
  { provider: 'Azure', name: 'z', readContainerUrl: 'https://account.blob.core.windows.net/images', tenantId: 't' },
] as const

/** One call of every method, with its operation, or several where it chooses among them. */
const methods: Readonly<
  Record<string, readonly [file: string | readonly string[], call: (organization: Organization) => Promise<unknown>]>
> = {
  users: ['users', (organization) => organization.users().firstPage()],
  getMembers: ['getMembers', (organization) => organization.getMembers().firstPage()],
  getMember: ['getMember', async (organization) => organization.getMember((await organization.users().first()) ?? '')],
  updateOrganizationRole: [
    'updateOrganizationRole',
    async (organization) => organization.updateOrganizationRole(await lastMember(organization), 'NONE'),
  ],
  setProjectRole: [
    'setProjectRole',
    async (organization) =>
      organization.setProjectRole(
        await lastMember(organization),
        (await organization.projects().first()) ?? '',
        'REVIEWER',
      ),
  ],
  removeFromProject: [
    'setProjectRole',
    async (organization) =>
      organization.removeFromProject(await lastMember(organization), (await organization.projects().first()) ?? ''),
  ],
  updateOrganizationRoles: [
    'updateOrganizationRole',
    async (organization) =>
      organization.updateOrganizationRoles([{ user: await lastMember(organization), role: 'REVIEWER' }]),
  ],
  removeUsers: [
    'removeUser',
    async (organization) => organization.removeUsers([{ user: await lastMember(organization) }]),
  ],
  removeUser: ['removeUser', async (organization) => organization.removeUser(await lastMember(organization))],
  getPermissions: ['getPermissions', (organization) => organization.getPermissions()],
  getProject: [
    'getProject',
    async (organization) => organization.getProject((await organization.projects().first()) ?? ''),
  ],
  getProjectMembers: [
    'getProjectMembers',
    async (organization) => organization.getProjectMembers((await organization.projects().first()) ?? '').firstPage(),
  ],
  createProject: [
    'createProject',
    (organization) => organization.createProject({ name: 'new', allowedMediaType: 'IMAGE' }),
  ],
  updateProject: ['updateProject', (organization) => organization.updateProject('new', { description: 'text' })],
  getProjectTags: ['getProjectTags', (organization) => organization.getProjectTags('new')],
  setProjectTags: [
    'setProjectTags',
    async (organization) => organization.setProjectTags('new', (await organization.getResourceTags()).slice(0, 1)),
  ],
  deleteProject: ['deleteProject', (organization) => organization.deleteProject('new')],
  projects: ['projects', (organization) => organization.projects().firstPage()],
  webhooks: ['webhooks', (organization) => organization.webhooks().firstPage()],
  createWebhook: [
    ['createWebhook', 'createProjectWebhook'],
    async (organization) => {
      const webhook = { url: 'https://example.com/', topics: ['LABEL_CREATED'], secret: 'secret' } as const
      await organization.createWebhook(webhook)
      await organization.createWebhook({ ...webhook, project: await organization.projects().first() })
    },
  ],
  updateWebhook: [
    ['updateWebhook', 'updateWebhookTopics'],
    async (organization) => {
      const webhook = (await organization.webhooks().first()) ?? ''
      await organization.updateWebhook(webhook, { status: 'ACTIVE' })
      await organization.updateWebhook(webhook, { topics: ['LABEL_DELETED'] })
    },
  ],
  deleteWebhook: [
    'deleteWebhook',
    async (organization) => organization.deleteWebhook((await organization.webhooks().first()) ?? ''),
  ],
  createResourceTag: [
    'createResourceTag',
    (organization) => organization.createResourceTag({ text: 'new', color: 'ff0000' }),
  ],
  updateResourceTag: [
    'updateResourceTag',
    async (organization) =>
      organization.updateResourceTag((await organization.getResourceTags()).at(-1) ?? '', { text: 'newer' }),
  ],
  deleteResourceTag: [
    'deleteResourceTag',
    async (organization) => organization.deleteResourceTag((await organization.getResourceTags()).at(-1) ?? ''),
  ],
  getResourceTags: ['getResourceTags', (organization) => organization.getResourceTags()],
  getIamIntegrations: ['getIamIntegrations', (organization) => organization.getIamIntegrations()],
  getDefaultIamIntegration: ['getIamIntegrations', (organization) => organization.getDefaultIamIntegration()],
  createIamIntegration: [
    ['createAwsIamIntegration', 'createGcpIamIntegration', 'createAzureIamIntegration'],
    (organization) => Promise.all(iamIntegrations.map((each) => organization.createIamIntegration(each))),
  ],
  updateIamIntegration: [
    ['updateAwsIamIntegration', 'updateGcpIamIntegration', 'updateAzureIamIntegration'],
    async (organization) => {
      for (const { id } of await organization.getIamIntegrations()) {
        await organization.updateIamIntegration(id, { name: 'new' })
      }
    },
  ],
  validateIamIntegration: [
    'validateIamIntegration',
    async (organization) => organization.validateIamIntegration((await organization.getIamIntegrations())[0] ?? ''),
  ],
  setDefaultIamIntegration: [
    'setDefaultIamIntegration',
    async (organization) => organization.setDefaultIamIntegration((await organization.getIamIntegrations())[0] ?? ''),
  ],
  deleteIamIntegration: [
    'deleteIamIntegration',
    async (organization) => organization.deleteIamIntegration((await organization.getIamIntegrations())[0] ?? ''),
  ],
  inviteLimit: ['inviteLimit', (organization) => organization.inviteLimit()],
  inviteUser: ['inviteUser', (organization) => organization.inviteUser({ email: 'a@example.com', role: 'LABELER' })],
  inviteUsers: [
    'inviteUser',
    (organization) => organization.inviteUsers([{ email: 'b@example.com', role: 'LABELER' }]),
  ],
  getInvites: [
    ['getInvites', 'getProjectInvites'],
    async (organization) => {
      await organization.getInvites().firstPage()
      await organization.getInvites({ project: await organization.projects().first() }).firstPage()
    },
  ],
  resendInvite: [['cancelInvite', 'inviteUser'], (organization) => organization.resendInvite('a@example.com')],
  cancelInvitesTo: ['cancelInvite', (organization) => organization.cancelInvitesTo('a@example.com')],
  cancelInvite: [
    'cancelInvite',
    async (organization) => organization.cancelInvite((await organization.getInvites().first()) ?? ''),
  ],
  createUserGroup: [
    ['createUserGroup', 'getUserGroup'],
    (organization) => organization.createUserGroup({ name: 'new', color: '9EC5FF' }),
  ],
  getUserGroups: ['getUserGroups', (organization) => organization.getUserGroups().firstPage()],
  getUserGroup: [
    'getUserGroup',
    async (organization) => organization.getUserGroup((await organization.getUserGroups().first()) ?? ''),
  ],
  updateUserGroup: [
    ['getUserGroup', 'updateUserGroup'],
    async (organization) =>
      organization.updateUserGroup((await organization.getUserGroups().first()) ?? '', { color: 'E7BF00' }),
  ],
  deleteUserGroup: [
    'deleteUserGroup',
    async (organization) => organization.deleteUserGroup((await organization.getUserGroups().first()) ?? ''),
  ],
  createApiKey: ['createApiKey', (organization) => organization.createApiKey({ name: 'new' })],
  getApiKeys: ['getApiKeys', (organization) => organization.getApiKeys()],
  revokeApiKey: [
    'revokeApiKey',
    async (organization) => organization.revokeApiKey(await organization.createApiKey({ name: 'brief' })),
  ],
  getRoles: ['getRoles', (organization) => organization.getRoles()],
}

async function lastMember(organization: Organization): Promise<string> {
  const [last] = await organization.users({ where: { deleted: false }, orderBy: 'createdAt_DESC' }).firstPage()
  return last?.id ?? ''
}

it('Organization has exactly the methods that the table gives an operation', () => {
  const onClass = Object.getOwnPropertyNames(Organization.prototype).filter((name) => name !== 'constructor')

  expect(onClass.sort()).toEqual(Object.keys(methods).sort())
})

it('every operation file is sent by the method with its name', async () => {
  const sandbox = await sandboxed()
  const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
  await labelbox.getUser()
  const organization = await labelbox.getOrganization()
  const nameOf = (file: string): string => `${file[0]?.toUpperCase() ?? ''}${file.slice(1)}`

  for (const [method, [file, call]] of Object.entries(methods)) {
    const before = operations(sandbox).length
    await call(organization)
    // Inviting reads before and after; every other method ends with its own operation.
    const sent = operations(sandbox).slice(before)
    const mayComeEarlier = file === 'inviteUser' || typeof file !== 'string'
    expect(mayComeEarlier ? sent : sent.slice(-1)).toEqual(expect.arrayContaining([file].flat().map(nameOf)))
    // What the report on a schema change says of methods is read out of the sources, and may miss none.
    for (const each of [file].flat()) expect(usage.methods[nameOf(each)]).toContain(`Organization.${method}`)
  }

  expect([...new Set(operations(sandbox))].sort()).toEqual(files.map(nameOf).sort())
})
