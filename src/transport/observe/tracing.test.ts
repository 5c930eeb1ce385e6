import { Labelbox, type ConnectionOptions } from 'labelbox-org'
import type { Tracing } from 'labelbox-org/opentelemetry'
import { describe, expect, test, vi } from 'vitest'
import { GetUserDocument } from '../../../generated/operations.ts'
import { giving, silence, type HttpServer } from '../../../test/support/httpServer.ts'
import { answering, failure, serving } from '../../../test/support/serving.ts'

const fail = (): never => {
  throw new TypeError('planted-secret')
}
const unreadable = (): never => {
  throw new Proxy(new TypeError('planted-secret'), { get: fail, getPrototypeOf: fail })
}
const thenable = { then: fail }
const rejecting = () => Promise.reject(new TypeError('planted-secret'))

/** Each fails in its own way; `reports` counts the failures of a call of two attempts. */
const failing: readonly (readonly [how: string, tracing: Tracing, reports: number])[] = [
  ['fails before the call', fail, 1],
  ['fails after the call', () => ({ end: fail }), 1],
  ['fails before each attempt', () => ({ startAttempt: fail }), 2],
  ['fails after each attempt', () => ({ startAttempt: () => ({ end: fail }) }), 2],
  ['fails before fetch', () => ({ startAttempt: () => ({ activate: fail }) }), 2],
  [
    'fails after fetch',
    () => ({ startAttempt: () => ({ activate: (send) => [send, fail].forEach((each) => each()) }) }),
    2,
  ],
  ['returns nothing', () => undefined, 0],
  ['returns something else', () => 'else' as never, 0],
  ['returns no trace of an attempt', () => ({ startAttempt: () => undefined }), 0],
  ['does not call fetch', () => ({ startAttempt: () => ({ activate: () => undefined }) }), 0],
  [
    'calls fetch twice',
    () => ({
      startAttempt: () => ({
        activate: (send) => {
          send()
          send()
        },
      }),
    }),
    0,
  ],
  ['calls fetch later', () => ({ startAttempt: () => ({ activate: (send) => void setTimeout(send, 5) }) }), 0],
  ['rejects', rejecting as never, 1],
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- A user's function may return a promise.
  ['rejects at the end of the call', () => ({ end: rejecting }), 1],
  ['returns a thenable that throws', () => thenable as never, 1],
]

const client = ({ origin }: HttpServer, options: ConnectionOptions) =>
  new Labelbox({ endpoint: origin, apiKey: 'key', retry: { baseDelayMs: 0 }, ...options })

describe.each(failing)('tracing that %s', (_, tracing, reports) => {
  test('changes nothing about a call that succeeds', async () => {
    const error = vi.fn<(message: string, facts: object) => void>()
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error }
    const server = await serving(answering(503), giving({ user: { id: 'u-1' } }))
    const labelbox = client(server, { tracing, logger })
    expect(await labelbox.execute(GetUserDocument, {})).toEqual({ user: { id: 'u-1' } })
    expect(server.received).toHaveLength(2)
    await new Promise(setImmediate)
    expect(error.mock.calls.map(([, facts]) => facts)).toEqual(Array(reports).fill({ name: 'TypeError' }))
  })

  test('changes nothing about a call that fails', async () => {
    const rejections = vi.fn()
    process.on('unhandledRejection', rejections)
    const server = await serving(answering(403, '', { 'X-Request-Id': 'r-1' }))
    const error = await failure(client(server, { tracing }).execute(GetUserDocument, {}))
    expect(error).toMatchObject({ code: 'AUTHORIZATION', requestId: 'r-1', attempts: 1 })
    await new Promise(setImmediate)
    process.off('unhandledRejection', rejections)
    expect(rejections).not.toHaveBeenCalled()
  })
})

test('tracing that throws an error without a readable name changes nothing', async () => {
  const rejections = vi.fn()
  process.on('unhandledRejection', rejections)
  const error = vi.fn<(message: string, facts: object) => void>()
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error }
  const server = await serving(giving({ user: { id: 'u-1' } }))
  expect(await client(server, { tracing: unreadable, logger }).execute(GetUserDocument, {})).toMatchObject({ user: {} })
  await new Promise(setImmediate)
  process.off('unhandledRejection', rejections)
  expect(rejections).not.toHaveBeenCalled()
  expect(error.mock.calls.map(([, facts]) => facts)).toEqual([{ name: 'Error' }])
})

test('tracing that never calls fetch leaves the caller’s abort in force', async () => {
  const server = await serving(silence)
  const hurry = new AbortController()
  const tracing: Tracing = () => ({ startAttempt: () => ({ activate: () => undefined }) })
  const call = failure(client(server, { tracing }).execute(GetUserDocument, {}, { signal: hurry.signal }))
  await expect.poll(() => server.received).toHaveLength(1)
  hurry.abort()
  expect(await call).toMatchObject({ code: 'ABORTED' })
})

test('a trace receives the end of a call, with its error', async () => {
  const end = vi.fn()
  const server = await serving(giving({ user: { id: 'u-1' } }), answering(403))
  const labelbox = client(server, { tracing: () => ({ end }) })
  await labelbox.execute(GetUserDocument, {})
  expect(end.mock.calls).toEqual([[undefined]])
  const error = await failure(labelbox.execute(GetUserDocument, {}))
  expect(end.mock.calls).toEqual([[undefined], [error]])
})

test('tracing starts before a call returns its promise, so that the caller’s span is active', async () => {
  const server = await serving(giving({ user: { id: 'u-1' } }))
  const tracing = vi.fn<Tracing>()
  const labelbox = client(server, { tracing })
  // Loads the code for tracing.
  await labelbox.execute(GetUserDocument, {})
  const call = labelbox.execute(GetUserDocument, {})
  expect(tracing).toHaveBeenCalledTimes(2)
  await call
})
