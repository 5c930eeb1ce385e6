import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'

const json = { 'content-type': 'application/json' }

describe.each(roads)('invites %s', (_name, connect) => {
  it('invites somebody, who is then pending and takes a seat', async () => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await connect(sandbox).getOrganization()
    const before = await organization.inviteLimit()

    const invite = await organization.inviteUser({ email: ' New.Person@Example.com ', role: 'LABELER' })

    expect(invite).toMatchObject({ inviteeEmail: 'New.Person@Example.com', organizationRoleName: 'Labeler' })
    expect(invite.createdAt).toBeInstanceOf(Date)
    const pending = await organization.getInvites().toArray({ limit: 10 })
    expect(pending.map(({ inviteeEmail }) => inviteeEmail)).toEqual(['New.Person@Example.com'])
    expect(await organization.inviteLimit()).toMatchObject({
      used: (before.used ?? 0) + 1,
      limit: before.limit,
      remaining: (before.remaining ?? 0) - 1,
    })
  })

  it('counts users and invites as used, and what is left as remaining', async () => {
    const sandbox = await sandboxed({ users: 5, invites: 2, seats: 20 })
    const organization = await connect(sandbox).getOrganization()

    expect(await organization.inviteLimit()).toMatchObject({ used: 7, limit: 20, remaining: 13 })
  })

  it.each(['LABELER', 'Labeler', 'labeler', ' Labeler '])('takes the role as %j', async (role) => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()

    const invite = await organization.inviteUser({ email: 'a@example.com', role })

    expect(invite.organizationRoleName).toBe('Labeler')
  })

  it.each(['NONE', 'None', 'Project-based', 'PROJECT_BASED', 'project based'])(
    'takes %j for the role of project-based people',
    async (role) => {
      const sandbox = await sandboxed()
      const organization = await connect(sandbox).getOrganization()

      expect(await organization.inviteUser({ email: 'a@example.com', role })).toMatchObject({
        organizationRoleName: 'None',
      })
    },
  )

  it('takes roles and projects as records, ids and names', async () => {
    const sandbox = await sandboxed({ projects: 3, invites: 0 })
    const organization = await connect(sandbox).getOrganization()
    const roles = await organization.getRoles()
    const none = roles.find(({ name }) => name === 'None')
    const reviewer = roles.find(({ name }) => name === 'Reviewer')
    const [first, second, third] = await organization.projects().toArray({ limit: 3 })
    if (!none || !reviewer || !first || !second || !third) throw new Error('The sandbox is not seeded.')

    await organization.inviteUser({
      email: 'a@example.com',
      role: none,
      projectRoles: [
        { project: first, role: reviewer },
        { project: second.id, role: reviewer.id },
        { project: third.name ?? '', role: 'Team Manager' },
      ],
    })

    const pending = await organization.getInvites().first()
    expect(pending?.projectInvites).toHaveLength(3)
    expect(pending?.projectInvites).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ projectId: first.id, projectRoleName: 'Reviewer' }),
        expect.objectContaining({ projectId: second.id, projectRoleName: 'Reviewer' }),
        expect.objectContaining({ projectId: third.id, projectRoleName: 'Team Manager' }),
      ]),
    )
  })

  it('refuses what cannot be, before anything is sent', async () => {
    const sandbox = await sandboxed({ projects: 1 })
    const organization = await connect(sandbox).getOrganization()
    const project = await organization.projects().first()
    if (!project) throw new Error('The sandbox is not seeded.')
    const before = sandbox.received.length
    const projectRoles = [{ project, role: 'LABELER' }]

    const refusals = [
      await rejection(organization.inviteUser({ email: 'nobody', role: 'LABELER' })),
      await rejection(organization.inviteUser({ email: 'a@example.com', role: 'ADMIN', projectRoles })),
      await rejection(
        organization.inviteUser({ email: 'a@example.com', role: { id: 'x', name: 'Odd' }, projectRoles }),
      ),
    ]

    expect(refusals.map((error) => isLabelboxError(error, 'INVALID_INPUT'))).toEqual([true, true, true])
    expect(String(refusals[1])).toContain("role to 'NONE'")
    expect(sandbox.received).toHaveLength(before)
  })

  it('sends no invite for a role or a project that does not exist, and names the roles that do', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()

    const role = await rejection(organization.inviteUser({ email: 'a@example.com', role: 'Emperor' }))
    const projectRoles = [{ project: 'No such project', role: 'LABELER' }]
    const project = await rejection(organization.inviteUser({ email: 'a@example.com', role: 'NONE', projectRoles }))

    expect(isLabelboxError(role, 'INVALID_INPUT')).toBe(true)
    expect(String(role)).toContain('Team Manager')
    expect(isLabelboxError(project, 'RESOURCE_NOT_FOUND')).toBe(true)
    expect(operations(sandbox)).not.toContain('InviteUser')
  })

  it('says what is known when one invites oneself, and holds no address', async () => {
    const sandbox = await sandboxed()
    const labelbox = connect(sandbox)
    const { email } = await labelbox.getUser()
    const organization = await labelbox.getOrganization()

    const invite = { email: email?.toUpperCase() ?? '', role: 'LABELER' }
    const unsent = await rejection(organization.inviteUser(invite))
    expect(operations(sandbox)).not.toContain('InviteUser')
    // The look before does not see a member whose address is written in another way; the API then gives null.
    sandbox.fail({
      operationName: 'Users',
      status: 200,
      headers: json,
      body: { data: { organization: { users: [] } } },
      times: 2,
    })
    const answered = await rejection(organization.inviteUser(invite))

    for (const error of [unsent, answered]) {
      expect(isLabelboxError(error, 'ALREADY_MEMBER')).toBe(true)
      expect(String(error)).toContain("API key's own user")
      expect(inspect(error, { depth: Infinity }).toLowerCase()).not.toContain(email?.toLowerCase())
    }
    expect(answered).toMatchObject({
      operationName: 'InviteUser',
      status: 200,
      requestId: expect.any(String) as string,
    })
  })

  it('tells a full organization from other refusals', async () => {
    const sandbox = await sandboxed({ users: 3, invites: 0, seats: 3 })
    const organization = await connect(sandbox).getOrganization()

    const error = await rejection(organization.inviteUser({ email: 'a@example.com', role: 'LABELER' }))

    expect(isLabelboxError(error, 'USAGE_LIMIT')).toBe(true)
    expect(error).toMatchObject({ operationName: 'InviteUser', requestId: expect.any(String) as string })
  })

  it('asks for the current user and the roles once for each client', async () => {
    const sandbox = await sandboxed({ seats: 100 })
    const organization = await connect(sandbox).getOrganization()

    await Promise.all(
      Array.from({ length: 10 }, (_, n) => organization.inviteUser({ email: `p${n}@example.com`, role: 'LABELER' })),
    )

    const sent = operations(sandbox)
    expect(sent.filter((name) => name === 'InviteUser')).toHaveLength(10)
    expect(sent.filter((name) => name === 'GetUser')).toHaveLength(1)
    expect(sent.filter((name) => name === 'GetRoles').length).toBeLessThanOrEqual(2)
  })

  it('does not keep a failure to learn who the current user is', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    sandbox.fail({ operationName: 'GetUser', status: 500 })

    const error = await rejection(organization.inviteUser({ email: 'a@example.com', role: 'LABELER' }))
    const invite = await organization.inviteUser({ email: 'a@example.com', role: 'LABELER' })

    expect(isLabelboxError(error, 'INTERNAL_SERVER_ERROR')).toBe(true)
    expect(invite.inviteeEmail).toBe('a@example.com')
  })

  it('finds a role that was made after the roles were asked for', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const body = JSON.stringify({
      data: { roles: [{ id: 'r', name: 'Admin', description: null, organizationId: null }] },
    })
    sandbox.fail({
      operationName: 'GetRoles',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body,
      times: 2,
    })

    const invite = await organization.inviteUser({ email: 'a@example.com', role: 'LABELER' })

    expect(invite.organizationRoleName).toBe('Labeler')
  })

  it("one caller's abort while the shared things are fetched leaves the others alone", async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const controller = new AbortController()

    const mine = rejection(
      organization.inviteUser({ email: 'a@example.com', role: 'LABELER' }, { signal: controller.signal }),
    )
    const theirs = organization.inviteUser({ email: 'b@example.com', role: 'LABELER' })
    controller.abort(new Error('enough'))

    expect(isLabelboxError(await mine, 'ABORTED')).toBe(true)
    expect((await theirs).inviteeEmail).toBe('b@example.com')
  })

  it('lists invites by cursor, page by page', async () => {
    const sandbox = await sandboxed({ invites: 25, seats: 100 })
    const organization = await connect(sandbox).getOrganization()
    const sizes: number[] = []

    for await (const page of organization.getInvites({ pageSize: 10 }).pages()) sizes.push(page.length)

    expect(sizes).toEqual([10, 10, 5])
  })

  it('cancels by record, by id, and by the invite that was just sent', async () => {
    const sandbox = await sandboxed({ invites: 2 })
    const organization = await connect(sandbox).getOrganization()
    const [first, second] = await organization.getInvites().toArray({ limit: 2 })
    if (!first || !second) throw new Error('The sandbox is not seeded.')
    const fresh = await organization.inviteUser({ email: 'fresh@example.com', role: 'LABELER' })
    expect(fresh.id).not.toBe('invited')

    await organization.cancelInvite(first)
    await organization.cancelInvite(second.id)
    await organization.cancelInvite(fresh)

    expect(await organization.getInvites().first()).toBeUndefined()
  })

  it('cancels, of several invites to one address, the very one that was just sent', async () => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await connect(sandbox).getOrganization()
    const first = await organization.inviteUser({ email: 'twice@example.com', role: 'LABELER' })
    const second = await organization.inviteUser({ email: 'Twice@example.com', role: 'LABELER' }, { ifInvited: 'send' })

    await organization.cancelInvite({ ...second, id: 'invited' })

    const left = await organization.getInvites().toArray({ limit: 10 })
    expect(left.map(({ createdAt }) => createdAt)).toEqual([first.createdAt])
  })

  it('refuses to guess which of several invites is meant, and what a bare placeholder means', async () => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await connect(sandbox).getOrganization()
    await organization.inviteUser({ email: 'twice@example.com', role: 'LABELER' })
    await organization.inviteUser({ email: 'twice@example.com', role: 'LABELER' }, { ifInvited: 'send' })

    const several = await rejection(organization.cancelInvite({ id: 'invited', inviteeEmail: 'twice@example.com' }))
    const bare = await rejection(organization.cancelInvite('invited'))
    const none = await rejection(organization.cancelInvite(''))

    expect([several, bare, none].map((error) => isLabelboxError(error, 'INVALID_INPUT'))).toEqual([true, true, true])
    expect(await organization.getInvites().toArray({ limit: 10 })).toHaveLength(2)
  })

  it('refuses project roles that give nothing or contradict each other', async () => {
    const sandbox = await sandboxed({ projects: 1 })
    const organization = await connect(sandbox).getOrganization()
    const project = await organization.projects().first()
    if (!project?.name) throw new Error('The sandbox is not seeded.')
    const invite = { email: 'a@example.com', role: 'NONE' }

    const nothing = await rejection(
      organization.inviteUser({ ...invite, projectRoles: [{ project, role: 'Project-based' }] }),
    )
    const twice = await rejection(
      organization.inviteUser({
        ...invite,
        projectRoles: [
          { project, role: 'REVIEWER' },
          { project: project.name, role: 'LABELER' },
        ],
      }),
    )

    expect([nothing, twice].map((error) => isLabelboxError(error, 'INVALID_INPUT'))).toEqual([true, true])
    expect(operations(sandbox)).not.toContain('InviteUser')
  })

  it.each([undefined, {}, { email: 'a@example.com' }, { email: 'a@example.com', role: 'LABELER', projectRoles: null }])(
    'refuses %j, as JavaScript lets one write it',
    async (invite) => {
      const sandbox = await sandboxed()
      const organization = await connect(sandbox).getOrganization()

      const error = await rejection(organization.inviteUser(invite as never))

      expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
      expect(operations(sandbox)).not.toContain('InviteUser')
    },
  )

  it('looks the roles up again after an id that the API does not know', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    await organization.inviteUser({ email: 'a@example.com', role: 'LABELER' })
    const asked = () => operations(sandbox).filter((name) => name === 'GetRoles').length
    const before = asked()

    const error = await rejection(
      organization.inviteUser({ email: 'b@example.com', role: { id: 'gone', name: 'Labeler' } }),
    )
    await organization.inviteUser({ email: 'b@example.com', role: 'LABELER' })

    expect(isLabelboxError(error, 'INVALID_QUERY')).toBe(true)
    expect(asked()).toBeGreaterThan(before)
  })

  it('says so when an invite is not pending any more', async () => {
    const sandbox = await sandboxed({ invites: 1 })
    const organization = await connect(sandbox).getOrganization()
    const invite = await organization.getInvites().first()
    if (!invite) throw new Error('The sandbox is not seeded.')
    await organization.cancelInvite(invite)

    const error = await rejection(organization.cancelInvite(invite))
    const placeholder = await rejection(organization.cancelInvite({ id: 'invited', inviteeEmail: invite.inviteeEmail }))

    expect(isLabelboxError(error, 'RESOURCE_NOT_FOUND')).toBe(true)
    expect(isLabelboxError(placeholder, 'RESOURCE_NOT_FOUND')).toBe(true)
  })
})
