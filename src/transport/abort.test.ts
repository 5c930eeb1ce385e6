import { getEventListeners } from 'node:events'
import type { RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@urql/core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { CancelInviteDocument, GetUserDocument } from '../../generated/operations.ts'
import { giving, halfAnAnswer, silence, type HttpServer } from '../../test/support/httpServer.ts'
import { answering, failure, serving } from '../../test/support/serving.ts'
import { Labelbox } from '../labelbox.ts'
import { undiciTransport } from '../undici/index.ts'
// Loaded now: an abort while they are loaded is a case of its own.
import './change.ts'
import './client/throughClient.ts'
import './response/failures.ts'
import { connect, type ConnectionOptions } from './connection.ts'
import { deliver } from './deliver.ts'
import { newProgress } from './callState.ts'
import type { Transport } from './transport.ts'
import { labelboxExchange } from '../urql/exchange.ts'

const apiKey = 'planted.api-key'
const reason = new Error('the user has left')
const answered = giving({ user: null, cancelInvite: { id: 'i-1' } })

const toOptions = ({ origin }: HttpServer, options: ConnectionOptions): ConnectionOptions => ({
  apiKey,
  endpoint: `${origin}/graphql`,
  ...options,
})

const roads: readonly (readonly [name: string, road: (options: ConnectionOptions) => Labelbox])[] = [
  ['by key', (options) => new Labelbox(options)],
  [
    'through a urql client',
    (options) =>
      new Labelbox({
        client: new Client({ url: '/', preferGetMethod: false, exchanges: [labelboxExchange(options)] }),
      }),
  ],
]

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
const quota = { requestsPerMinute: 1, store: { take: () => 60_000 } }
const never = () => new Promise<string>(() => undefined)

const arrived = ({ received }: HttpServer, requests: number) => expect.poll(() => received).toHaveLength(requests)

interface State {
  readonly state: string
  readonly answer: RequestListener
  readonly options?: ConnectionOptions
  /** Requests that are on their way before. */
  readonly before?: number
  readonly sent: number
  readonly mayHaveRun: boolean
}

const states: readonly State[] = [
  { state: 'asking for the key', answer: answered, options: { apiKey: never }, sent: 0, mayHaveRun: false },
  { state: 'waiting for the quota', answer: answered, options: { rateLimit: quota }, sent: 0, mayHaveRun: false },
  {
    state: 'waiting for a place',
    answer: silence,
    options: { rateLimit: { maxConcurrent: 1 } },
    before: 1,
    sent: 0,
    mayHaveRun: false,
  },
  { state: 'in flight', answer: silence, sent: 1, mayHaveRun: true },
  { state: 'reading the answer', answer: halfAnAnswer, sent: 1, mayHaveRun: true },
  {
    state: 'waiting to be sent again after a 429',
    answer: answering(429, '', { 'Retry-After': '20' }),
    sent: 1,
    mayHaveRun: false,
  },
  {
    state: 'waiting to be sent again after a 502',
    answer: answering(502, '', { 'Retry-After': '20' }),
    sent: 1,
    mayHaveRun: true,
  },
]

describe.each(roads)('an abort ends a call %s at once', (_, road) => {
  test.each(states)('$state', async ({ answer, options = {}, before = 0, sent, mayHaveRun }) => {
    const server = await serving(answer)
    const labelbox = road(toOptions(server, options))
    const [other, controller] = [new AbortController(), new AbortController()]
    const others = Array.from({ length: before }, () =>
      failure(labelbox.execute(GetUserDocument, {}, { signal: other.signal })),
    )
    await arrived(server, before)
    const timersBefore = timers()

    const call = failure(labelbox.execute(CancelInviteDocument, { id: 'i-1' }, { signal: controller.signal }))
    await arrived(server, before + sent)
    await sleep(30)
    expect(getEventListeners(controller.signal, 'abort').length).toBeGreaterThan(0)
    controller.abort(reason)
    const error = await call

    expect(error).toMatchObject({ code: 'ABORTED', operationName: 'CancelInvite', attempts: sent, mayHaveRun })
    expect(error.cause).toBe(reason)
    expect(error.retryable).toBe(false)
    expect(timers()).toBeLessThanOrEqual(timersBefore)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    other.abort()
    await Promise.all(others)
    await sleep(30)
    expect(server.received).toHaveLength(before + sent)
  })

  test('in onRequest, before fetch is called', async () => {
    const server = await serving(answered)
    const controller = new AbortController()
    const deaf: typeof fetch = (input, init) => fetch(input, { ...init, signal: null })
    const onResponse = vi.fn()
    const hooks = { onRequest: () => controller.abort(reason), onResponse }
    const labelbox = road(toOptions(server, { fetch: deaf, hooks }))
    const error = await failure(labelbox.execute(CancelInviteDocument, { id: 'i-1' }, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'ABORTED', cause: reason, attempts: 0, mayHaveRun: false })
    await sleep(30)
    expect(server.received).toEqual([])
    expect(onResponse).not.toHaveBeenCalled()
  })

  test('in a trace, before the request is sent', async () => {
    const server = await serving(answered)
    for (const transport of [undefined, undiciTransport()]) {
      onTestFinished(() => transport?.close())
      const controller = new AbortController()
      const activate = (send: () => void): void => {
        controller.abort(reason)
        send()
      }
      const tracing = () => ({ startAttempt: () => ({ activate }) })
      const labelbox = road(toOptions(server, { transport, tracing }))
      const error = await failure(labelbox.execute(CancelInviteDocument, { id: 'i-1' }, { signal: controller.signal }))
      expect(error).toMatchObject({ code: 'ABORTED', cause: reason, attempts: 0, mayHaveRun: false })
      await sleep(30)
      expect(server.received).toEqual([])
    }
  })

  test('and its state stays, whatever the transport says later', async () => {
    const controller = new AbortController()
    const transport: Transport = {
      send: ({ onSent, signal }) =>
        new Promise((_, reject) => {
          onSent(true)
          signal.addEventListener('abort', () => {
            onSent(false)
            reject(new Error('It ended.'))
          })
        }),
    }
    const progress = newProgress({ operationName: 'CancelInvite', kind: 'mutation' })
    const options = { signal: controller.signal, progress }
    const call = failure(deliver(connect({ transport }), CancelInviteDocument, { id: 'i-1' }, options))
    await expect.poll(() => progress.attempts).toBe(1)
    controller.abort(reason)
    expect(await call).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
    await sleep(1)
    expect(progress).toMatchObject({ attempts: 1, mayHaveRun: true })
  })

  test('and leaves an identical call its response', async () => {
    let answer = (): void => undefined
    const server = await serving((request, response) => {
      const next = answer
      answer = () => {
        next()
        answered(request, response)
      }
    })
    const labelbox = road(toOptions(server, {}))
    const controller = new AbortController()
    const leaver = failure(labelbox.execute(GetUserDocument, {}, { signal: controller.signal }))
    const stayer = labelbox.execute(GetUserDocument, {})
    await arrived(server, 2)
    controller.abort(reason)
    expect(await leaver).toMatchObject({ code: 'ABORTED', cause: reason })
    answer()
    expect(await stayer).toHaveProperty('user', null)
  })

  test('and a thousand others that share its signal, without a warning', async () => {
    const warnings: Error[] = []
    const collect = (warning: Error) => void warnings.push(warning)
    process.on('warning', collect)
    const server = await serving(silence)
    const labelbox = road(toOptions(server, { rateLimit: { maxConcurrent: 10 } }))
    const timersBefore = timers()
    const controller = new AbortController()
    const { signal } = controller
    const calls = Array.from({ length: 1000 }, () => failure(labelbox.execute(GetUserDocument, {}, { signal })))
    await arrived(server, 10)
    controller.abort(reason)
    const errors = await Promise.all(calls)
    await sleep(30)
    process.off('warning', collect)
    expect(new Set(errors.map(({ cause }) => cause))).toEqual(new Set([reason]))
    expect(errors.filter(({ attempts }) => attempts > 0)).toHaveLength(10)
    expect(warnings).toEqual([])
    expect(getEventListeners(signal, 'abort')).toEqual([])
    expect(timers()).toBeLessThanOrEqual(timersBefore)
  })

  test('and sends nothing if the signal aborted before', async () => {
    const server = await serving(answered)
    const call = road(toOptions(server, {})).execute(GetUserDocument, {}, { signal: AbortSignal.abort(reason) })
    expect(await failure(call)).toMatchObject({ code: 'ABORTED', cause: reason, attempts: 0, mayHaveRun: false })
    expect(server.received).toEqual([])
  })

  test('and leaves nothing behind of one that ended before', async () => {
    const server = await serving(answered, answering(404))
    const labelbox = road(toOptions(server, {}))
    const { signal } = new AbortController()
    await labelbox.execute(GetUserDocument, {}, { signal })
    await failure(labelbox.execute(GetUserDocument, {}, { signal }))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

test.each([0, 1, 2, 3, 4, 5])(
  'a place in line is not lost to a call that is aborted %s microtasks before or after its turn',
  async (ticks) => {
    const server = await serving(answered)
    const controller = new AbortController()
    const abortAfter = (left: number): void => {
      if (left === 0) controller.abort()
      else queueMicrotask(() => abortAfter(left - 1))
    }
    const connection = connect(
      toOptions(server, { rateLimit: { maxConcurrent: 1 }, hooks: { onResponse: () => abortAfter(ticks) } }),
    )
    const [, , last] = await Promise.allSettled(
      [undefined, controller.signal, undefined].map((signal) =>
        deliver(connection, GetUserDocument, {}, { signal, deadlineMs: 5000 }),
      ),
    )
    expect(last?.status).toBe('fulfilled')
  },
)

// A list aborts the requests beyond its end, and nobody gets their errors.
test('reads nothing of what a transport throws once the call has ended', async () => {
  let reads = 0
  let thrown = false
  const send: Transport['send'] = ({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        thrown = true
        reject(
          new Proxy(new Error('aborted'), {
            get: (error, name) => {
              if (name === 'message' || name === 'stack') reads += 1
              return Reflect.get(error, name) as unknown
            },
          }),
        )
      })
    })
  const transport = { send, repeatsChanges: false }
  const controller = new AbortController()
  const call = new Labelbox({ apiKey, transport, endpoint: 'http://localhost/graphql' }).execute(
    CancelInviteDocument,
    { id: 'i-1' },
    { signal: controller.signal },
  )
  setTimeout(() => controller.abort(reason), 10)
  await expect(call).rejects.toMatchObject({ code: 'ABORTED', cause: reason })
  await sleep(20)
  expect({ thrown, reads }).toEqual({ thrown: true, reads: 0 })
})
