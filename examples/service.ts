import { isLabelboxError, Labelbox } from 'labelbox-org'

// The key is in LABELBOX_API_KEY. Default endpoint: Labelbox itself.
const labelbox = new Labelbox({
  endpoint: process.env['LABELBOX_ENDPOINT'],
})
const organization = await labelbox.getOrganization()

for await (const user of organization.users({ orderBy: 'email_ASC' }))
  console.log(user.email, user.lastLoginAt)

try {
  const invite = await organization.inviteUser({
    email: 'ada@example.com',
    role: 'LABELER',
  })
  console.log(
    `Invited ${invite.inviteeEmail} as ${invite.organizationRoleName}`,
  )
} catch (error) {
  if (isLabelboxError(error, 'USAGE_LIMIT'))
    console.error('No seat is left.', error.requestId)
  else throw error
}
