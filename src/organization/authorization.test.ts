import { inspect } from 'node:util'
import { isLabelboxError, type LabelboxError, type Organization } from 'labelbox-org'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { rejection, roads, sandboxed } from '../../test/support/roads.ts'

describe.each(roads)('a refusal for want of a permission %s', (_name, connect) => {
  /** The organization as somebody sees it who may only label. */
  async function asLabeler(): Promise<{ readonly sandbox: Sandbox; readonly organization: Organization }> {
    const sandbox = await sandboxed({ users: 4 })
    const owner = await connect(sandbox).getOrganization()
    const { key } = await owner.createApiKey({ name: 'Labels', role: 'LABELER' })
    return { sandbox, organization: await connect({ url: sandbox.url, apiKey: key }).getOrganization() }
  }

  const changes: readonly (readonly [string, (organization: Organization) => Promise<unknown>])[] = [
    [
      'removeUser',
      async (organization) =>
        organization.removeUser((await organization.users({ orderBy: 'createdAt_DESC' }).first()) ?? ''),
    ],
    ['inviteUser', (organization) => organization.inviteUser({ email: 'a@example.com', role: 'LABELER' })],
    ['createUserGroup', (organization) => organization.createUserGroup({ name: 'Group', color: '9EC5FF' })],
  ]

  it.each(changes)('names it: %s', async (_method, change) => {
    const { organization } = await asLabeler()

    const error = await rejection(change(organization))

    expect(error).toMatchObject({ code: 'AUTHORIZATION', missingPermission: 'users.manage', mayHaveRun: false })
    expect((error as LabelboxError).message).toMatch(
      /^\w+ failed: the role of this API key lacks the permission users\.manage\. /,
    )
    if (isLabelboxError(error, 'AUTHORIZATION')) {
      expectTypeOf(error.missingPermission).toEqualTypeOf<string | undefined>()
    }
  })

  it.each([
    'Forbidden',
    'You may not see ada.lovelace@example.com',
    'You do not have the permission planted-marker7.write',
  ])('says nothing that is not known: %s', async (message) => {
    const { sandbox, organization } = await asLabeler()
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', message, operationName: 'GetRoles' }])

    const error = await rejection(organization.getRoles())

    expect(error).toMatchObject({ code: 'AUTHORIZATION', missingPermission: undefined })
    expect(String(error)).toBe(
      'LabelboxError: GetRoles failed: the role of this API key does not allow it. Use another key, or have the role changed.',
    )
    expect(inspect(error)).not.toContain(message)
  })

  it('looks only at what refuses, and at errors of that code', async () => {
    const { sandbox, organization } = await asLabeler()
    const words = { message: 'You lack the permission users.manage' }
    const fault = { kind: 'graphql-error', operationName: 'GetRoles', ...words } as const

    sandbox.setFaults([{ ...fault, code: 'RESOURCE_CONFLICT' }])
    const conflict = await rejection(organization.getRoles())
    const refused = { message: 'no', extensions: { code: 'AUTHORIZATION_ERROR' } }
    const other = { ...words, extensions: { code: 'RESOURCE_CONFLICT' } }
    sandbox.fail({ operationName: 'GetRoles', status: 200, body: { data: null, errors: [other, refused] } })
    const beside = await rejection(organization.getRoles())
    sandbox.setFaults([{ ...fault, code: '', status: 403 }])
    const byStatus = await rejection(organization.getRoles())

    expect(conflict).toMatchObject({ code: 'RESOURCE_CONFLICT' })
    expect(conflict).not.toHaveProperty('missingPermission')
    expect(beside).toMatchObject({ code: 'AUTHORIZATION', missingPermission: undefined })
    expect(byStatus).toMatchObject({ code: 'AUTHORIZATION', missingPermission: 'users.manage' })
  })

  it('keeps it where an invite was to be replaced', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const invite = { email: 'a@example.com', role: 'LABELER' }
    await organization.inviteUser(invite)
    const message = 'You lack the permission users.manage'
    sandbox.setFaults([{ kind: 'graphql-error', code: 'FORBIDDEN', message, operationName: 'InviteUser' }])

    const error = await rejection(organization.inviteUser(invite, { ifInvited: 'replace' }))

    expect(error).toMatchObject({ code: 'AUTHORIZATION', missingPermission: 'users.manage' })
  })
})
