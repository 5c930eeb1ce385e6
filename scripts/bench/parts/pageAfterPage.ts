import { stringifyDocument } from '@urql/core'
import { UsersDocument } from '../dist.ts'

const query = stringifyDocument(UsersDocument)

/** Lists all members with the loop that people write by hand. */
export async function pageAfterPage(
  { endpoint, apiKey }: { readonly endpoint: string; readonly apiKey: string },
  pageSize: number,
): Promise<readonly { readonly id: string }[]> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` }
  const members: { readonly id: string }[] = []
  for (let skip = 0; ; skip += pageSize) {
    const body = JSON.stringify({ query, variables: { skip, first: pageSize } })
    const response = await fetch(endpoint, { method: 'POST', headers, body })
    const { data } = (await response.json()) as {
      readonly data: { readonly organization: { readonly users: readonly { readonly id: string }[] } }
    }
    members.push(...data.organization.users)
    if (data.organization.users.length < pageSize) return members
  }
}
