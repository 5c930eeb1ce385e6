import { cacheExchange, type Exchange } from '@urql/core'
import fc from 'fast-check'
import { labelboxCache } from 'labelbox-org/graphcache'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { isLong } from './support/long.ts'
import { play, visits } from './support/randomPage.ts'

const runs = isLong ? 500 : 30

const caches: readonly (readonly [name: string, cache: () => Exchange])[] = [
  ['the document cache', () => cacheExchange],
  ['graphcache', () => labelboxCache()],
]

// graphcache collects no garbage in tests.
beforeAll(() => void vi.stubEnv('NODE_ENV', 'development'))
afterAll(() => void vi.unstubAllEnvs())

// Some seconds: each visit has a sandbox and a slow network.
it.each(caches)(
  'a page with %s shows at the end of any visit what a reload shows',
  { timeout: runs * 5000 },
  async (_, cache) => {
    await fc.assert(
      fc.asyncProperty(visits, async (visit) => {
        for (const { query, variables, shown, reloaded } of await play(visit, cache())) {
          expect(shown, `${query} ${JSON.stringify(variables)}`).toEqual(reloaded)
        }
      }),
      { numRuns: runs },
    )
  },
)
