import { setTimeout as sleep } from 'node:timers/promises'
import { Client, fetchExchange, gql, mapExchange, type Exchange } from '@urql/core'
import { delay, pipe } from 'wonka'
import { describe, expect, it, vi } from 'vitest'
import { CreateResourceTagDocument, UsersDocument } from '../../generated/operations.ts'
import { giving, silence, type HttpServer } from '../../test/support/httpServer.ts'
import { operations, rejection, roads, sandboxed } from '../../test/support/roads.ts'
import { failure, serving } from '../../test/support/serving.ts'
import { isLabelboxError } from '../errors.ts'
import { Labelbox } from '../labelbox.ts'
import { connect } from './connection.ts'
import type { RequestOptions } from './deadline.ts'
import { labelboxExchange } from './exchange.ts'
import { throughClient } from './execute.ts'
import { realTiming } from './timing.ts'

describe.each(roads)('a call %s', (_name, connect) => {
  it('ends in a LabelboxError for what cannot be sent, and leaves no timer behind', async () => {
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
    ['an object that is no signal', { signal: { aborted: false }, timeoutMs: 20 }],
    ['no signal but null', { signal: null }],
    ['a time that is none', { timeoutMs: '1000' }],
    ['another way with partial data', { onPartialData: 'keep' }],
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

  it('that has ended before it began has sent nothing, and says so', async () => {
    const sandbox = await sandboxed()
    const tag = { text: 'never', color: 'ffffff' }

    const error = await rejection(
      connect(sandbox).execute(CreateResourceTagDocument, tag, { signal: AbortSignal.abort() }),
    )

    expect(error).toMatchObject({ code: 'ABORTED', mayHaveRun: false, attempts: 0 })
    expect(sandbox.received).toEqual([])
  })

  it('goes to the experimental endpoint when the field that lives there is in a fragment', async () => {
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

it('a mutation that has ended while another exchange held it is not sent after all', async () => {
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
  const through = ({ origin }: HttpServer, exchange = labelboxExchange({ endpoint: origin }), more: object = {}) =>
    new Labelbox({ client: new Client({ url: origin, preferGetMethod: false, exchanges: [exchange] }), ...more })
  const createTag = (labelbox: Labelbox, options?: RequestOptions) =>
    failure(labelbox.execute(CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' }, options))

  it('are minded by labelboxExchange: timeoutMs is for each request, and deadlineMs for all', async () => {
    const server = await serving(silence, giving({ users: [] }))
    const data = await through(server).execute(UsersDocument, { skip: 0, first: 1 }, { timeoutMs: 500 })
    expect(data).toEqual({ users: [] })
    const error = await createTag(through(await serving(silence)), { deadlineMs: 300 })
    expect(error).toMatchObject({ code: 'TIMEOUT', attempts: 1, mayHaveRun: true })
  })

  it('are minded for another exchange: one request is under way, as far as can be told', async () => {
    const server = await serving(silence)
    const labelbox = through(server, fetchExchange)
    const controller = new AbortController()
    const call = createTag(labelbox, { signal: controller.signal })
    await vi.waitFor(() => expect(server.received).toHaveLength(1))
    controller.abort('enough')
    expect(await call).toMatchObject({ code: 'ABORTED', cause: 'enough', attempts: 1, mayHaveRun: true })

    const late = { code: 'TIMEOUT', operationName: 'CreateResourceTag', attempts: 1, mayHaveRun: true }
    for (const limits of [{ timeoutMs: 50 }, { deadlineMs: 50 }]) {
      const [name = ''] = Object.keys(limits)
      const errors = [await createTag(labelbox, limits), await createTag(through(server, fetchExchange, limits))]
      expect(errors).toMatchObject([late, late])
      for (const { message } of errors) expect(message).toContain(name)
    }
  })

  it('end a query of another exchange, whose request urql then gives up', async () => {
    const server = await serving(silence)
    const controller = new AbortController()
    const call = through(server, fetchExchange).execute(
      UsersDocument,
      { skip: 0, first: 1 },
      { signal: controller.signal },
    )
    await vi.waitFor(() => expect(server.received).toHaveLength(1))
    controller.abort()
    expect(await failure(call)).toMatchObject({ code: 'ABORTED', attempts: 1, mayHaveRun: false })
    await vi.waitFor(() => expect(server.abandoned()).toBe(1))
  })

  it('are those of the call that it is a part of, too', async () => {
    const server = await serving(silence)
    const client = new Client({ url: server.origin, preferGetMethod: false, exchanges: [fetchExchange] })
    const execute = throughClient(client, connect({}))
    const options = { endsAt: realTiming.now() + 100 }
    const error = await failure(execute(UsersDocument, { skip: 0, first: 1 }, options))
    expect(error).toMatchObject({ code: 'TIMEOUT' })
    expect(error.message).toContain('deadlineMs')
  })

  it.each([0, NaN, '1000'])('cannot be %j', async (ms) => {
    const server = await serving(giving({}))
    for (const name of ['timeoutMs', 'deadlineMs']) {
      expect(await createTag(through(server, fetchExchange), { [name]: ms })).toMatchObject({ code: 'INVALID_INPUT' })
    }
    expect(server.received).toEqual([])
  })

  it('leave no timer behind when the answer has come', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    await through(await serving(giving({ users: [] })), fetchExchange).execute(UsersDocument, { skip: 0, first: 1 })
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThanOrEqual(before)
  })
})

it('a mutation that is aborted is no error for the other exchanges of the client', async () => {
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
  await vi.waitFor(() => expect(server.received).toHaveLength(1))
  controller.abort()
  expect(await call).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
  await vi.waitFor(() => expect(server.abandoned()).toBe(1))
  await sleep(20)
  expect(onResult).not.toHaveBeenCalled()
  expect(onError).not.toHaveBeenCalled()
})
