import { expect, it } from 'vitest'
import { rejection } from '../../test/support/roads.ts'
import { realTiming } from '../transport/time/timing.ts'
import type { Context } from './context.ts'
import { lazy } from './lazy.ts'

const context = { timing: realTiming, deadlineMs: 1000 } as unknown as Context
const never = () => new Promise<never>(() => undefined)

it('a failure to load code rejects as NETWORK and says that nothing was sent', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  const error = await rejection(lazy(() => Promise.reject(cause))(context, {}))

  expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: false, attempts: 0, cause })
  expect((error as Error).message).toMatch(/was not sent.*reload the page/)
})

it('a call after a failure to load code loads it again', async () => {
  let loads = 0
  const code = lazy(() => (++loads === 1 ? Promise.reject(new TypeError('offline')) : Promise.resolve('code')))
  await rejection(code(context, {}))

  expect([await code(context, {}), await code(context, {})]).toEqual(['code', 'code'])
  expect(loads).toBe(2)
})

it('the signal of a call ends the loading of its code', async () => {
  const controller = new AbortController()
  const loading = rejection(lazy(never)(context, { signal: controller.signal }))
  controller.abort('closed')

  expect(await loading).toMatchObject({ code: 'ABORTED', cause: 'closed', mayHaveRun: false })
})

it('the deadline of a call includes the loading of its code', async () => {
  expect(await rejection(lazy(never)(context, { deadlineMs: 10 }))).toMatchObject({
    code: 'TIMEOUT',
    mayHaveRun: false,
  })
})

it('wrong options are refused before code is loaded', async () => {
  let loads = 0
  const code = lazy(() => Promise.resolve(++loads))

  expect(await rejection(code(context, { timeoutMs: -1 }))).toMatchObject({ code: 'INVALID_INPUT' })
  expect(loads).toBe(0)
})
