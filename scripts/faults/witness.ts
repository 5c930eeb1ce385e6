import { setTimeout as sleep } from 'node:timers/promises'
import { GraphQLClient } from 'graphql-request'
import {
  CancelInviteDocument,
  CreateResourceTagDocument,
  GetIamIntegrationsDocument,
  GetInvitesDocument,
  GetMemberDocument,
  GetResourceTagsDocument,
} from 'labelbox-org/operations'
import type { Sandbox } from '@labelbox-org/tools/sandbox'

interface Record {
  readonly id: string
}

/** Reads and prepares the data of a sandbox with a client other than the measured one. */
export interface Witness {
  invites(email: string): Promise<readonly Record[]>
  tags(text: string): Promise<readonly Record[]>
  /** Creates a tag and returns its id. */
  createTag(text: string): Promise<string>
  cancelAll(email: string): Promise<void>
  /** The name of a member's role. */
  roleOf(id: string): Promise<string | null | undefined>
  /** Ids of integrations marked as the default. */
  defaultIntegrations(): Promise<readonly string[]>
}

/** The server may close a keep-alive connection at the moment of its reuse. */
const patiently: typeof fetch = async (input, init) => {
  for (let left = 5; left > 0; left -= 1) {
    try {
      return await fetch(input, init)
    } catch {
      await sleep(50)
    }
  }
  return fetch(input, init)
}

export function toWitness({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>): Witness {
  const options = { headers: { Authorization: `Bearer ${apiKey}` }, fetch: patiently }
  const client = new GraphQLClient(url, options)
  const experimental = new GraphQLClient(url.replace('/graphql', '/_gql'), options)

  async function invites(email: string): Promise<readonly Record[]> {
    const found: Record[] = []
    let from: string | null | undefined
    do {
      const { organization } = await client.request(GetInvitesDocument, { from: from ?? null, first: 100 })
      const { nodes = [], nextCursor } = organization?.invites ?? {}
      found.push(...nodes.filter(({ inviteeEmail }) => inviteeEmail === email))
      from = nextCursor
    } while (from)
    return found
  }

  return {
    invites,
    tags: async (wanted) => {
      const { organization } = await client.request(GetResourceTagsDocument, {})
      return (organization?.resourceTag ?? []).filter(({ text }) => text === wanted)
    },
    createTag: async (text) => {
      const { createResourceTag } = await client.request(CreateResourceTagDocument, { text, color: 'ff8800' })
      return createResourceTag?.id ?? ''
    },
    roleOf: async (id) => (await client.request(GetMemberDocument, { id })).user?.orgRole?.name,
    defaultIntegrations: async () => {
      const { iamIntegrations } = await client.request(GetIamIntegrationsDocument, {})
      return (iamIntegrations ?? []).filter(({ isOrgDefault }) => isOrgDefault).map(({ id }) => id)
    },
    cancelAll: async (email) => {
      for (const { id } of await invites(email)) await experimental.request(CancelInviteDocument, { id })
    },
  }
}
