import { GraphQLClient } from 'graphql-request'
import {
  CancelInviteDocument,
  endpointOf,
  GetInvitesDocument,
} from 'labelbox-org/operations'

const endpoint =
  process.env['LABELBOX_ENDPOINT'] ?? 'https://api.labelbox.com/graphql'
const headers = {
  Authorization: `Bearer ${process.env['LABELBOX_API_KEY'] ?? ''}`,
}
const clientFor = (document: Parameters<typeof endpointOf>[0]) =>
  new GraphQLClient(endpointOf(document, endpoint), { headers })

const { organization } = await clientFor(GetInvitesDocument).request(
  GetInvitesDocument,
  { first: 1 },
)
const [invite] = organization?.invites.nodes ?? []
if (invite) {
  await clientFor(CancelInviteDocument).request(CancelInviteDocument, {
    id: invite.id,
  })
  console.log(`The invite to ${invite.inviteeEmail} is cancelled.`)
}
