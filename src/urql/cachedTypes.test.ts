import { cacheExchange, Client } from '@urql/core'
import { describe, expect, it, vi } from 'vitest'
import {
  documentOf,
  idIn,
  known,
  mutations,
  queries,
  shipped,
  stripped,
  type Answer,
} from '../../test/support/pageOperations.ts'
import { sandboxed } from '../../test/support/roads.ts'
import { labelboxExchange } from './exchange.ts'

it('every shipped operation is in these tables', () => {
  expect(mutations.map(([name]) => name).sort()).toEqual([...shipped('mutation')].sort())
})

describe("urql's document cache", () => {
  // Some seconds: it asks for everything after each of the mutations.
  it('refetches all that a mutation changes, for each mutation of the package', async () => {
    const { url, apiKey } = await sandboxed({ users: 6, invites: 1, projects: 2, webhooks: 0 })
    const options = { endpoint: url, apiKey }
    const plain = new Client({ url, exchanges: [labelboxExchange(options)] })
    const page = new Client({ url, exchanges: [cacheExchange, labelboxExchange(options)] })
    const ask = async (name: string, variables: object): Promise<Answer> => {
      const document = documentOf(name)
      const { data, error } =
        name in queries ? await plain.query(document, variables) : await page.mutation(document, variables)
      if (error !== undefined) throw new Error(name, { cause: error })
      return data as Answer
    }
    const ids = await known(ask)

    const shown = new Map<string, unknown>()
    for (const [name, variables] of Object.entries(queries)) {
      page.query(documentOf(name), variables(ids)).subscribe(({ data }) => shown.set(name, stripped(data)))
    }
    await expect.poll(() => shown.size).toBe(Object.keys(queries).length)

    let changed = 0
    for (const [name, variables, keep] of mutations) {
      const before = JSON.stringify([...shown])
      const result = await ask(name, variables(ids))
      if (keep !== undefined) ids[keep] = idIn(result)
      const fresh = new Map<string, unknown>()
      await Promise.all(
        Object.entries(queries).map(async ([query, variables]) => {
          const { data } = await plain.query(documentOf(query), variables(ids))
          fresh.set(query, stripped(data))
        }),
      )
      await vi.waitFor(
        () => {
          for (const [query, data] of fresh) expect(shown.get(query), `${query} after ${name}`).toEqual(data)
        },
        { timeout: 10_000 },
      )
      if (JSON.stringify([...shown]) !== before) changed += 1
    }
    // A mutation that changes nothing would show nothing.
    expect(changed).toBeGreaterThanOrEqual(mutations.length - 1)
  })
})
