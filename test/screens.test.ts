import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isLong } from './support/long.ts'
import { play, visits } from './support/randomPage.ts'

const runs = isLong ? 500 : 30

// Some seconds: each visit has a sandbox and a slow network.
it('a page with the document cache shows at the end of any visit what a reload shows', { timeout: runs * 5000 }, () =>
  fc.assert(
    fc.asyncProperty(visits, async (visit) => {
      for (const { query, variables, shown, reloaded } of await play(visit)) {
        expect(shown, `${query} ${JSON.stringify(variables)}`).toEqual(reloaded)
      }
    }),
    { numRuns: runs },
  ),
)
