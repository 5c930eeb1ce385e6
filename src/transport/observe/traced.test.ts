import { Labelbox, type ConnectionOptions } from 'labelbox-org'
import type { Tracing } from 'labelbox-org/opentelemetry'
import { describe, expect, test, vi } from 'vitest'
import { GetUserDocument } from '../../../generated/operations.ts'
import { giving, silence, type HttpServer } from '../../../test/support/httpServer.ts'
import { answering, failure, serving } from '../../../test/support/serving.ts'

const fail = (): never => {
  throw new TypeError('planted-secret')
}
const never = new Promise<never>(() => undefined)
const unreadable = (): never => {
  throw new Proxy(new TypeError('planted-secret'), { get: fail, getPrototypeOf: fail })
}
const thenable = { then: fail } as unknown as Promise<never>

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
  ['runs nothing and does not end', () => never, 0],
  ['runs no request and does not end', (_, run) => run(() => never), 0],
  ['runs nothing and gives back nothing', () => undefined as never, 0],
  ['runs it later', async (_, run) => (await Promise.resolve(), run((_attempt, send) => send())), 0],
  ['runs each request later', (_, run) => run(async (_attempt, send) => (await Promise.resolve(), send())), 0],
  ['runs each request twice', (_, run) => run((_attempt, send) => (void send(), send())), 0],
  [
    'runs the call again from inside a request',
    (_, run) => run((_attempt, send) => (void run((_again, another) => another()), send())),
    0,
  ],
  ['rejects', () => Promise.reject(new TypeError('planted-secret')), 1],
  ['gives back what cannot be waited for', () => thenable, 1],
  ['does not end', (_, run) => (void run((_attempt, send) => send()), never), 0],
]

const client = ({ origin }: HttpServer, options: ConnectionOptions) =>
  new Labelbox({ endpoint: origin, apiKey: 'key', retry: { baseDelayMs: 0 }, ...options })

describe.each(failing)('tracing that %s', (_, tracing, reports) => {
  test('changes nothing: a call is made once, and is answered', async () => {
    const error = vi.fn<(message: string, facts: object) => void>()
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error }
    const server = await serving(answering(503), giving({ user: { id: 'u-1' } }))
    const labelbox = client(server, { tracing, logger })
    expect(await labelbox.execute(GetUserDocument, {})).toEqual({ user: { id: 'u-1' } })
    expect(server.received).toHaveLength(2)
    await new Promise(setImmediate)
    expect(error.mock.calls.map(([, facts]) => facts)).toEqual(Array(reports).fill({ name: 'TypeError' }))
  })

  test('changes nothing: a call that fails says why', async () => {
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

test('tracing that throws what cannot be asked for its name changes nothing', async () => {
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

test('tracing has a call’s signal end it all the same', async () => {
  const server = await serving(silence)
  const hurry = new AbortController()
  const tracing: Tracing = (_, run) => run(() => never)
  const call = failure(client(server, { tracing }).execute(GetUserDocument, {}, { signal: hurry.signal }))
  await vi.waitFor(() => expect(server.received).toHaveLength(1))
  hurry.abort()
  expect(await call).toMatchObject({ code: 'ABORTED' })
})
