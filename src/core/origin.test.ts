import { expect, it } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { roads, sandboxed } from '../../test/support/roads.ts'
import { originOf } from './origin.ts'

it.each(roads)('data knows its response, %s', async (_name, connect) => {
  const sandbox = await sandboxed()

  const data = await connect(sandbox).execute(GetUserDocument, {})

  expect(originOf(data)).toEqual({
    status: 200,
    requestId: expect.stringMatching(/^\S{8,}$/) as string,
    attempts: 1,
    mayHaveRun: false,
  })
  expect(Object.keys(data)).not.toContain('requestId')
})

it.each(roads)('data knows how many requests it took, %s', async (_name, connect) => {
  const sandbox = await sandboxed({ faults: [{ kind: 'http-status', times: 2 }] })

  const data = await connect(sandbox, { retry: { maxDelayMs: 0 } }).execute(GetUserDocument, {})

  expect(originOf(data)).toMatchObject({ status: 200, attempts: 3 })
})

it('originOf returns nothing for data from elsewhere', () => {
  expect(originOf({ user: null })).toEqual({})
})
