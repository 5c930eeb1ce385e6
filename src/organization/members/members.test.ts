import { describe, expect, it } from 'vitest'
import { isLabelboxError, type AuditRecord, type Organization } from 'labelbox-org'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'

/** Somebody who is in the organization and is not the key's own user. */
async function somebody(organization: Organization, role?: string) {
  const all = await organization.getMembers({ where: { deleted: false } }).toArray({ limit: 100 })
  const found = all.find(({ orgRole }, index) => index > 0 && (role === undefined || orgRole?.name === role))
  if (found?.email == null) throw new Error('There is nobody like that.')
  return { ...found, email: found.email }
}

describe.each(roads)('members, %s', (_, road) => {
  it('come with their roles, and one by record, id or address', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const user = await somebody(organization)

    for (const reference of [user, user.id, user.email, user.email.toUpperCase()]) {
      expect(await organization.getMember(reference)).toMatchObject({
        id: user.id,
        orgRole: user.orgRole,
        deleted: false,
      })
    }
    expect(await rejection(organization.getMember('nobody@example.com'))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(await rejection(organization.getMember('c0000000000000000nobody'))).toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    })
  })

  it('are removed, but not oneself, and the record says whom', async () => {
    const sandbox = await sandboxed()
    const records: AuditRecord[] = []
    const labelbox = road(sandbox, { audit: (record) => records.push(record) })
    const organization = await labelbox.getOrganization()
    const user = await somebody(organization)

    await organization.removeUser(user.email)
    expect((await organization.getMember(user.id)).deleted).toBe(true)
    const self = await labelbox.getUser()
    const error = await rejection(organization.removeUser(self))

    expect(isLabelboxError(error, 'INVALID_INPUT') && error.message).toContain("API key's own user")
    expect((await organization.getMember(self)).deleted).toBe(false)
    expect(records).toMatchObject([
      { action: 'removeUser', email: user.email, outcome: 'done' },
      { action: 'removeUser', userId: self.id, outcome: 'refused' },
    ])
  })

  it('are removed once, with success, if the first response was lost', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox, { retry: { baseDelayMs: 1 } }).getOrganization()
    const user = await somebody(organization)
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'RemoveUser' }])

    await organization.removeUser(user)

    expect((await organization.getMember(user)).deleted).toBe(true)
  })

  it('get another role in the organization', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const user = await somebody(organization)

    await organization.updateOrganizationRole(user, 'REVIEWER')
    expect((await organization.getMember(user)).orgRole?.name).toBe('Reviewer')
    expect(await rejection(organization.updateOrganizationRole(user, 'KING'))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('get a role in a project and lose it, while their organization role is `NONE`', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const user = await somebody(organization)
    const project = await organization.createProject({ name: 'Signs', allowedMediaType: 'IMAGE' })
    const rolesThere = async () =>
      (await organization.getProjectMembers(project).toArray({ limit: 500 })).filter((each) => each.user.id === user.id)

    await organization.updateOrganizationRole(user, 'LABELER')
    const sent = operations(sandbox).length
    const refused = await rejection(organization.setProjectRole(user, project, 'REVIEWER'))
    expect(isLabelboxError(refused, 'INVALID_INPUT') && refused.message).toContain('updateOrganizationRole')
    expect(operations(sandbox).slice(sent)).not.toContain('SetProjectRole')

    await organization.updateOrganizationRole(user, 'NONE')
    await organization.setProjectRole(user, 'Signs', 'REVIEWER')
    expect(await rolesThere()).toMatchObject([{ role: { name: 'Reviewer' } }])
    expect(await rejection(organization.setProjectRole(user, project, 'NONE'))).toMatchObject({ code: 'INVALID_INPUT' })
    await organization.removeFromProject(user, project)
    expect(await rolesThere()).toEqual([])
  })

  it('have permissions', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const user = await somebody(organization)
    await organization.updateOrganizationRole(user, 'LABELER')

    const own = await organization.getPermissions()
    const labeler = await organization.getPermissions(user)

    expect(own.length).toBeGreaterThan(labeler.length)
    expect(own).toEqual(expect.arrayContaining([...labeler]))
  })

  it('are not changed in a dry run', async () => {
    const sandbox = await sandboxed()
    const planned: unknown[] = []
    const organization = await road(sandbox, { dryRun: (mutation) => planned.push(mutation) }).getOrganization()
    const user = await somebody(organization)

    await organization.removeUser(user)
    await organization.updateOrganizationRole(user, 'ADMIN')

    expect(planned).toMatchObject([{ operationName: 'RemoveUser' }, { operationName: 'UpdateOrganizationRole' }])
    expect(await organization.getMember(user)).toMatchObject({ deleted: false, orgRole: user.orgRole })
  })
})

describe.each(roads)('projects, %s', (_, road) => {
  it('are made, changed, tagged and removed', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()

    const made = await organization.createProject({ name: 'Signs', allowedMediaType: 'IMAGE', description: 'Streets' })
    expect(made).toMatchObject({ name: 'Signs', allowedMediaType: 'IMAGE', description: 'Streets' })
    expect(made.createdAt).toBeInstanceOf(Date)
    await organization.updateProject('Signs', { description: 'Roads' })
    expect(await organization.getProject(made.id)).toMatchObject({ name: 'Signs', description: 'Roads' })

    const tag = await organization.createResourceTag({ text: 'urgent', color: 'ff8800' })
    expect(await organization.setProjectTags(made, [tag])).toEqual([tag])
    expect(await organization.getProjectTags('Signs')).toEqual([tag])
    const renamed = await organization.updateResourceTag(tag, { text: 'late' })
    expect(renamed).toEqual({ ...tag, text: 'late' })
    await organization.deleteResourceTag(tag)
    expect(await organization.getProjectTags(made)).toEqual([])

    await organization.deleteProject(made)
    expect(await rejection(organization.getProject('Signs'))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })

  it.each<[string, (organization: Organization) => Promise<unknown>]>([
    [
      'a project without a name',
      (organization) => organization.createProject({ name: ' ', allowedMediaType: 'IMAGE' }),
    ],
    ['no change', (organization) => organization.updateProject('Signs', {})],
    ['a tag without an id', (organization) => organization.setProjectTags('Signs', [''])],
    ['no change of a tag', (organization) => organization.updateResourceTag('tag', {})],
  ])('%s is refused before anything is asked', async (_, call) => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const asked = operations(sandbox).length
    expect(await rejection(call(organization))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(operations(sandbox)).toHaveLength(asked)
  })
})

describe.each(roads)('invites by address and project, %s', (_, road) => {
  const email = 'ada@example.com'

  it('are listed by project', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const project = await organization.createProject({ name: 'Signs', allowedMediaType: 'IMAGE' })
    await organization.inviteUser({ email, role: 'NONE', projectRoles: [{ project, role: 'REVIEWER' }] })

    const there = await organization.getInvites({ project }).toArray({ limit: 10 })
    expect(there.map(({ inviteeEmail }) => inviteeEmail)).toEqual([email])
  })

  it('are all withdrawn by the address', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const before = (await organization.getInvites().toArray({ limit: 100 })).length
    await organization.inviteUser({ email, role: 'LABELER' })
    await organization.inviteUser({ email, role: 'LABELER' }, { ifInvited: 'send' })

    expect(await organization.cancelInvitesTo(' Ada@Example.com ')).toHaveLength(2)
    expect(await organization.getInvites().toArray({ limit: 100 })).toHaveLength(before)
    expect(await rejection(organization.cancelInvitesTo(email))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })

  it('are sent once more with the roles that they had, and two become one', async () => {
    const sandbox = await sandboxed()
    const organization = await road(sandbox).getOrganization()
    const project = await organization.createProject({ name: 'Signs', allowedMediaType: 'IMAGE' })
    const offer = { email, role: 'NONE', projectRoles: [{ project, role: 'REVIEWER' }] }
    await organization.inviteUser(offer)
    await organization.inviteUser(offer, { ifInvited: 'send' })

    await organization.resendInvite(email)

    const now = (await organization.getInvites().toArray({ limit: 100 })).filter((each) => each.inviteeEmail === email)
    expect(now).toMatchObject([
      { organizationRoleName: 'None', projectInvites: [{ projectId: project.id, projectRoleName: 'Reviewer' }] },
    ])
    expect(await rejection(organization.resendInvite('bob@example.com'))).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })
})
