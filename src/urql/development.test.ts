import { Client } from '@urql/core'
import { expect, test, vi } from 'vitest'
import { labelboxExchange } from './exchange.ts'

vi.mock('./development.ts', () => {
  throw new TypeError('Failed to fetch dynamically imported module')
})

test('a client whose code for development can’t be loaded, and that sends nothing, leaves no rejection unhandled', async () => {
  const rejections = vi.fn()
  process.on('unhandledRejection', rejections)
  const client = new Client({ url: 'https://x.invalid', exchanges: [labelboxExchange({ apiKey: 'key' })] })
  expect('subscribeToDebugTarget' in client).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 200))
  process.off('unhandledRejection', rejections)

  expect(rejections).not.toHaveBeenCalled()
})
