import { stringifyDocument, type TypedDocumentNode } from '@urql/core'
import { GetOrganizationDocument, GetRolesDocument, GetUserDocument, InviteUserDocument, Labelbox } from '../dist.ts'
import { inThousands, median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'
import { interleaved, ratioOf } from '../rounds.ts'
import { startCountingSandbox, type CountingSandbox } from '../sandbox.ts'

const addresses = 1000
/** Addresses that are really invited one by one; the rest would take the same time each. */
const share = 25
const members = 100
/** Simulated latency of each response, in milliseconds. */
const latencyMs = 50
const rounds = 3
/** Required ratios to one by one. */
const targets = { requests: 50, time: 80 }

const emails = Array.from({ length: addresses }, (_, index) => `new.${index + 1}@example.com`)

const ours = 'labelbox-org, inviteUsers'
const oneByOne = 'fetch, two requests for each address'

/** Measures inviting many people. */
export async function measureInvites(): Promise<Measurement> {
  const sandbox = await startCountingSandbox({ users: members, invites: 0, seats: members + addresses, latencyMs })
  const requests = { [ours]: [] as number[], [oneByOne]: [] as number[] }
  try {
    // Warms up both ends: few requests would suffer more than two thousand.
    await inviteUsers(sandbox)
    // Each round starts from nothing, so look-ups count.
    const times = await interleaved(
      {
        [ours]: async () => {
          await sandbox.renew()
          const ms = await inviteUsers(sandbox)
          requests[ours].push(await sandbox.requests())
          return ms
        },
        [oneByOne]: async () => {
          await sandbox.renew()
          const { lookups, each } = await inviteOneByOne(sandbox)
          requests[oneByOne].push(2 + ((await sandbox.requests()) - 2) * (addresses / share))
          return lookups + each * addresses
        },
      },
      rounds,
    )
    const timesMore = (figures: Readonly<Record<typeof ours | typeof oneByOne, readonly number[]>>): number =>
      ratioOf(figures[oneByOne], figures[ours])
    const row = (name: typeof ours | typeof oneByOne, fewer: number, faster: number) => ({
      name,
      cells: [median(requests[name]), fewer, median(times[name]), faster],
    })
    const [fewer, faster] = [timesMore(requests), timesMore(times)]
    return {
      tables: [
        {
          caption: `${inThousands(addresses)} addresses invited into an organization of ${members}, ${latencyMs} ms away, all look-ups included; medians of ${rounds} rounds. One by one, ${share} addresses are invited, and the figures are scaled to ${inThousands(addresses)}: the requests are those that the official Python SDK 6.0.0 sends, the current user and the invite for each address.`,
          columns: [
            { name: 'requests', digits: 0 },
            { name: 'times fewer requests', digits: 0 },
            { name: 'ms', digits: 0 },
            { name: 'times faster', digits: 0 },
          ],
          rows: [row(ours, fewer, faster), row(oneByOne, 1, 1)],
        },
      ],
      targets: [
        {
          what: `${ours}, ${inThousands(addresses)} addresses, ${latencyMs} ms away`,
          figure: fewer,
          bound: 'at least',
          target: targets.requests,
          unit: 'times',
          comparison: 'fewer requests than one by one',
        },
        {
          what: `${ours}, ${inThousands(addresses)} addresses, ${latencyMs} ms away`,
          figure: faster,
          bound: 'at least',
          target: targets.time,
          unit: 'times',
          comparison: 'faster than one by one',
        },
      ],
    }
  } finally {
    await sandbox.stop()
  }
}

/** Milliseconds for all addresses. */
async function inviteUsers({ endpoint, apiKey }: CountingSandbox): Promise<number> {
  const start = performance.now()
  const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()
  const report = await organization.inviteUsers(emails.map((email) => ({ email, role: 'LABELER' })))
  const ms = performance.now() - start
  requireAll(report.counts.invited, addresses)
  return ms
}

/** Milliseconds of the two look-ups, and of each address. */
async function inviteOneByOne({ endpoint, apiKey }: CountingSandbox) {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` }
  async function ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    const body = JSON.stringify({ query: stringifyDocument(document), variables })
    const response = await fetch(endpoint, { method: 'POST', headers, body })
    return ((await response.json()) as { readonly data: Data }).data
  }

  const start = performance.now()
  const { organization } = await ask(GetOrganizationDocument, {})
  const { roles } = await ask(GetRolesDocument, { skip: 0, first: 100 })
  const lookups = performance.now() - start
  const organizationRoleId = roles?.find(({ name }) => name === 'Labeler')?.id
  let invited = 0
  for (const inviteeEmail of emails.slice(0, share)) {
    const { user } = await ask(GetUserDocument, {})
    if (!user || !organization || organizationRoleId === undefined) break
    const data = { inviterId: user.id, inviteeEmail, organizationId: organization.id, organizationRoleId, projects: [] }
    const { createInvites } = await ask(InviteUserDocument, { data: [data] })
    if (createInvites?.[0]?.invite) invited += 1
  }
  requireAll(invited, share)
  return { lookups, each: (performance.now() - start - lookups) / share }
}

function requireAll(invited: number, wanted: number): void {
  if (invited !== wanted) throw new Error(`${invited} of ${wanted} addresses were invited.`)
}
