import { expect, it, vi } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { operations, sandboxed } from '../../test/support/roads.ts'
import { failure } from '../../test/support/serving.ts'
import { Labelbox } from '../labelbox.ts'
import type { RateLimitStore } from './quota/options.ts'

async function counted(take: RateLimitStore['take']) {
  const sandbox = await sandboxed()
  const { url: endpoint, apiKey } = sandbox
  const rateLimit = { requestsPerMinute: 60, store: { take } }
  return { sandbox, labelbox: new Labelbox({ endpoint, apiKey, rateLimit, retry: { maxAttempts: 3, baseDelayMs: 1 } }) }
}

it('a store that fails once fails no call', async () => {
  const take = vi.fn<RateLimitStore['take']>().mockRejectedValueOnce(new Error('away')).mockReturnValue(0)
  const { sandbox, labelbox } = await counted(take)

  expect(await labelbox.execute(GetUserDocument, {})).toMatchObject({ user: { id: expect.any(String) as string } })
  expect(operations(sandbox)).toEqual(['GetUser'])
})

it('a store that goes on failing ends the call in an error that may pass, and nothing is sent', async () => {
  const away = new Error('away')
  const { sandbox, labelbox } = await counted(() => Promise.reject(away))

  const error = await failure(labelbox.execute(GetUserDocument, {}))

  expect(error).toMatchObject({ code: 'API_LIMIT', operationName: 'GetUser', cause: away })
  expect(error).toMatchObject({ retryable: true, mayHaveRun: false, attempts: 0 })
  expect(sandbox.received).toEqual([])
})
