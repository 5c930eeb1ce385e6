import { GraphQLClient } from 'graphql-request'
import {
  GetOrganizationDocument,
  InviteLimitDocument,
} from 'labelbox-org/operations'

const endpoint =
  process.env['LABELBOX_ENDPOINT'] ?? 'https://api.labelbox.com/graphql'
const client = new GraphQLClient(endpoint, {
  headers: {
    Authorization: `Bearer ${process.env['LABELBOX_API_KEY'] ?? ''}`,
  },
})

const { organization } = await client.request(GetOrganizationDocument)
const { invitesLimit } = await client.request(InviteLimitDocument, {
  organizationId: organization?.id ?? '',
})
console.log(
  `${organization?.name}: ${invitesLimit?.used} of ${invitesLimit?.limit} seats are taken.`,
)
