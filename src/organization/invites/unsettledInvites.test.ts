import { expect, it } from 'vitest'
import { InviteUserDocument } from '../../../generated/operations.ts'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { Labelbox } from '../../labelbox.ts'
import type { Fault, Sandbox } from '../../sandbox/index.ts'
import type { ConnectionOptions } from '../../transport/connection.ts'
import type { PendingInvite } from '../../core/records.ts'
import type { Organization } from '../organization.ts'

const invite = { email: 'ada@example.com', role: 'LABELER' }
const json = { 'content-type': 'application/json' }

/** Not carried out, and nobody can tell. */
const lost: Fault = { kind: 'http-status', status: 504, operationName: 'InviteUser' }
/** Carried out as soon as somebody asks for the seats. */
const late: Fault = { ...lost, processed: 'late', lateAfter: 'InviteLimit' }
const refused: Fault = { kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'InviteUser' }

const organizationOf = (sandbox: Sandbox, options: ConnectionOptions = {}) =>
  new Labelbox({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    retry: { baseDelayMs: 1 },
    ...options,
  }).getOrganization()

/** As another process does, of which this one knows nothing. */
async function inviteElsewhere(sandbox: Sandbox, roleName: string): Promise<void> {
  const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
  const organization = await labelbox.getOrganization()
  const role = (await organization.getRoles()).find(({ name }) => name === roleName)
  const { id: inviterId } = await labelbox.getUser()
  const data = [
    { inviterId, inviteeEmail: invite.email, organizationId: organization.id, organizationRoleId: role?.id ?? '' },
  ]
  await labelbox.execute(InviteUserDocument, { data })
}

const sends = (sandbox: Sandbox): number => operations(sandbox).filter((name) => name === 'InviteUser').length

it('a resending that is refused does not settle what was sent before', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  sandbox.setFaults([late, refused])
  await rejection(organization.inviteUser(invite))

  await rejection(organization.inviteUser(invite, { onUnknown: 'resend' }))
  const third = await rejection(organization.inviteUser(invite))

  expect(third).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
  await organization.inviteLimit()
  expect(await organization.getInvites().toArray({ limit: 9 })).toHaveLength(1)
})

it('a dry run does not settle it, and another client of the process knows of it', async () => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox)
  sandbox.setFaults([late])
  await rejection(organization.inviteUser(invite))

  const dry = await organizationOf(sandbox, { dryRun: () => undefined })
  await dry.inviteUser(invite, { onUnknown: 'resend' })
  const others = roads.map(async ([, connect]) => (await connect(sandbox).getOrganization()).inviteUser(invite))

  const errors = await Promise.all(others.map(rejection))
  expect(errors.map((error) => isLabelboxError(error, 'OUTCOME_UNKNOWN'))).toEqual(roads.map(() => true))
  expect(sends(sandbox)).toBe(1)
})

it('what settle() has found is settled: once it is cancelled, the address can be invited again', async () => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox)
  sandbox.setFaults([late])
  const error = await rejection(organization.inviteUser(invite))
  if (!isLabelboxError(error, 'OUTCOME_UNKNOWN')) throw error
  await organization.inviteLimit()

  const [found] = await error.settle()
  await organization.cancelInvite(found?.invite ?? '')

  await organization.inviteUser(invite)
  expect(sends(sandbox)).toBe(2)
})

it('what was seen in the list and cancelled is settled as well', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  sandbox.setFaults([late])
  await rejection(organization.inviteUser(invite))
  await organization.inviteLimit()

  const pending = await organization.getInvites().first()
  await organization.cancelInvite(pending ?? '')

  await organization.inviteUser(invite)
  expect(await organization.getInvites().toArray({ limit: 9 })).toHaveLength(1)
})

it("somebody else's invite, with another role, is not treated as the one that was sent", async () => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox)
  // Ours is lost, and while it is looked for a colleague's is carried out.
  sandbox.setFaults([{ ...late, lateAfter: 'GetInvites' }, lost])
  await rejection(inviteElsewhere(sandbox, 'Admin'))

  const error = await rejection(organization.inviteUser(invite, { ifInvited: 'send' }))

  expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
  const pending = await organization.getInvites().toArray({ limit: 9 })
  const roles = pending.filter(({ inviteeEmail }) => inviteeEmail === invite.email)
  expect(roles.map(({ organizationRoleName }) => organizationRoleName)).toEqual(['Admin'])
})

it('an incomplete response to the look-up does not let the call send again', async () => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox, { onPartialData: 'return' })
  await organization.inviteUser(invite)
  const body = {
    data: { organization: { id: 'o', invites: { nodes: [], nextCursor: null } } },
    errors: [{ message: 'no', extensions: { code: 'AUTHORIZATION_ERROR' } }],
  }
  sandbox.fail({ operationName: 'GetInvites', status: 200, headers: json, body })

  const error = await rejection(organization.inviteUser(invite))

  expect(error).toMatchObject({ code: 'AUTHORIZATION', operationName: 'GetInvites' })
  expect(sends(sandbox)).toBe(1)
})

it('the deadline limits the look-up of the real id, and the call still succeeds', async () => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox, { retry: { baseDelayMs: 60_000 } })
  const empty = { data: { organization: { id: 'o', invites: { nodes: [], nextCursor: null } } } }
  sandbox.fail({ operationName: 'GetInvites', status: 200, headers: json, body: empty, times: 9 })

  const sent = await organization.inviteUser(invite, { deadlineMs: 5000 })

  expect(sent).toMatchObject({ id: 'invited', inviteeEmail: invite.email })
})

it('does not send again what a quota below the change has spoilt the answer of', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  const path = ['createInvites', 0, 'invite', 'organizationRoleName']
  const body = { data: null, errors: [{ message: 'slow down', path, extensions: { code: 'TOO_MANY_REQUESTS' } }] }
  sandbox.fail({ operationName: 'InviteUser', status: 200, body, processed: true })

  await organization.inviteUser(invite)

  expect(sends(sandbox)).toBe(1)
  expect(await organization.getInvites().toArray({ limit: 9 })).toHaveLength(1)
})

it('does not treat a cancelled invite as new if the list is late', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  let stale: string | undefined
  const organization = await organizationOf(sandbox, {
    fetch: async (input, init) => {
      const answer = await fetch(input, init)
      if (!(init?.body as string).includes('GetInvites')) return answer
      const text = await answer.text()
      const shown = stale ?? text
      if (sends(sandbox) > 0 && text.includes('ada@example.com')) stale ??= text
      return new Response(shown, { headers: { 'content-type': 'application/json' } })
    },
  })
  await organization.inviteUser(invite)
  const [old] = await organization.getInvites().toArray({ limit: 1 })
  sandbox.setFaults([lost])

  const error = await rejection(organization.inviteUser(invite, { ifInvited: 'replace', deadlineMs: 2000 }))

  expect(old).toBeDefined()
  expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
})

it.each<[string, (found: PendingInvite) => Parameters<Organization['cancelInvite']>[0]]>([
  ['as it is listed', (found) => found],
  ['by its address alone', ({ id, inviteeEmail }) => ({ id, inviteeEmail })],
])("somebody else's invite, with another role, that is cancelled %s settles nothing", async (_, referenceTo) => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  sandbox.setFaults([late])
  await rejection(organization.inviteUser(invite))
  await inviteElsewhere(sandbox, 'Reviewer')

  const [found] = await organization.getInvites().toArray({ limit: 1 })
  if (found === undefined) throw new Error('Expected an invite.')
  await organization.cancelInvite(referenceTo(found))

  expect(await rejection(organization.inviteUser(invite))).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
  await organization.inviteLimit()
  expect(await organization.getInvites().toArray({ limit: 9 })).toHaveLength(1)
})

it("somebody else's invite is what is pending, also while ours is unknown", async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  sandbox.setFaults([late])
  await rejection(organization.inviteUser(invite))
  await inviteElsewhere(sandbox, 'Reviewer')
  const sent = sends(sandbox)

  const pending = { inviteeEmail: invite.email, organizationRoleName: 'Reviewer' }
  expect(await organization.inviteUser(invite, { ifInvited: 'return' })).toMatchObject(pending)
  expect(await rejection(organization.inviteUser(invite))).toMatchObject({ code: 'ALREADY_INVITED', invite: pending })

  const replaced = await rejection(organization.inviteUser(invite, { ifInvited: 'replace' }))
  expect(replaced).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
  expect(sends(sandbox)).toBe(sent)
})

it('an invite that replaces another says what was cancelled and keeps its hint', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  await organization.inviteUser(invite)
  sandbox.setFaults([lost])
  const error = await rejection(organization.inviteUser({ ...invite, role: 'REVIEWER' }, { ifInvited: 'replace' }))

  if (!isLabelboxError(error, 'OUTCOME_UNKNOWN')) throw error
  expect(error.hint).toBe('settle')
  expect(error.reason).toMatch(/The earlier invite has been cancelled\.$/)
  expect(error.message.startsWith(`${error.reason} Call \`error.settle()\``)).toBe(true)
})

it('an earlier invite is reported without advice about a cause that is not kept', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  sandbox.setFaults([{ kind: 'reset', operationName: 'InviteUser' }])
  const first = await rejection(organization.inviteUser(invite))
  const second = await rejection(organization.inviteUser(invite))

  for (const error of [first, second]) {
    if (!isLabelboxError(error, 'OUTCOME_UNKNOWN')) throw error
    expect(error.reason).toContain('the connection failed')
    expect(error.message).not.toContain('error.cause')
  }
})
