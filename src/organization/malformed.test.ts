import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rejection, sandboxed } from '../../test/support/roads.ts'
import { isLabelboxError } from '../core/errors.ts'
import { Labelbox } from '../labelbox.ts'
import type { Sandbox } from '../sandbox/index.ts'
import type { ConnectionOptions } from '../transport/connection.ts'
import type { Organization } from './organization.ts'

const invite = { email: 'ada@example.com', role: 'LABELER' }
const member = { email: 'grace@example.com', role: 'LABELER' }

const json200 = { 'content-type': 'application/json' }

const organizationOf = (sandbox: Sandbox, fetch?: ConnectionOptions['fetch']) =>
  new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey, retry: { baseDelayMs: 1 }, fetch }).getOrganization()

/** The server answers an operation so, and has carried out what it was asked. */
const answers = (sandbox: Sandbox, operationName: string, data: unknown): void =>
  sandbox.fail({
    operationName,
    status: 200,
    headers: json200,
    body: { data },
    processed: true,
    times: 1,
  })

const listed = (nodes: unknown): unknown => ({ organization: { invites: { nodes, nextCursor: null } } })

describe('a malformed response to an invite', () => {
  it.each<[string, unknown]>([
    ['a text', [{ invite: 'yes' }]],
    ['true', [{ invite: true }]],
    ['a number', [{ invite: 1 }]],
    ['false', [{ invite: false }]],
    ['no id', [{ invite: {} }]],
    ['a list', [{ invite: [] }]],
    ['nothing', [{}]],
    ['a text in the list', ['x']],
    ['a text for the list', 'x'],
    ['true for the list', true],
  ])('is settled, and sent by no call again: %s', async (_, createInvites) => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await organizationOf(sandbox)
    answers(sandbox, 'InviteUser', { createInvites })

    const sent = await organization.inviteUser(invite)

    const pending = await organization.getInvites().toArray({ limit: 9 })
    expect(pending.map(({ id }) => id)).toEqual([sent.id])
  })

  it.each<[string, unknown]>([
    ['a text in the list', ['x', 'x']],
    ['a text for the list', 'x'],
    ['invites without an id', [{ invite: { inviteeEmail: invite.email } }, { invite: {} }]],
    ['invites whose address is a number', [{ invite: { id: 'i', inviteeEmail: 5 } }, { invite: { id: 'j' } }]],
  ])('is settled in bulk: %s', async (_, createInvites) => {
    const sandbox = await sandboxed({ invites: 0 })
    const organization = await organizationOf(sandbox)
    answers(sandbox, 'InviteUser', { createInvites })

    const report = await organization.inviteUsers([invite, { email: 'alan@example.com', role: 'LABELER' }])

    expect(report.counts).toMatchObject({ invited: 2 })
  })
})

it.each<[string, string, unknown]>([
  ['malformed roles', 'GetRoles', { roles: [1, 'x'] }],
  ['malformed invites', 'GetInvites', listed([1])],
  ['a malformed user', 'GetUser', { user: 'x' }],
])('%s make a response that cannot be read', async (_, operationName, data) => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  answers(sandbox, operationName, data)

  const error = await rejection(organization.inviteUser(invite))

  expect(error).toMatchObject({ code: 'BAD_RESPONSE', operationName, mayHaveRun: false })
})

it.each<[string, unknown]>([
  ['without an address', { id: 'x' }],
  ['with a number for an address', { id: 'x', inviteeEmail: 5 }],
])("an invite %s is nobody's", async (_, node) => {
  const sandbox = await sandboxed({ invites: 0 })
  const organization = await organizationOf(sandbox)
  answers(sandbox, 'GetInvites', listed([node]))

  expect(await organization.inviteUser(invite)).toMatchObject({ inviteeEmail: invite.email })
})

it.each([[false], [0], ['done'], [[]]])('a role is not changed by the answer %j', async (setOrganizationRole) => {
  const sandbox = await sandboxed()
  const organization = await organizationOf(sandbox)
  const [, user] = await organization.users().toArray({ limit: 2 })
  answers(sandbox, 'UpdateOrganizationRole', { setOrganizationRole })

  const error = await rejection(organization.updateOrganizationRole(user ?? '', 'LABELER'))

  expect(error).toMatchObject({ code: 'BAD_RESPONSE', mayHaveRun: true })
})

const members = [
  ...['id', 'name', 'email', 'invite', 'inviteeEmail', 'organizationRoleName', 'createdAt', 'projectInvites'],
  ...['nodes', 'nextCursor', 'invites', 'users', 'orgRole', 'deleted'],
]

/** Any JSON, and more often what has the members that are looked for. */
const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, false, 0, 1, '', 'x', invite.email, 'Labeler', [], {}),
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...members), tie('any'), { maxKeys: 4 }),
  ),
})).any

/** Where in an answer something else is, so that not all of it is strange. */
const shapes: Readonly<Record<string, (part: unknown) => unknown>> = {
  createInvites: (invite) => [{ invite }],
  roles: (role) => [role],
  user: (id) => ({ id }),
  organization: (item) => ({ users: [item], invites: { nodes: [item], nextCursor: null } }),
  setOrganizationRole: (id) => ({ id }),
}

type Call = (organization: Organization, email: string) => Promise<unknown>

const setRole: Call = (organization) => organization.updateOrganizationRole(member.email, 'LABELER')
const inviteOne: Call = (organization, email) => organization.inviteUser({ ...invite, email })
const inviteMany: Call = (organization, email) => organization.inviteUsers([{ ...invite, email }])

const calls: readonly (readonly [field: string, names: readonly string[], call: Call])[] = [
  ['createInvites', ['InviteUser'], inviteOne],
  ['createInvites', ['InviteUser'], inviteMany],
  ['roles', ['GetRoles'], inviteOne],
  ['user', ['GetUser'], inviteOne],
  ['organization', ['GetInvites', 'Users'], inviteOne],
  ['organization', ['GetInvites', 'GetMembers'], inviteMany],
  ['organization', ['GetInvites'], (organization, email) => organization.cancelInvitesTo(email)],
  ['organization', ['Users'], setRole],
  ['setOrganizationRole', ['UpdateOrganizationRole'], setRole],
]

it.each(calls)('any JSON as %s of %j ends in a LabelboxError or a true success', async (field, names, call) => {
  const sandbox = await sandboxed({ invites: 0, seats: 1000 })
  const plain = await organizationOf(sandbox)
  await plain.inviteUser(member)
  sandbox.acceptInvite(member.email)
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(json, json.map(shapes[field] ?? String)), async (value) => {
      const email = `ada.${(number += 1)}@example.com`
      const organization = await organizationOf(sandbox, async (input, init) => {
        const answer = await fetch(input, init)
        const name = /(?:query|mutation) (\w+)/.exec(init?.body as string)?.[1] ?? ''
        if (!names.includes(name)) return answer
        await answer.text()
        return new Response(JSON.stringify({ data: { [field]: value } }), { headers: json200 })
      })

      const error: unknown = await call(organization, email).then(
        () => undefined,
        (reason: unknown) => reason ?? 'nothing',
      )

      if (error !== undefined && !isLabelboxError(error)) throw new Error('No LabelboxError.', { cause: error })
      if (call !== inviteOne) return
      const pending = (await plain.getInvites().toArray({ limit: 1000 })).filter((one) => one.inviteeEmail === email)
      if (error === undefined) expect(pending).toHaveLength(1)
      // That the API has sent nothing is its word.
      else if (!error.mayHaveRun && error.code !== 'INVITE_REFUSED') expect(pending).toEqual([])
    }),
    { numRuns: 15 },
  )
})
