import type { Organization } from 'labelbox-org'
import { given, type Part } from './part.ts'
import { line, refusal, table, title } from './show.ts'

export const invites: Part = {
  heading: 'Seats and invites',

  async read(organization) {
    title('inviteLimit: used is members and pending invites')
    table([await organization.inviteLimit()], 'used', 'limit', 'remaining')
    title('getInvites')
    table(await organization.getInvites().toArray({ limit: 10 }), 'inviteeEmail', 'organizationRoleName', 'createdAt')
  },

  async change(organization, { labelbox }) {
    title('inviteUser')
    const invite = await organization.inviteUser({ email: 'grace@example.com', role: 'Labeler' })
    table([invite], 'id', 'inviteeEmail', 'organizationRoleName')

    title('inviteUser, with a role in one project')
    const project = given(await organization.projects().first())
    await organization.inviteUser({
      email: 'edsger@example.com',
      role: 'NONE',
      projectRoles: [{ project, role: 'REVIEWER' }],
    })
    table(await organization.getInvites({ project }).toArray({ limit: 10 }), 'inviteeEmail', 'organizationRoleName')

    title('inviteUser, again: it is not sent twice')
    await refusal(organization.inviteUser({ email: 'Grace@example.com', role: 'Reviewer' }))

    title('cancelInvite: the API itself takes an address twice, getInvites finds the duplicate, and this mends it')
    await organization.inviteUser({ email: 'grace@example.com', role: 'Labeler' }, { ifInvited: 'send' })
    const [first, ...duplicates] = await invitesTo(organization, 'grace@example.com')
    table([given(first), ...duplicates], 'id', 'inviteeEmail', 'createdAt')
    for (const duplicate of duplicates) await organization.cancelInvite(duplicate)
    const left = await invitesTo(organization, 'grace@example.com')
    line(`After cancelling: ${left.length} invite.`)

    title('resendInvite: withdrawn, and sent anew with the same roles')
    table([await organization.resendInvite('grace@example.com')], 'id', 'inviteeEmail', 'organizationRoleName')
    title('cancelInvitesTo: all to an address')
    table(await organization.cancelInvitesTo('edsger@example.com'), 'id', 'inviteeEmail')

    title('inviteUsers: many in one request, and one outcome for each')
    const report = await organization.inviteUsers(
      ['grace@example.com', 'barbara@example.com', 'frances@example.com'].map((email) => ({ email, role: 'LABELER' })),
    )
    table(await report.toArray({ limit: 10 }), 'row', 'who', 'outcome')

    title('An invite refused: to oneself')
    const { email } = await labelbox.getUser()
    await refusal(organization.inviteUser({ email: email ?? '', role: 'LABELER' }))
    title('Refused before any request: a role in a project beside a role for the whole organization')
    const projectRoles = [{ project: 'any', role: 'LABELER' }]
    await refusal(organization.inviteUser({ email: 'a@example.com', role: 'ADMIN', projectRoles }))
    title('An error of the API: a cancelled invite cannot be cancelled again')
    await refusal(organization.cancelInvite(given(duplicates[0])))
  },
}

const invitesTo = async (organization: Organization, email: string) =>
  (await organization.getInvites().toArray({ limit: 100 })).filter(({ inviteeEmail }) => inviteeEmail === email)
