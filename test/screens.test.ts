import { cacheExchange, type Exchange } from '@urql/core'
import fc from 'fast-check'
import { labelboxCache } from 'labelbox-org/graphcache'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { isLong } from './support/long.ts'
import { play, visits } from './support/randomPage.ts'

const runs = isLong ? 60 : 12

interface Visits {
  readonly cache: () => Exchange
  readonly options: fc.Parameters<unknown>
}

const caches: readonly (readonly [name: string, visits: Visits])[] = [
  ['the document cache', { cache: () => cacheExchange, options: { numRuns: runs } }],
  ['graphcache', { cache: () => labelboxCache(), options: { numRuns: runs } }],
]

// graphcache collects no garbage in tests.
beforeAll(() => void vi.stubEnv('NODE_ENV', 'development'))
afterAll(() => void vi.unstubAllEnvs())

// Some seconds: each visit has a sandbox and a slow network.
it.each(caches)(
  'a page with %s shows at the end of any visit what a reload shows',
  { timeout: runs * 5000 },
  async (_, { cache, options }) => {
    await fc.assert(
      fc.asyncProperty(visits, async (visit) => {
        for (const { query, variables, shown, reloaded } of await play(visit, cache())) {
          expect(shown, `${query} ${JSON.stringify(variables)}`).toEqual(reloaded)
        }
      }),
      options as object,
    )
  },
)
