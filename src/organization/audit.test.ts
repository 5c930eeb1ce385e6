import type { AuditRecord } from 'labelbox-org'
import { describe, expect, it } from 'vitest'
import { rejection, roads, sandboxed } from '../../test/support/roads.ts'
import { Organization } from './organization.ts'

type Making = readonly [member: 'id' | 'projectId' | 'inviteId', make: (made: Organization) => Promise<{ id: string }>]

/** Every method that makes something, and the member of its record that says what. */
const makings: Readonly<Record<string, Making>> = {
  createProject: ['projectId', (made) => made.createProject({ name: 'new', allowedMediaType: 'IMAGE' })],
  createWebhook: [
    'id',
    (made) => made.createWebhook({ url: 'https://example.com/', topics: ['LABEL_CREATED'], secret: 'planted-secret' }),
  ],
  createResourceTag: ['id', (made) => made.createResourceTag({ text: 'new', color: 'ff0000' })],
  createIamIntegration: [
    'id',
    (made) => made.createIamIntegration({ provider: 'GCP', name: 'new', readBucket: 'images' }),
  ],
  createUserGroup: ['id', (made) => made.createUserGroup({ name: 'new', color: '9EC5FF' })],
  createApiKey: ['id', (made) => made.createApiKey({ name: 'new' })],
  inviteUser: ['inviteId', (made) => made.inviteUser({ email: 'new@example.com', role: 'LABELER' })],
}

describe.each(roads)('the audit record of what was made %s', (_name, connect) => {
  it.each(Object.entries(makings))('has its id: %s', async (action, [member, make]) => {
    const records: AuditRecord[] = []
    const organization = await connect(await sandboxed(), {
      audit: (record) => records.push(record),
    }).getOrganization()

    const { id } = await make(organization)

    expect(id).toMatch(/.{8,}/)
    expect(records).toEqual([expect.objectContaining({ action, outcome: 'done', [member]: id })])
  })

  it.each(Object.entries(makings))(
    'has none where nothing is known to have been made: %s',
    async (action, [, make]) => {
      const records: AuditRecord[] = []
      const sandbox = await sandboxed()
      const options = { audit: (record: AuditRecord) => records.push(record), retry: false } as const
      const organization = await connect(sandbox, options).getOrganization()
      const dry = await connect(sandbox, { ...options, dryRun: () => undefined }).getOrganization()

      await make(dry)
      sandbox.setFaults([{ kind: 'http-status', status: 403 }])
      await rejection(make(organization))

      expect(records.map(({ outcome }) => outcome)).toEqual(['dry-run', 'refused'])
      for (const record of records) {
        expect(record.action).toBe(action)
        expect([record.id, record.projectId, record.inviteId]).toEqual([undefined, undefined, undefined])
      }
    },
  )

  it('never has the key that was made, nor a placeholder for an invite', async () => {
    const records: AuditRecord[] = []
    const sandbox = await sandboxed()
    const organization = await connect(sandbox, { audit: (record) => records.push(record) }).getOrganization()

    const { key } = await organization.createApiKey({ name: 'new' })
    sandbox.setFaults([{ kind: 'null-result', operationName: 'GetInvites', skip: 1, times: 9 }])
    const invite = await organization.inviteUser({ email: 'new@example.com', role: 'LABELER' })

    expect(invite.id).toBe('invited')
    expect(records).toMatchObject([{ action: 'createApiKey' }, { action: 'inviteUser', outcome: 'done' }])
    expect(JSON.stringify(records)).not.toContain(key)
    expect(records[1]?.inviteId).toBeUndefined()
  })
})

it('is that of every method that creates', () => {
  const creating = Object.getOwnPropertyNames(Organization.prototype).filter((name) => name.startsWith('create'))

  expect(Object.keys(makings)).toEqual(expect.arrayContaining(creating))
})
