// Compiled against the packed types, as ESM and CommonJS, with only the package installed.
import type { Labelbox, Organization } from 'labelbox-org'
import { isLabelboxError, type LabelboxErrorCode } from 'labelbox-org/errors'
import { InviteLimitDocument, UsersDocument } from 'labelbox-org/operations'
import { createInviting, type InviteState } from 'labelbox-org/inviting'
import { createLabelboxClient, labelboxExchange } from 'labelbox-org/urql'
import { webhookHandler } from 'labelbox-org/webhooks'

export async function members(organization: Organization): Promise<(string | null)[]> {
  const emails: (string | null)[] = []
  for await (const user of organization.users({ orderBy: 'email_ASC' })) emails.push(user.email)
  return emails
}

export async function limit(labelbox: Labelbox): Promise<number | null | LabelboxErrorCode> {
  try {
    const { limit } = await (await labelbox.getOrganization()).inviteLimit()
    return limit
  } catch (error) {
    if (isLabelboxError(error)) return error.code
    throw error
  }
}

export const documents = [InviteLimitDocument.kind, UsersDocument.kind]
export const exchange = labelboxExchange({ apiKey: 'key' })
export const inviting = createInviting(createLabelboxClient({ endpoint: 'https://app.example/api/labelbox' }))
export const invite: Promise<InviteState> = inviting.invite({ email: 'ada@example.com', role: 'LABELER' })
export const receive: (request: Request) => Promise<Response> = webhookHandler({
  secret: 'secret',
  onEvent: (event) => (event.type === 'LABEL_CREATED' ? event.labelIds : event.payload),
})

// @ts-expect-error: there is no such order.
export const wrong = (organization: Organization) => organization.users({ orderBy: 'shoeSize_ASC' })
