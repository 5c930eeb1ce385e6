import { expect, it } from 'vitest'
import { GetUserDocument } from '../generated/operations.ts'
import { roads, sandboxed } from '../test/support/roads.ts'
import { originOf } from './origin.ts'

it.each(roads)('data knows the answer that it came in, %s', async (_name, connect) => {
  const sandbox = await sandboxed()

  const data = await connect(sandbox).execute(GetUserDocument, {})

  expect(originOf(data)).toEqual({ status: 200, requestId: expect.stringMatching(/^\S{8,}$/) as string })
  expect(Object.keys(data)).not.toContain('requestId')
})

it('of other data nothing is known', () => {
  expect(originOf({ user: null })).toEqual({})
})
