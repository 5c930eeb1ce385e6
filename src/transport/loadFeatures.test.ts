import { expect, test, vi } from 'vitest'
import { connect, type ConnectionOptions } from './connection.ts'

test('a client stays a dry run when its options are changed for another client', async () => {
  const options: { -readonly [Name in keyof ConnectionOptions]: ConnectionOptions[Name] } = { dryRun: vi.fn() }
  const { features } = connect(options)
  delete options.dryRun

  expect((await features.load()).refuseChange).toBeTypeOf('function')
})

test('a quota stays as it was checked', async () => {
  const rateLimit = { maxConcurrent: 1 }
  const { features } = connect({ rateLimit })
  rateLimit.maxConcurrent = Infinity
  const { limiter } = await features.load()

  expect(limiter?.tryAcquire()).toBeTypeOf('function')
  expect(limiter?.tryAcquire()).toBeUndefined()
})
