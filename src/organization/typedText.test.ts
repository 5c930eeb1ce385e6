import { InviteUserDocument } from 'labelbox-org/operations'
import { describe, expect, it } from 'vitest'
import { isLabelboxError, Labelbox, type Organization } from 'labelbox-org'
import { operations, rejection, sandboxed } from '../../test/support/roads.ts'

/** Marks of every sort: zero width, direction, soft hyphen, joiner, filler, tag, selector. */
const unseen = [
  '\u200b',
  '\u202a',
  '\u200f',
  '\u00ad',
  '\u2060',
  '\u200d',
  '\u034f',
  '\u3164',
  '\u{e0041}',
  '\ufe0f',
  '\ufeff',
]

async function started() {
  const sandbox = await sandboxed({ users: 3, projects: 2, invites: 0, seats: 50 })
  const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
  return { sandbox, labelbox, organization: await labelbox.getOrganization() }
}

const pending = async (organization: Organization): Promise<readonly (string | null)[]> =>
  (await organization.getInvites().toArray({ limit: 100 })).map(({ inviteeEmail }) => inviteeEmail)

it('sends one invite to an address, whatever is around it that nobody sees', async () => {
  const { organization } = await started()
  await organization.inviteUser({ email: 'ada@new.example', role: 'LABELER' })
  for (const mark of unseen) {
    for (const email of [`${mark}ada@new.example`, `ada@new.example${mark}`, `mailto:${mark}ADA@new.example ${mark}`]) {
      const error = await rejection(organization.inviteUser({ email, role: `${mark}Labeler${mark}` }))
      expect(error).toMatchObject({ code: 'ALREADY_INVITED' })
    }
  }
  const rows = [...unseen.map((mark) => `${mark}ada@new.example`), 'MAILTO:ada@new.example'].map((email) => ({
    email,
    role: 'LABELER',
  }))
  const report = await organization.inviteUsers(rows.slice(0, 1))
  expect(report.counts['already-invited']).toBe(1)
  const error = await rejection(organization.inviteUsers(rows))
  expect(isLabelboxError(error, 'INVALID_ROWS') && error.rows).toHaveLength(rows.length - 1)
  expect(await pending(organization)).toEqual(['ada@new.example'])
})

it('finds an address that another client stored with an invisible character', async () => {
  const { organization, labelbox } = await started()
  const { id: inviterId } = await labelbox.getUser()
  const role = (await organization.getRoles()).find(({ name }) => name === 'Labeler')
  const stored = ['ad\u200ba@new.example', 'mailto:grace@new.example']
  for (const inviteeEmail of stored) {
    const invite = { inviterId, inviteeEmail, organizationId: organization.id, organizationRoleId: role?.id ?? '' }
    await labelbox.execute(InviteUserDocument, { data: [{ ...invite, projects: [] }] })
  }
  expect(await pending(organization)).toEqual(stored)

  for (const email of ['ada@new.example', 'grace@new.example']) {
    const error = await rejection(organization.inviteUser({ email, role: 'LABELER' }))
    expect(error).toMatchObject({ code: 'ALREADY_INVITED' })
    expect(await organization.cancelInvitesTo(email)).toHaveLength(1)
  }
  expect(await pending(organization)).toEqual([])
})

it('inviteUsers alone finds a member whose stored address has an invisible character', async () => {
  const { sandbox, organization, labelbox } = await started()
  const { id: inviterId } = await labelbox.getUser()
  const role = (await organization.getRoles()).find(({ name }) => name === 'Labeler')
  const inviteeEmail = 'ad\u200ba@new.example'
  const invite = { inviterId, inviteeEmail, organizationId: organization.id, organizationRoleId: role?.id ?? '' }
  await labelbox.execute(InviteUserDocument, { data: [{ ...invite, projects: [] }] })
  sandbox.acceptInvite(inviteeEmail)
  const found = await organization.getMembers().toArray({ limit: 10 })
  expect(found.map(({ email }) => email)).toContain(inviteeEmail)

  const wanted = { email: 'ada@new.example', role: 'LABELER' }
  expect((await organization.inviteUsers([wanted])).counts).toMatchObject({ 'already-member': 1, invited: 0 })
  expect(await pending(organization)).toEqual([])
  expect(await organization.inviteUser(wanted)).toMatchObject({ inviteeEmail: wanted.email })
})

describe('a character inside that nobody sees', () => {
  const calls: readonly (readonly [
    what: string,
    call: (organization: Organization, mark: string) => Promise<unknown>,
  ])[] = [
    ['the address of an invite', (to, mark) => to.inviteUser({ email: `ad${mark}a@new.example`, role: 'LABELER' })],
    ['the domain of an invite', (to, mark) => to.inviteUser({ email: `ada@new${mark}.example`, role: 'LABELER' })],
    ['a role', (to, mark) => to.inviteUser({ email: 'ada@new.example', role: `LAB${mark}ELER` })],
    [
      'the name of a project',
      (to, mark) =>
        to.inviteUser({
          email: 'ada@new.example',
          role: 'NONE',
          projectRoles: [{ project: `Street${mark}scenes`, role: 'REVIEWER' }],
        }),
    ],
    [
      'the name of a user group',
      (to, mark) =>
        to.inviteUser({ email: 'ada@new.example', role: 'NONE', groups: [{ group: `Te${mark}am`, role: 'REVIEWER' }] }),
    ],
    ['an address to cancel', (to, mark) => to.cancelInvitesTo(`ad${mark}a@new.example`)],
    ['an address to resend to', (to, mark) => to.resendInvite(`ad${mark}a@new.example`)],
    ['a member', (to, mark) => to.removeUser(`ad${mark}a@new.example`)],
    ['the role of a member', (to, mark) => to.updateOrganizationRole('a', `LAB${mark}ELER`)],
    ['a new tag', (to, mark) => to.createResourceTag({ text: `ur${mark}gent`, color: 'ff0000' })],
    ['a tag', (to, mark) => to.updateResourceTag('a', { text: `ur${mark}gent` })],
    ['a new project', (to, mark) => to.createProject({ name: `Si${mark}gns`, allowedMediaType: 'IMAGE' })],
    ['a project', (to, mark) => to.updateProject('a', { name: `Si${mark}gns` })],
    ['a new user group', (to, mark) => to.createUserGroup({ name: `Te${mark}am`, color: '9EC5FF' })],
    [
      'a new integration',
      (to, mark) => to.createIamIntegration({ provider: 'GCP', name: `Im${mark}g`, readBucket: 'b' }),
    ],
    ['a new key', (to, mark) => to.createApiKey({ name: `Nigh${mark}tly` })],
    ['the owner of a new key', (to, mark) => to.createApiKey({ name: 'a', email: `ad${mark}a@new.example` })],
    ['a row to remove', (to, mark) => to.removeUsers([{ user: `ad${mark}a@new.example` }])],
    ['a row to invite', (to, mark) => to.inviteUsers([{ email: `ad${mark}a@new.example`, role: 'LABELER' }])],
  ]

  it.each(calls)('is refused by name and place in %s, and nothing is sent', async (_what, call) => {
    const { organization, sandbox } = await started()
    for (const mark of unseen) {
      const error = await rejection(call(organization, mark))
      if (!isLabelboxError(error)) throw error
      expect(error.mayHaveRun).toBe(false)
      const code = mark.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''
      expect(error.message).toMatch(new RegExp(`invisible character in it, U\\+${code} [A-Z -]+ at character \\d`))
    }
    expect(operations(sandbox).filter((name) => !/^(Get|Projects|Users)/.test(name ?? ''))).toEqual([])
  })
})

it('takes it off at the ends of names of roles, projects, groups, tags and members', async () => {
  const { organization } = await started()
  const around = (text: string): string => `\u200b${text}\u202c\u00a0`
  const { id: project } = await organization.createProject({ name: around('Signs'), allowedMediaType: 'IMAGE' })
  await organization.createUserGroup({ name: around('Team'), color: '9EC5FF' })
  expect((await organization.createResourceTag({ text: around('urgent'), color: 'ff0000' })).text).toBe('urgent')
  expect((await organization.getProject(around('Signs'))).id).toBe(project)
  const invited = await organization.inviteUser({
    email: around('ada@new.example'),
    role: around('NONE'),
    projectRoles: [{ project: around('Signs'), role: around('Reviewer') }],
    groups: [{ group: around('Team'), role: around('REVIEWER') }],
  })
  expect(invited.inviteeEmail).toBe('ada@new.example')

  const [, grace] = await organization.users().toArray({ limit: 2 })
  const report = await organization.removeUsers([{ user: around(`mailto:${grace?.email ?? ''}`) }])
  expect(report.counts.done).toBe(1)
})
