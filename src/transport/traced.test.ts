import { describe, expect, test, vi } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { giving } from '../../test/support/httpServer.ts'
import { answering, failure, scriptedTiming, serving } from '../../test/support/serving.ts'
import { connect } from './connection.ts'
import { deliver } from './deliver.ts'
import type { Tracing } from './tracing.ts'

const fail = (): never => {
  throw new TypeError('planted-secret')
}
const never = new Promise<never>(() => undefined)

const failing: readonly (readonly [when: string, tracing: Tracing, reports: number])[] = [
  ['fails before the call', fail, 1],
  ['fails while it runs', (_, run) => (void run((_attempt, send) => send()), fail()), 1],
  ['fails after it', (_, run) => run((_attempt, send) => send()).then(fail, fail), 1],
  ['fails before each request', (_, run) => run(fail), 2],
  ['fails after each request', (_, run) => run((_attempt, send) => send().then(fail, fail)), 2],
  ['gives no way to run a request', (_, run) => run(null as never), 2],
  ['gives back something else', (_, run) => run((_attempt, send) => send()).then(() => 'else' as never, fail), 0],
  ['runs nothing', () => Promise.resolve('else' as never), 0],
  ['runs it twice', (_, run) => (void run((_attempt, send) => send()), run((_attempt, send) => send())), 0],
  ['does not end', (_, run) => (void run((_attempt, send) => send()), never), 0],
]

describe.each(failing)('tracing that %s', (_, tracing, reports) => {
  test('changes nothing: a call is made once, and is answered', async () => {
    const error = vi.fn<(message: string, facts: object) => void>()
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error }
    const server = await serving(answering(503), giving({ user: { id: 'u-1' } }))
    const connection = connect({ endpoint: server.origin, tracing, logger }, scriptedTiming())
    expect(await deliver(connection, GetUserDocument, {})).toEqual({ user: { id: 'u-1' } })
    expect(server.received).toHaveLength(2)
    await new Promise(setImmediate)
    expect(error.mock.calls.map(([, facts]) => facts)).toEqual(Array(reports).fill({ name: 'TypeError' }))
  })

  test('changes nothing: a call that fails says why', async () => {
    const rejections = vi.fn()
    process.on('unhandledRejection', rejections)
    const server = await serving(answering(403, '', { 'X-Request-Id': 'r-1' }))
    const connection = connect({ endpoint: server.origin, tracing })
    const error = await failure(deliver(connection, GetUserDocument, {}))
    expect(error).toMatchObject({ code: 'AUTHORIZATION', requestId: 'r-1', attempts: 1 })
    await new Promise(setImmediate)
    process.off('unhandledRejection', rejections)
    expect(rejections).not.toHaveBeenCalled()
  })
})
