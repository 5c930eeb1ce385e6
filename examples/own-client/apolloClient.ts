import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client'
import {
  CancelInviteDocument,
  endpointOf,
  GetInvitesDocument,
} from 'labelbox-org/operations'

const endpoint =
  process.env['LABELBOX_ENDPOINT'] ?? 'https://api.labelbox.com/graphql'
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: new HttpLink({
    uri: ({ query }) => endpointOf(query, endpoint),
    headers: {
      Authorization: `Bearer ${process.env['LABELBOX_API_KEY'] ?? ''}`,
    },
  }),
})

const { data } = await client.query({
  query: GetInvitesDocument,
  variables: { first: 1 },
})
const [invite] = data?.organization?.invites.nodes ?? []
if (invite) {
  await client.mutate({
    mutation: CancelInviteDocument,
    variables: { id: invite.id },
  })
  console.log(`The invite to ${invite.inviteeEmail} is cancelled.`)
}
