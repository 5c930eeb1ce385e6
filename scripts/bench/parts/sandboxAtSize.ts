import { relations } from '../../../generated/filters.ts'
import { inThousands, median } from '../numbers.ts'
import type { Measurement, Row } from '../results/measurement.ts'
import { interleaved, ratioOf, timed } from '../rounds.ts'
import { startCountingSandbox, type RunningSandbox } from '../sandbox.ts'

const [few, many] = [100, 100_000]
const rounds = 5
const pageSize = 100
/** Pages at the end of the list that a turn reads, where an offset is longest. */
const pages = 10
/** Requests for the seats in a turn. */
const seatRequests = 100
/** Most that an order may take, as a multiple of the list without one. */
const orderLimit = 3
/** Least requests for the seats a second with many users, as a share of those with few. */
const seatShare = 0.5

const unordered = 'no order'

/** Measures lists and seats of a sandbox with many users, with a bare fetch. */
export async function measureSandbox(): Promise<Measurement> {
  const large = await startCountingSandbox({ users: many })
  const small = await startCountingSandbox({ users: few })
  try {
    const orders = await measureOrders(large)
    const [slowest, ratio] = Object.keys(orders)
      .map((name) => [name, ratioOf(orders[name] ?? [], orders[unordered] ?? [])] as const)
      .reduce((worst, each) => (each[1] > worst[1] ? each : worst))
    const seats = await measureSeats(small, large)
    const share = ratioOf(seats.large, seats.small)
    return {
      tables: [
        {
          caption: `The last ${pages} pages of ${pageSize} of ${inThousands(many)} users: milliseconds for each, and as a multiple of the list without an order. Medians of ${rounds} rounds.`,
          columns: [
            { name: 'ms', digits: 1 },
            { name: `× ${unordered}`, digits: 2 },
          ],
          rows: Object.entries(orders).map(([name, own]): Row => ({
            name,
            cells: [median(own), ratioOf(own, orders[unordered] ?? [])],
          })),
        },
        {
          caption: `Requests for the seats in a second, one by one; medians of ${rounds} rounds.`,
          columns: [{ name: 'requests/s', digits: 0 }],
          rows: [
            { name: `${inThousands(few)} users`, cells: [median(seats.small)] },
            { name: `${inThousands(many)} users`, cells: [median(seats.large)] },
          ],
        },
      ],
      targets: [
        {
          what: `sandbox, ${inThousands(many)} users, slowest order (${slowest})`,
          figure: ratio,
          bound: 'at most',
          target: orderLimit,
          unit: '×',
          comparison: 'the time without an order',
        },
        {
          what: `sandbox, ${inThousands(many)} users, requests for the seats in a second`,
          figure: share,
          bound: 'at least',
          target: seatShare,
          unit: '×',
          comparison: `those with ${inThousands(few)} users`,
        },
      ],
    }
  } finally {
    await large.stop()
    await small.stop()
  }
}

async function measureOrders(sandbox: RunningSandbox): Promise<Readonly<Record<string, readonly number[]>>> {
  const read = async (order: string): Promise<void> => {
    for (let page = pages; page > 0; page -= 1) {
      const skip = many - page * pageSize
      const { organization } = await ask<{ organization: { users: readonly unknown[] } }>(
        sandbox,
        `{ organization { users(skip: ${skip}, first: ${pageSize}${order}) { id email name createdAt } } }`,
      )
      if (organization.users.length !== pageSize) throw new Error(`A page at ${skip} has another length.`)
    }
  }
  const each = async (order: string): Promise<number> => (await timed(() => read(order))) / pages
  const ways = Object.fromEntries([
    [unordered, () => each('')],
    ...relations.users.orderBy.map((order) => [order, () => each(`, orderBy: ${order}`)] as const),
  ])
  for (const way of Object.values(ways)) await way()
  return interleaved(ways, rounds)
}

async function measureSeats(small: RunningSandbox, large: RunningSandbox) {
  const rate = async (sandbox: RunningSandbox): Promise<number> => {
    const { organization } = await ask<{ organization: { id: string } }>(sandbox, '{ organization { id } }')
    const query = `{ invitesLimit(where: { id: "${organization.id}" }) { used limit remaining } }`
    const ms = await timed(async () => {
      for (let request = 0; request < seatRequests; request += 1) await ask(sandbox, query)
    })
    return seatRequests / (ms / 1000)
  }
  await rate(small)
  await rate(large)
  return interleaved({ small: () => rate(small), large: () => rate(large) }, rounds)
}

async function ask<Data>({ endpoint, apiKey }: RunningSandbox, query: string): Promise<Data> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` }
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify({ query }) })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: readonly { message: string }[] }
  if (data === undefined || errors !== undefined) throw new Error(errors?.[0]?.message ?? 'The sandbox gave no data.')
  return data
}
