import { stringifyDocument, type TypedDocumentNode } from '@urql/core'
import { GetOrganizationDocument, GetRolesDocument, GetUserDocument, InviteUserDocument, Labelbox } from './dist.ts'
import { median } from './numbers.ts'
import { row } from './row.ts'
import { startCountingSandbox, type CountingSandbox } from './sandbox.ts'

const addresses = 1000
const members = 100
/** Simulated latency of each response, in milliseconds. */
const latencyMs = 50
/** Required ratio to the official SDK, for requests and for time. */
const target = 50

const emails = Array.from({ length: addresses }, (_, index) => `new.${index + 1}@example.com`)

/** A way to invite everybody; resolves with the number of invites. */
interface Way {
  readonly name: string
  readonly rounds: number
  readonly invite: (sandbox: CountingSandbox) => Promise<number>
}

/** The figures of one round. */
interface Figures {
  readonly ms: number
  /** Counted by the sandbox. */
  readonly requests: number
}

// Each round starts from nothing, so look-ups count.
const ours: Way = { name: 'labelbox-org, inviteUsers', rounds: 3, invite: throughInviteUsers }
const official: Way = { name: 'like the official SDK, two requests for each', rounds: 1, invite: throughFetch }

/** Measures inviting many people. Returns missed targets. */
export async function benchInvites(): Promise<readonly string[]> {
  console.log(
    `${addresses} addresses invited into an organization of ${members}, ${latencyMs} ms away; medians of the rounds.\n`,
  )
  const sandbox = await startCountingSandbox({ users: members, invites: 0, seats: members + addresses, latencyMs })
  try {
    // Warms up both ends: few requests would suffer more than two thousand.
    await ours.invite(sandbox)
    console.log(row('', ['rounds', 'requests', 'ms']))
    const [own, other] = [await measure(ours, sandbox), await measure(official, sandbox)]
    const fewer = other.requests / own.requests
    const faster = other.ms / own.ms
    console.log(row('times ours', ['', fewer.toFixed(1), faster.toFixed(1)]))
    return [
      ...(fewer >= target
        ? []
        : [`inviteUsers takes ${fewer.toFixed(1)} times fewer requests; it should be ${target}.`]),
      ...(faster >= target ? [] : [`inviteUsers takes ${faster.toFixed(1)} times less time; it should be ${target}.`]),
    ]
  } finally {
    await sandbox.stop()
  }
}

async function measure({ name, rounds, invite }: Way, sandbox: CountingSandbox): Promise<Figures> {
  const figures: Figures[] = []
  for (let round = 1; round <= rounds; round++) {
    await sandbox.renew()
    const start = performance.now()
    const invited = await invite(sandbox)
    const ms = performance.now() - start
    if (invited !== addresses) throw new Error(`${name}: ${invited} of ${addresses} were invited.`)
    figures.push({ ms, requests: await sandbox.requests() })
  }
  const middle = {
    ms: median(figures.map(({ ms }) => ms)),
    requests: median(figures.map(({ requests }) => requests)),
  }
  console.log(row(name, [rounds, middle.requests, middle.ms]))
  return middle
}

async function throughInviteUsers({ endpoint, apiKey }: CountingSandbox): Promise<number> {
  const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()
  const report = await organization.inviteUsers(emails.map((email) => ({ email, role: 'LABELER' })))
  return report.counts.invited
}

/**
 * Sends the observed requests of `organization.invite_user` in the official Python SDK 6.0.0, in order: organization
 * and roles once, then current user and invite for each address.
 */
async function throughFetch({ endpoint, apiKey }: CountingSandbox): Promise<number> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` }
  async function ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const body = JSON.stringify({ query: stringifyDocument(document), variables })
    const response = await fetch(endpoint, { method: 'POST', headers, body })
    return ((await response.json()) as { readonly data: Data }).data
  }

  const { organization } = await ask(GetOrganizationDocument, {})
  const { roles } = await ask(GetRolesDocument, { skip: 0, first: 100 })
  const organizationRoleId = roles?.find(({ name }) => name === 'Labeler')?.id
  let invited = 0
  for (const inviteeEmail of emails) {
    const { user } = await ask(GetUserDocument, {})
    if (!user || !organization || organizationRoleId === undefined) break
    const data = { inviterId: user.id, inviteeEmail, organizationId: organization.id, organizationRoleId, projects: [] }
    const { createInvites } = await ask(InviteUserDocument, { data: [data] })
    if (createInvites?.[0]?.invite) invited += 1
  }
  return invited
}
