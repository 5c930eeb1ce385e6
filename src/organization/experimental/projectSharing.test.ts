import { inspect } from 'node:util'
import fc from 'fast-check'
import { Labelbox } from 'labelbox-org'
import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import type { PlannedMutation } from '../../transport/dryRun.ts'
import type { AuditRecord } from '../audit.ts'

describe.each(roads)('a project that is shared with another organization, %s', (_name, connect) => {
  it.each([
    ['/graphql', ['/graphql', '/graphql', '/graphql']],
    ['/_gql', ['/graphql', '/_gql', '/graphql', '/_gql', '/graphql', '/_gql']],
  ] as const)('is shared, read and no longer shared where %s serves it', async (sharingPath, paths) => {
    const sandbox = await sandboxed({ sharingPath, projects: 2 })
    const organization = await connect(sandbox).getOrganization()
    const { experimental } = organization
    const project = (await organization.projects().first()) ?? ''
    const before = sandbox.received.length
    const sent = () => sandbox.received.slice(before).map(({ path }) => path)
    const partner = { id: 'partner-1', name: 'Partner partner-1' }

    expect(await experimental.shareProject(project, 'partner-1')).toEqual([partner])
    expect(await experimental.getProjectOrganizations(project)).toEqual([partner])
    expect(await experimental.unshareProject(project, 'partner-1')).toEqual([])

    expect(sent()).toEqual(paths)
    // The client knows the path by now.
    await experimental.shareProject(project, 'partner-2')
    expect(sent().slice(paths.length)).toEqual([sharingPath])
    expect((await experimental.getProjectOrganizations(project)).map(({ id }) => id)).toEqual(['partner-2'])
  })

  it('is found by its name, and no variable is declared', async () => {
    const sandbox = await sandboxed({ projects: 2 })
    const organization = await connect(sandbox).getOrganization()
    const project = await organization.projects().first()

    await organization.experimental.shareProject(project?.name ?? '', 'partner')

    const { query = '', variables } = sandbox.received.at(-1) ?? {}
    const ids = [...query.matchAll(/(?:projectId|organizationId): "([^"]*)"/g)].map(([, id]) => id)
    expect(ids).toEqual([project?.id, 'partner'])
    expect(query).not.toContain('$')
    expect(variables ?? {}).toEqual({})
  })

  it('is refused with INVALID_QUERY where neither endpoint has it, and nothing was changed', async () => {
    const sandbox = await sandboxed({
      projects: 1,
      schema: (sdl) => sdl.replaceAll('WithExternalOrganization', 'Away'),
    })
    const audit: AuditRecord[] = []
    const organization = await connect(sandbox, { audit: (record) => audit.push(record) }).getOrganization()
    const project = await organization.projects().first()
    const before = sandbox.received.length

    const error = await rejection(organization.experimental.shareProject(project ?? '', 'partner'))

    expect(error).toMatchObject({ code: 'INVALID_QUERY', operationName: 'ShareProject', mayHaveRun: false })
    expect(sandbox.received.slice(before).map(({ path }) => path)).toEqual(['/graphql', '/_gql'])
    expect(audit).toMatchObject([{ action: 'shareProject', projectId: project?.id, outcome: 'refused' }])
  })

  it('leaves an audit record with the project, the organization and the response', async () => {
    const log: AuditRecord[] = []
    const sandbox = await sandboxed({ projects: 1 })
    const options = { audit: (record: AuditRecord) => log.push(record) }
    const organization = await connect(sandbox, options).getOrganization()
    const { id: projectId = '' } = (await organization.projects().first()) ?? {}

    await organization.experimental.shareProject(projectId, 'partner')

    const record = { action: 'shareProject', projectId, organizationId: 'partner', outcome: 'done', status: 200 }
    expect(log).toEqual([
      { ...record, at: expect.any(Date) as Date, code: undefined, requestId: expect.any(String) as string },
    ])
  })

  it('is not asked for at the other endpoint when Labelbox refuses to share it', async () => {
    const sandbox = await sandboxed({ projects: 1, sharingPath: '/graphql' })
    const organization = await connect(sandbox).getOrganization()
    const project = (await organization.projects().first()) ?? ''
    const errors = [
      { message: 'There is no such organization', path: ['project'], extensions: { code: 'BAD_USER_INPUT' } },
    ]
    sandbox.fail({ operationName: 'ShareProject', status: 200, body: { data: { project: null }, errors } })
    const before = sandbox.received.length

    const error = await rejection(organization.experimental.shareProject(project, 'partner'))
    await organization.experimental.shareProject(project, 'partner')

    expect(error).toMatchObject({ code: 'INVALID_QUERY', mayHaveRun: false })
    expect(sandbox.received.slice(before).map(({ path }) => path)).toEqual(['/graphql', '/graphql'])
  })

  it('is not shared a second time when the outcome of the first is unknown', async () => {
    const sandbox = await sandboxed({ projects: 1, sharingPath: '/graphql' })
    const organization = await connect(sandbox, { retry: { baseDelayMs: 1 } }).getOrganization()
    const project = (await organization.projects().first()) ?? ''
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'ShareProject' }])

    const error = await rejection(organization.experimental.shareProject(project, 'partner'))

    expect(error).toMatchObject({ mayHaveRun: true })
    expect(operations(sandbox).filter((name) => name === 'ShareProject')).toHaveLength(1)
    expect(await organization.experimental.getProjectOrganizations(project)).toHaveLength(1)
  })

  const partner = { id: 'partner', name: null }
  it.each([
    ['another project', { id: 'other', sharedWithOrganizations: [partner] }, 'INCONSISTENT_RESPONSE'],
    ['another organization', { sharedWithOrganizations: [{ id: 'other', name: null }] }, 'INCONSISTENT_RESPONSE'],
    ['no list', { sharedWithOrganizations: null }, 'BAD_RESPONSE'],
    ['nothing', null, 'BAD_RESPONSE'],
  ])('may be shared when the response has %s', async (_what, shown, code) => {
    const sandbox = await sandboxed({ projects: 1 })
    const organization = await connect(sandbox, { retry: false }).getOrganization()
    const project = await organization.projects().first()
    const body = { data: { project: shown && { id: project?.id, ...shown } } }
    sandbox.fail({ operationName: 'ShareProject', status: 200, body })

    const error = await rejection(organization.experimental.shareProject(project?.id ?? '', 'partner'))

    expect(error).toMatchObject({ code, mayHaveRun: true })
  })

  it('may still be shared when the response to the end of it says so', async () => {
    const sandbox = await sandboxed({ projects: 1 })
    const organization = await connect(sandbox, { retry: false }).getOrganization()
    const { id = '' } = (await organization.projects().first()) ?? {}
    const body = { data: { project: { id, sharedWithOrganizations: [partner] } } }
    sandbox.fail({ operationName: 'UnshareProject', status: 200, body })

    const error = await rejection(organization.experimental.unshareProject(id, 'partner'))

    expect(error).toMatchObject({ code: 'INCONSISTENT_RESPONSE', mayHaveRun: true })
  })

  it('is not shared in a dry run, nor without an organization', async () => {
    const plans: PlannedMutation[] = []
    const sandbox = await sandboxed({ projects: 1 })
    const organization = await connect(sandbox, { dryRun: (plan) => plans.push(plan) }).getOrganization()
    const { experimental } = organization
    const { id = '' } = (await organization.projects().first()) ?? {}

    const other = { id: 'other', name: 'Partner other' }
    await (await connect(sandbox).getOrganization()).experimental.shareProject(id, other.id)

    expect(await experimental.shareProject(id, 'partner')).toEqual([other, partner])
    expect(await experimental.shareProject(id, other.id)).toEqual([other])
    expect(await experimental.unshareProject(id, 'partner')).toEqual([other])
    expect(await experimental.unshareProject(id, other.id)).toEqual([])
    expect(plans.map(({ operationName }) => operationName)).toEqual([
      'ShareProject',
      'ShareProject',
      'UnshareProject',
      'UnshareProject',
    ])
    expect(await experimental.getProjectOrganizations(id)).toEqual([other])
    const before = sandbox.received.length
    for (const wrong of ['', ' ', undefined, { id: 'partner' }]) {
      const error = await rejection(experimental.shareProject(id, wrong as string))
      expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    }
    expect(sandbox.received).toHaveLength(before)
  })

  it('does not show the experimental methods in logs and copies of the organization', async () => {
    const organization = await connect(await sandboxed()).getOrganization()
    expect(Object.keys(organization)).not.toContain('experimental')
    expect(inspect(organization)).not.toContain('experimental')
  })
})

it('the id of an organization arrives as it is, whatever characters it has', async () => {
  const sandbox = await sandboxed({ projects: 1, sharingPath: '/graphql' })
  const { url, apiKey } = sandbox
  const organization = await new Labelbox({ endpoint: url, apiKey }).getOrganization()
  const { id: project = '' } = (await organization.projects().first()) ?? {}
  const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((text) => text === text.trim())
  const hostile = fc.constantFrom('"', '\\', '"""', '"}){id}#', '{"$a"}', '\\u0022')
  await fc.assert(
    fc.asyncProperty(fc.oneof(printable, hostile), async (partner) => {
      const shared = await organization.experimental.shareProject(project, partner)
      expect(shared.map(({ id }) => id)).toEqual([partner])
      expect(await organization.experimental.unshareProject(project, partner)).toEqual([])
    }),
    { numRuns: 30 },
  )
})
