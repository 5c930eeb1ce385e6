import { setTimeout as sleep } from 'node:timers/promises'
import type { Exchange } from '@urql/core'
import fc from 'fast-check'
import { createSandbox, type Sandbox } from '@labelbox-org/tools/sandbox'
import { createLabelboxClient } from 'labelbox-org/urql'
import { all, documentOf, idIn, known, mutations, queries, stripped, type Answer, type Ids } from './pageOperations.ts'

/** What somebody does on a page. `pick` chooses among the records that there are. */
export type Step =
  | {
      readonly do: 'show'
      readonly query: string
      readonly skip: number
      readonly first: number
      readonly pick: number
    }
  | { readonly do: 'hide'; readonly pick: number }
  | { readonly do: 'change'; readonly mutation: string; readonly pick: number; readonly isAwaited: boolean }
  | { readonly do: 'wait'; readonly ms: number }

/** A visit to a page: its steps, and how long each request and each response takes, in milliseconds, in turn. */
export interface Visit {
  readonly steps: readonly Step[]
  readonly delays: readonly number[]
}

const pick = fc.nat({ max: 2 })

/** A step of a visit that is about some queries and some mutations. */
const stepOf = (queries: readonly string[], mutations: readonly string[]): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('show' as const),
        query: fc.constantFrom(...queries),
        skip: fc.nat({ max: 3 }),
        first: fc.constantFrom(2, 3, 100),
        pick,
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('hide' as const), pick }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('change' as const),
        mutation: fc.constantFrom(...mutations),
        pick,
        isAwaited: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 25 }) }) },
  )

const someOf = (names: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 5 })

/** Any visit. A slow request or response makes reads and changes overlap. */
export const visits: fc.Arbitrary<Visit> = fc
  .tuple(someOf(Object.keys(queries)), someOf(mutations.map(([name]) => name)))
  .chain(([queries, mutations]) =>
    fc.record({
      steps: fc.array(stepOf(queries, mutations), { minLength: 4, maxLength: 24 }),
      delays: fc.array(fc.constantFrom(0, 0, 0, 5, 60), { minLength: 1, maxLength: 12 }),
    }),
  )

/** What a page shows of a query at the end, and what the page would show after a reload. */
export interface View {
  readonly query: string
  readonly variables: object
  readonly shown: unknown
  readonly reloaded: unknown
}

/** Plays a visit in a page with a cache, against a sandbox of its own, and returns what is on the screen at the end. */
export async function play(visit: Visit, cache?: Exchange): Promise<readonly View[]> {
  const sandbox = await createSandbox({ users: 5, invites: 3, projects: 3, webhooks: 2, resourceTags: 2 })
  try {
    return await playAt(sandbox, visit, cache)
  } finally {
    await sandbox.close()
  }
}

interface Shown {
  readonly query: string
  readonly variables: object
  latest?: unknown
  isStale?: boolean
  close: () => void
}

async function playAt({ url, apiKey }: Sandbox, { steps, delays }: Visit, cache?: Exchange): Promise<readonly View[]> {
  const network = slowNetwork(delays)
  const reload = createLabelboxClient({ endpoint: url, apiKey, cache: nothingCached })
  const page = createLabelboxClient({ endpoint: url, apiKey, cache, fetch: network.fetch })
  const pools = await recordsOf(async (name, variables) => {
    const document = documentOf(name)
    const { data, error } = await (name in queries
      ? reload.query(document, variables)
      : reload.mutation(document, variables))
    if (error !== undefined) throw error
    return data as Answer
  })

  const open: Shown[] = []
  const results: PromiseLike<void>[] = []
  let made = 0
  for (const step of steps) {
    if (step.do === 'wait') await sleep(step.ms)
    else if (step.do === 'hide') {
      const [hidden] = open.splice(step.pick % Math.max(open.length, 1), 1)
      hidden?.close()
    } else if (step.do === 'show') {
      const { query, skip, first } = step
      const variables = queries[query]?.(chosen(pools, step.pick), { skip, first }) ?? {}
      const view: Shown = { query, variables, close: () => undefined }
      const subscription = page.query(documentOf(query), variables).subscribe(({ data, error, stale }) => {
        view.latest = error === undefined ? stripped(data) : error.message
        // graphcache may announce another answer after an error, and not ask for one.
        view.isStale = stale && error === undefined
      })
      view.close = () => subscription.unsubscribe()
      open.push(view)
    } else {
      const [name, variablesOf, keep] = mutations.find(([name]) => name === step.mutation) ?? []
      if (name === undefined || variablesOf === undefined) throw new Error(`There is no mutation ${step.mutation}.`)
      made += 1
      const variables = renamed(variablesOf(chosen(pools, step.pick)), made)
      const result = page.mutation(documentOf(name), variables).then(({ data }) => {
        const id = keep === undefined ? '' : idIn(data)
        if (keep !== undefined && id !== '') pools[poolOf[keep] ?? keep]?.push(id)
      })
      results.push(result)
      if (step.isAwaited) await result
      await Promise.resolve()
    }
  }
  await Promise.all(results)
  const isComplete = () => open.every((view) => 'latest' in view && view.isStale === false)
  for (const giveUpAt = Date.now() + 5000; ;) {
    await network.idle()
    if (isComplete() || Date.now() > giveUpAt) break
  }

  const views = await Promise.all(
    open.map(async ({ query, variables, latest, isStale }): Promise<View> => {
      const { data, error } = await reload.query(documentOf(query), variables)
      const reloaded = error === undefined ? stripped(data) : error.message
      return { query, variables, shown: isStale === true ? { stale: latest } : latest, reloaded }
    }),
  )
  for (const { close } of open) close()
  return views
}

const nothingCached: Exchange = ({ forward }) => forward

/** A `fetch` whose requests and responses take their time, and which knows when nothing more happens. */
function slowNetwork(delays: readonly number[]) {
  let sent = 0
  let underWay = 0
  const delay = (at: number): number => delays[at % delays.length] ?? 0
  const slow: typeof fetch = async (input, init) => {
    underWay += 1
    const at = sent++
    try {
      await sleep(delay(2 * at))
      const response = await fetch(input, init)
      const body = await response.arrayBuffer()
      await sleep(delay(2 * at + 1))
      return new Response(body, response)
    } finally {
      underWay -= 1
    }
  }
  const idle = async (): Promise<void> => {
    // An answer makes a cache ask again within a turn or two.
    for (let quiet = 0, before = sent; quiet < 3; before = sent) {
      await sleep(5)
      quiet = underWay === 0 && sent === before ? quiet + 1 : 0
    }
  }
  return { fetch: slow, idle }
}

type Pools = Record<string, string[]>

/** Mutations that make a record of a kind whose first one has another name. */
const poolOf: Readonly<Record<string, string>> = { created: 'project', others: 'group' }

/** One record of each kind. There may be more roles and people than one, and few of the rest. */
const chosen = (pools: Pools, pick: number): Ids =>
  Object.fromEntries(
    Object.entries(pools).map(([kind, ids]) => [kind, ids[pick % Math.max(ids.length, 1)] ?? 'there-is-none']),
  )

/** Gives everything that a mutation makes a name of its own. */
const renamed = (variables: object, made: number): object =>
  JSON.parse(
    JSON.stringify(variables, (key, value: unknown) =>
      key === 'inviteeEmail'
        ? `new.${String(made)}@example.com`
        : (key === 'name' || key === 'text') && typeof value === 'string'
          ? `${value} ${String(made)}`
          : value,
    ),
  ) as object

/** The records of a sandbox, by kind. */
async function recordsOf(ask: (name: string, variables: object) => Promise<Answer>): Promise<Pools> {
  const first = await known(ask)
  const ids = (data: unknown): string[] => [
    ...new Set([...JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id)),
  ]
  const lists = {
    user: ((await ask('Users', all)) as { organization: { users: object } }).organization.users,
    project: ((await ask('Projects', all)) as { organization: { projects: object } }).organization.projects,
    invite: ((await ask('GetInvites', { first: 100 })) as { organization: { invites: object } }).organization.invites,
  }
  return {
    ...Object.fromEntries(Object.entries(first).map(([kind, id]) => [kind, [id]])),
    ...Object.fromEntries(Object.entries(lists).map(([kind, list]) => [kind, ids(list)])),
    ...Object.fromEntries(['tag', 'webhook', 'aws', 'gcp', 'azure', 'key'].map((kind) => [kind, [] as string[]])),
  }
}
