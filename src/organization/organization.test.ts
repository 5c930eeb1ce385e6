import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../test/support/roads.ts'
import { isLabelboxError } from '../core/errors.ts'

describe.each(roads)('the organization %s', (_name, connect) => {
  it('has its documented fields, with dates', async () => {
    const organization = await connect(await sandboxed()).getOrganization()

    expect(organization.id).not.toBe('')
    expect(organization.name).toEqual(expect.any(String))
    expect(organization.createdAt).toBeInstanceOf(Date)
    expect(organization.updatedAt).toBeInstanceOf(Date)
    expect(Object.keys(organization).sort()).toEqual(['createdAt', 'id', 'name', 'updatedAt'])
  })

  it('lists users over pages, each once and in order', async () => {
    const sandbox = await sandboxed({ users: 250 })
    const organization = await connect(sandbox).getOrganization()
    const emails: (string | null)[] = []

    for await (const user of organization.users({ orderBy: 'email_ASC' })) emails.push(user.email)

    expect(new Set(emails).size).toBe(250)
    expect(emails).toEqual([...emails].sort())
  })

  it('loses nobody to a server that grants fewer rows than asked for', async () => {
    const sandbox = await sandboxed({ users: 55, maxPageSize: 20 })
    const organization = await connect(sandbox).getOrganization()

    expect(await organization.users().toArray({ limit: Infinity })).toHaveLength(55)
  })

  it('filters and orders users', async () => {
    const sandbox = await sandboxed({ users: 30 })
    const organization = await connect(sandbox).getOrganization()
    const all = await organization.users({ orderBy: 'createdAt_DESC' }).toArray({ limit: 100 })
    const [newest] = all
    const middle = all[15]
    if (!newest?.email || !middle?.createdAt) throw new Error('The sandbox is not seeded.')

    const byEmail = await organization.users({ where: { email: newest.email } }).toArray({ limit: 2 })
    const since = await organization
      .users({ where: { createdAt_gte: middle.createdAt, email_not: newest.email }, orderBy: 'createdAt_DESC' })
      .toArray({ limit: 100 })

    expect(byEmail.map(({ id }) => id)).toEqual([newest.id])
    // Filters are sent in whole seconds or milliseconds, whichever the date has.
    expect(since.map(({ id }) => id)).toEqual(
      all
        .filter(({ createdAt, id }) => createdAt !== null && createdAt >= (middle.createdAt ?? 0) && id !== newest.id)
        .map(({ id }) => id),
    )
  })

  it('lists projects without the removed ones, whatever the filter', async () => {
    const sandbox = await sandboxed({ projects: 12 })
    const organization = await connect(sandbox).getOrganization()

    const projects = await organization.projects({ pageSize: 5 }).toArray({ limit: 100 })
    const last = await organization
      .projects({ where: { name_gte: '' }, orderBy: 'createdAt_DESC' })
      .toArray({ limit: 100 })

    expect(projects).toHaveLength(12)
    expect(last).toHaveLength(12)
    expect(last[0]?.createdAt).toBeInstanceOf(Date)
  })

  it('lists webhooks, those of projects among them', async () => {
    const sandbox = await sandboxed({ webhooks: 4, projects: 3 })
    const organization = await connect(sandbox).getOrganization()

    const webhooks = await organization.webhooks({ pageSize: 3 }).toArray({ limit: 10 })

    expect(webhooks).toHaveLength(4)
    expect(webhooks.some(({ project }) => project === null)).toBe(true)
    expect(webhooks.some(({ project }) => project !== null)).toBe(true)
  })

  it('stops asking when the loop is left', async () => {
    const sandbox = await sandboxed({ users: 100 })
    const organization = await connect(sandbox).getOrganization()

    for await (const user of organization.users({ pageSize: 10 })) if (user.id !== '') break

    expect(operations(sandbox).filter((name) => name === 'Users')).toHaveLength(1)
  })

  it('gives the roles, None among them', async () => {
    const organization = await connect(await sandboxed()).getOrganization()

    const names = (await organization.getRoles()).map(({ name }) => name)

    expect(names).toEqual(expect.arrayContaining(['Admin', 'Team Manager', 'Reviewer', 'Labeler', 'None']))
    expect(new Set(names).size).toBe(names.length)
  })

  it('gives the user of the key', async () => {
    const user = await connect(await sandboxed()).getUser()

    expect(user).toMatchObject({ email: expect.stringContaining('@') as string, createdAt: expect.any(Date) as Date })
  })

  it('refuses a key that is not the right one', async () => {
    const { url } = await sandboxed()

    const error = await rejection(connect({ url, apiKey: 'another-key' }).getOrganization())

    expect(isLabelboxError(error, 'AUTHENTICATION')).toBe(true)
    expect(error).toMatchObject({ operationName: 'GetOrganization', requestId: expect.any(String) as string })
  })

  it('ends every method at once by its signal', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const reason = new Error('enough')
    const options = { signal: AbortSignal.abort(reason) }
    const before = sandbox.received.length

    const errors = await Promise.all(
      [
        organization.users(options).firstPage(),
        organization.projects(options).firstPage(),
        organization.webhooks(options).firstPage(),
        organization.getInvites(options).firstPage(),
        organization.createResourceTag({ text: 'x', color: 'ffffff' }, options),
        organization.getResourceTags(options),
        organization.getIamIntegrations(options),
        organization.getDefaultIamIntegration(options),
        organization.inviteLimit(options),
        organization.inviteUser({ email: 'a@example.com', role: 'LABELER' }, options),
        organization.cancelInvite('some-id', options),
        organization.getRoles(options),
      ].map(rejection),
    )

    expect(errors.every((error) => isLabelboxError(error, 'ABORTED') && error.cause === reason)).toBe(true)
    expect(sandbox.received).toHaveLength(before)
  })

  it.each([
    ['no list of users', 'Users', { organization: { users: {} } }],
    ['no invites', 'GetInvites', { organization: { invites: null } }],
    ['no tags', 'GetResourceTags', { organization: { resourceTag: null } }],
    ['no roles', 'GetRoles', { roles: 'many' }],
    ['no organization', 'InviteLimit', {}],
  ])('takes an answer with %s for what it is', async (_case, operationName, data) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const body = JSON.stringify({ data })
    sandbox.fail({ operationName, status: 200, headers: { 'content-type': 'application/json' }, body })
    const ask: Readonly<Record<string, () => Promise<unknown>>> = {
      Users: () => organization.users().firstPage(),
      GetInvites: () => organization.getInvites().firstPage(),
      GetResourceTags: () => organization.getResourceTags(),
      GetRoles: () => organization.getRoles(),
      InviteLimit: () => organization.inviteLimit(),
    }

    const error = await rejection(ask[operationName]?.() ?? Promise.resolve())

    expect(isLabelboxError(error)).toBe(true)
    expect(error).toMatchObject({
      operationName,
      status: 200,
      code: expect.stringMatching(/^(BAD_RESPONSE|RESOURCE_NOT_FOUND)$/) as string,
    })
  })
})

it('records are the same over both roads', async () => {
  const sandbox = await sandboxed({ webhooks: 2, invites: 1 })
  const seen = await Promise.all(
    roads.map(async ([, connect]) => {
      const labelbox = connect(sandbox)
      const organization = await labelbox.getOrganization()
      return [
        Object.entries(organization),
        await labelbox.getUser(),
        await organization.users().firstPage(),
        await organization.projects().firstPage(),
        await organization.webhooks().firstPage(),
        await organization.getInvites().firstPage(),
        await organization.getRoles(),
        await organization.getResourceTags(),
        await organization.getIamIntegrations(),
        await organization.inviteLimit(),
      ]
    }),
  )

  expect(seen[1]).toEqual(seen[0])
})
