import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import {
  CancelInviteDocument,
  endpointOf,
  GetInvitesDocument,
} from 'labelbox-org/operations'

const endpoint =
  process.env['LABELBOX_ENDPOINT'] ?? 'https://api.labelbox.com/graphql'

async function run<Result, Variables>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await fetch(endpointOf(document, endpoint), {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${process.env['LABELBOX_API_KEY'] ?? ''}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ query: print(document), variables }),
  })
  const { data, errors } = (await response.json()) as {
    data?: Result
    errors?: readonly { message: string }[]
  }
  if (data === undefined || errors !== undefined)
    throw new Error(
      errors?.[0]?.message ?? `Status ${response.status}.`,
    )
  return data
}

const { organization } = await run(GetInvitesDocument, { first: 1 })
const [invite] = organization?.invites.nodes ?? []
if (invite) {
  await run(CancelInviteDocument, { id: invite.id })
  console.log(`The invite to ${invite.inviteeEmail} is cancelled.`)
}
