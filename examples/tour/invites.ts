import type { Organization } from 'labelbox-org'
import { required, type Part } from './part.ts'
import { failure, list, step, table } from './show.ts'

export const invites: Part = {
  heading: 'Seats and invites',
  sentence: 'How people join. Each invite takes a seat, and a lost response never leads to a second one.',

  async read(organization) {
    const { used, limit, remaining } = await organization.inviteLimit()
    step('inviteLimit', `${used} of ${limit} seats taken by members and pending invites, ${remaining} left`)
    step('getInvites')
    table(await organization.getInvites().toArray({ limit: 10 }), {
      EMAIL: ({ inviteeEmail }) => inviteeEmail,
      ROLE: ({ organizationRoleName }) => organizationRoleName,
      SENT: ({ createdAt }) => createdAt,
    })
  },

  async change(organization, { labelbox }) {
    const grace = 'grace@example.com'
    const { organizationRoleName } = await organization.inviteUser({ email: grace, role: 'Labeler' })
    step('inviteUser', `${grace} as ${organizationRoleName}`)
    const project = required(await organization.projects().first())
    const projectRoles = [{ project, role: 'REVIEWER' }]
    await organization.inviteUser({ email: 'edsger@example.com', role: 'NONE', projectRoles })
    step('inviteUser', `edsger@example.com as Reviewer in ${project.name} only`)

    // The API itself accepts an email twice. The client refuses, and getInvites finds such duplicates.
    await failure('inviteUser', organization.inviteUser({ email: 'Grace@example.com', role: 'Reviewer' }))
    await organization.inviteUser({ email: grace, role: 'Labeler' }, { ifInvited: 'send' })
    const [, ...duplicates] = await invitesTo(organization, grace)
    for (const duplicate of duplicates) await organization.cancelInvite(duplicate)
    const { length } = await invitesTo(organization, grace)
    step('cancelInvite', `${duplicates.length} duplicate cancelled, ${length} invite left`)
    await failure('cancelInvite', organization.cancelInvite(required(duplicates[0])))

    await organization.resendInvite(grace)
    step('resendInvite', `${grace} again, with the same roles`)
    const cancelled = await organization.cancelInvitesTo('edsger@example.com')
    step('cancelInvitesTo', `${cancelled.length} invite to edsger@example.com`)
    const rows = [grace, 'barbara@example.com', 'frances@example.com'].map((email) => ({ email, role: 'LABELER' }))
    const report = await organization.inviteUsers(rows)
    step('inviteUsers', 'many in one request, with an outcome for each')
    table(await report.toArray({ limit: 10 }), { EMAIL: ({ who }) => who, OUTCOME: ({ outcome }) => outcome })

    const { email } = await labelbox.getUser()
    await failure('inviteUser', organization.inviteUser({ email: email ?? '', role: 'LABELER' }))
    const left = await organization.getInvites().toArray({ limit: 100 })
    step('getInvites', list(left.map(({ inviteeEmail }) => inviteeEmail)))
  },
}

const invitesTo = async (organization: Organization, email: string) =>
  (await organization.getInvites().toArray({ limit: 100 })).filter(({ inviteeEmail }) => inviteeEmail === email)
