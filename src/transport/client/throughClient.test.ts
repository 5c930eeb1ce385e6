import { setTimeout as sleep } from 'node:timers/promises'
import { Client, gql, mapExchange, type Exchange } from '@urql/core'
import { delay, pipe } from 'wonka'
import { describe, expect, it, vi } from 'vitest'
import { CreateResourceTagDocument, UsersDocument } from '../../../generated/operations.ts'
import { giving, silence, type HttpServer } from '../../../test/support/httpServer.ts'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { failure, serving } from '../../../test/support/serving.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { Labelbox } from '../../labelbox.ts'
import { stateOf } from './clients.ts'
import type { ConnectionOptions } from '../connection.ts'
import type { RequestOptions } from '../../core/callOptions.ts'
import { labelboxExchange } from '../../urql/exchange.ts'
import { throughClient } from './throughClient.ts'
import { realTiming } from '../time/timing.ts'

describe.each(roads)('a call %s', (_name, connect) => {
  it('rejects with a LabelboxError if it cannot be sent, and leaves no timer behind', async () => {
    const labelbox = connect(await sandboxed())
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = timers()

    const bigint = await rejection(labelbox.execute(UsersDocument, { skip: 1n as never }))
    const text = await rejection(labelbox.execute('query Users { users { id } }' as never, {}))
    const definitions = [{ kind: 'OperationDefinition', operation: 'query' }]
    const half = await rejection(labelbox.execute({ kind: 'Document', definitions } as never, {}))

    for (const error of [bigint, text, half]) expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(timers()).toBeLessThanOrEqual(before)
  })

  it.each<[string, unknown]>([
    ['an AbortController in place of its signal', { signal: new AbortController() }],
    ['a signal that keeps its listeners', { signal: { aborted: false, addEventListener: () => undefined } }],
    ['an object that is not a signal', { signal: { aborted: false }, timeoutMs: 20 }],
    ['no signal but null', { signal: null }],
    ['a time that is text', { timeoutMs: '1000' }],
    ['an unknown onPartialData', { onPartialData: 'keep' }],
    ['null', null],
  ])('refuses %s', async (_what, options) => {
    const sandbox = await sandboxed()

    const error = await rejection(
      connect(sandbox).execute(UsersDocument, { skip: 0, first: 1 }, options as RequestOptions),
    )

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    // A timer that was set before the refusal would end the process.
    await sleep(40)
    expect(sandbox.received).toEqual([])
  })

  it('that was aborted before it began has sent nothing, and says so', async () => {
    const sandbox = await sandboxed()
    const tag = { text: 'never', color: 'ffffff' }

    const error = await rejection(
      connect(sandbox).execute(CreateResourceTagDocument, tag, { signal: AbortSignal.abort() }),
    )

    expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: false, attempts: 0 })
    expect(sandbox.received).toEqual([])
  })

  it('goes to the experimental endpoint if a fragment has a field of that endpoint', async () => {
    const sandbox = await sandboxed()
    const document = gql<{ cancelInvite: { id: string } | null }, { id: string }>`
      mutation Cancel($id: ID!) {
        ...Cancelling
      }
      fragment Cancelling on Mutation {
        cancelInvite(where: { id: $id }) {
          id
        }
      }
    `

    const error = await rejection(connect(sandbox).execute(document, { id: 'nothing' }))

    expect(isLabelboxError(error, 'RESOURCE_NOT_FOUND')).toBe(true)
    expect(sandbox.received.map(({ path }) => path)).toEqual(['/_gql'])
  })
})

it('a mutation that was aborted while another exchange held it is not sent later', async () => {
  const sandbox = await sandboxed()
  const slow: Exchange =
    ({ forward }) =>
    (operations$) =>
      forward(pipe(operations$, delay(60)))
  const client = new Client({
    url: sandbox.url,
    exchanges: [slow, labelboxExchange({ endpoint: sandbox.url, apiKey: sandbox.apiKey })],
  })
  const controller = new AbortController()

  const call = rejection(
    new Labelbox({ client }).execute(
      CreateResourceTagDocument,
      { text: 'late', color: 'ffffff' },
      { signal: controller.signal },
    ),
  )
  await sleep(10)
  controller.abort()

  expect(isLabelboxError(await call, 'ABORTED')).toBe(true)
  await sleep(150)
  expect(operations(sandbox)).toEqual([])
})

describe('the limits of a call through a client', () => {
  const through = ({ origin }: HttpServer, options: ConnectionOptions = {}) =>
    new Labelbox({
      client: new Client({ url: origin, exchanges: [labelboxExchange({ endpoint: origin, ...options })] }),
    })
  const createTag = (labelbox: Labelbox, options?: RequestOptions) =>
    failure(labelbox.execute(CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' }, options))

  it('are timeoutMs for each request, and deadlineMs for all', async () => {
    const server = await serving(silence, giving({ users: [] }))
    const data = await through(server).execute(UsersDocument, { skip: 0, first: 1 }, { timeoutMs: 500 })
    expect(data).toEqual({ users: [] })
    const error = await createTag(through(await serving(silence)), { deadlineMs: 300 })
    expect(error).toMatchObject({ code: 'TIMEOUT', attempts: 1, mayHaveRun: true })
  })

  it('default to those of its exchange', async () => {
    const server = await serving(silence)
    for (const limits of [{ timeoutMs: 50, retry: false } as const, { deadlineMs: 50 }]) {
      const error = await createTag(through(server, limits))
      expect(error).toMatchObject({ code: 'TIMEOUT', attempts: 1, mayHaveRun: true })
      expect(error.message).toContain(Object.keys(limits)[0])
    }
  })

  it('include those of the call that it is a part of', async () => {
    const { origin } = await serving(silence)
    const client = new Client({ url: origin, exchanges: [labelboxExchange({ endpoint: origin })] })
    const state = stateOf(client)
    if (state === undefined) throw new Error('The client has no exchange.')
    const options = { endsAt: realTiming.now() + 100 }
    const error = await failure(throughClient(client, state)(UsersDocument, { skip: 0, first: 1 }, options))
    expect(error).toMatchObject({ code: 'TIMEOUT' })
    expect(error.message).toContain('deadlineMs')
  })

  it('end the request of a call', async () => {
    const server = await serving(silence)
    const controller = new AbortController()
    const { signal } = controller
    const call = through(server).execute(UsersDocument, { skip: 0, first: 1 }, { signal })
    await expect.poll(() => server.received).toHaveLength(1)
    controller.abort()
    expect(await failure(call)).toMatchObject({ code: 'ABORTED', attempts: 1, mayHaveRun: false })
    await expect.poll(() => server.abandoned()).toBe(1)
  })

  it.each([0, NaN, '1000'])('cannot be %j', async (ms) => {
    const server = await serving(giving({}))
    for (const name of ['timeoutMs', 'deadlineMs']) {
      expect(await createTag(through(server), { [name]: ms })).toMatchObject({ code: 'INVALID_INPUT' })
    }
    expect(server.received).toEqual([])
  })

  it('leave no timer behind after the response', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    await through(await serving(giving({ users: [] }))).execute(UsersDocument, { skip: 0, first: 1 })
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThanOrEqual(before)
  })
})

it('the other exchanges of the client see no error when a mutation is aborted', async () => {
  const server = await serving(silence)
  const [onError, onResult] = [vi.fn(), vi.fn()]
  const client = new Client({
    url: server.origin,
    preferGetMethod: false,
    exchanges: [mapExchange({ onError, onResult }), labelboxExchange({ endpoint: server.origin })],
  })
  const controller = new AbortController()
  const { signal } = controller
  const call = failure(
    new Labelbox({ client }).execute(CreateResourceTagDocument, { text: 'a', color: 'ff0000' }, { signal }),
  )
  await expect.poll(() => server.received).toHaveLength(1)
  controller.abort()
  expect(await call).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
  await expect.poll(() => server.abandoned()).toBe(1)
  await sleep(20)
  expect(onResult).not.toHaveBeenCalled()
  expect(onError).not.toHaveBeenCalled()
})
