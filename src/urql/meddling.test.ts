import { cacheExchange as graphcache } from '@urql/exchange-graphcache'
import { simplePagination } from '@urql/exchange-graphcache/extras'
import { retryExchange } from '@urql/exchange-retry'
import {
  cacheExchange,
  Client,
  createRequest,
  gql,
  makeOperation,
  type Exchange,
  type Operation,
  type OperationResult,
} from '@urql/core'
import { delay, filter, fromValue, map, merge, mergeMap, pipe, tap } from 'wonka'
import { afterEach, describe, expect, it } from 'vitest'
import {
  CreateResourceTagDocument,
  DeleteResourceTagDocument,
  GetResourceTagsDocument,
} from '../../generated/operations.ts'
import { operations, sandboxed } from '../../test/support/roads.ts'
import { failure } from '../../test/support/serving.ts'
import { Labelbox } from '../labelbox.ts'
import type { Sandbox } from '../sandbox/index.ts'
import type { ConnectionOptions } from '../transport/connection.ts'
import { labelboxExchange } from './exchange.ts'

/** A facade that goes through a client with these exchanges in front of ours. */
function through(
  { url, apiKey }: Sandbox,
  exchanges: readonly Exchange[],
  options: ConnectionOptions = {},
  behind: readonly Exchange[] = [],
): Labelbox {
  const ours = labelboxExchange({ endpoint: url, apiKey, ...options })
  return new Labelbox({ client: new Client({ url, exchanges: [...exchanges, ours, ...behind] }) })
}

const changing =
  (change: (operation: Operation) => Operation): Exchange =>
  ({ forward }) =>
  (operations$) =>
    forward(
      pipe(
        operations$,
        map((operation) => (operation.kind === 'teardown' ? operation : change(operation))),
      ),
    )

const answering =
  (change: (result: OperationResult) => OperationResult): Exchange =>
  ({ forward }) =>
  (operations$) =>
    pipe(forward(operations$), map(change))

const another = gql('query Another { user { email } }')

/** What an exchange may do with an operation, or with its result, on the way. */
const meddlers: readonly (readonly [what: string, exchange: Exchange])[] = [
  ['changes the data', answering((result) => ({ ...result, data: { other: 1 } }))],
  ['empties the data', answering((result) => ({ ...result, data: null }))],
  [
    'makes an error of it',
    answering(({ operation }) => ({
      operation,
      error: new Error('no') as never,
      stale: false,
      hasNext: false,
      data: undefined,
    })),
  ],
  ['says that it is stale', answering((result) => ({ ...result, stale: true }))],
  ['says that there is more to come', answering((result) => ({ ...result, hasNext: true }))],
  [
    'drops the result',
    ({ forward }) =>
      (operations$) =>
        pipe(
          forward(operations$),
          filter(() => false),
        ),
  ],
  [
    'gives the result twice',
    ({ forward }) =>
      (operations$) =>
        pipe(
          forward(operations$),
          mergeMap((result) => merge([fromValue(result), fromValue(result)])),
        ),
  ],
  [
    'delays the result',
    ({ forward }) =>
      (operations$) =>
        pipe(forward(operations$), delay(30)),
  ],
  [
    'delays the operation',
    ({ forward }) =>
      (operations$) =>
        forward(pipe(operations$, delay(30))),
  ],
  [
    'throws at the result',
    answering(() => {
      throw new RangeError('no')
    }),
  ],
  [
    'changes the variables',
    changing((operation) =>
      makeOperation(operation.kind, { ...operation, variables: { text: 'other', color: '000000', skip: 5 } }),
    ),
  ],
  ['changes the document', changing((operation) => makeOperation(operation.kind, { ...operation, query: another }))],
  [
    'spoils the document',
    changing((operation) =>
      makeOperation(operation.kind, { ...operation, query: { kind: 'Document', definitions: [] } as never }),
    ),
  ],
  ['changes the key', changing((operation) => makeOperation(operation.kind, { ...operation, key: 7 }))],
  [
    'changes the key and copies the variables',
    changing((operation) =>
      makeOperation(operation.kind, { ...operation, key: 7, variables: { ...operation.variables } }),
    ),
  ],
  [
    'makes a context of its own',
    changing(({ kind, context: { url }, ...operation }) =>
      makeOperation(kind, operation, { url, requestPolicy: 'network-only' }),
    ),
  ],
  [
    'copies the context as JSON',
    changing((operation) =>
      makeOperation(operation.kind, operation, JSON.parse(JSON.stringify(operation.context)) as object),
    ),
  ],
  [
    'makes an operation of its own of it',
    changing(({ kind, query, variables, context: { url } }) =>
      makeOperation(kind, createRequest(query, variables), { url, requestPolicy: 'network-only' }),
    ),
  ],
  [
    'sends it twice',
    ({ forward }) =>
      (operations$) =>
        forward(
          pipe(
            operations$,
            mergeMap((operation) => merge([fromValue(operation), fromValue(operation)])),
          ),
        ),
  ],
  [
    'tears it down as soon as it has passed',
    ({ forward }) =>
      (operations$) =>
        forward(
          pipe(
            operations$,
            mergeMap((operation) => merge([fromValue(operation), fromValue(makeOperation('teardown', operation))])),
          ),
        ),
  ],
  [
    'answers first and passes it on',
    ({ forward }) =>
      (operations$) => {
        const made$ = pipe(
          operations$,
          filter(({ kind }) => kind !== 'teardown'),
          map((operation) => ({ operation, data: { made: true }, stale: false, hasNext: false }) as OperationResult),
        )
        return merge([made$, forward(operations$)])
      },
  ],
  ['keeps answers by type', cacheExchange],
  ['keeps records, and adds __typename to what is asked', graphcache({})],
  [
    'sends again what has failed',
    retryExchange({ initialDelayMs: 1, maxDelayMs: 2, retryIf: () => true, maxNumberAttempts: 3 }),
  ],
]

const rejections: unknown[] = []
const note = (reason: unknown): void => void rejections.push(reason)
process.on('unhandledRejection', note)
afterEach(() => expect(rejections.splice(0)).toEqual([]))

describe.each(meddlers)('an exchange that %s', (_what, exchange) => {
  it('changes neither what the facade sends nor what it gets', async () => {
    const sandbox = await sandboxed()
    const byKey = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
    const labelbox = through(sandbox, [exchange])

    const { createResourceTag } = await labelbox.execute(CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' })
    const tags = await labelbox.execute(GetResourceTagsDocument, {})
    const refused = await failure(labelbox.execute(DeleteResourceTagDocument, { id: 'none' }))

    expect(createResourceTag).toEqual({ id: createResourceTag?.id, text: 'urgent', color: 'ff0000' })
    expect(tags).toEqual(await byKey.execute(GetResourceTagsDocument, {}))
    expect(refused).toMatchObject({ code: 'RESOURCE_NOT_FOUND', attempts: 1, mayHaveRun: false })
    // What it sends again has to have had the time.
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(operations(sandbox)).toEqual([
      'CreateResourceTag',
      'GetResourceTags',
      'DeleteResourceTag',
      'GetResourceTags',
    ])
  })
})

describe('the cache of a client', () => {
  it('that drops what a change removed leaves the change done', async () => {
    const sandbox = await sandboxed()
    const cache = graphcache({
      updates: {
        Mutation: {
          cancelInvite: (result, _, cache) => cache.invalidate(result['cancelInvite'] as never),
          updateUser: (result, _, cache) => cache.invalidate(result['updateUser'] as never),
          deleteResourceTag: (result, _, cache) => cache.invalidate(result['deleteResourceTag'] as never),
        },
      },
    })
    const organization = await through(sandbox, [cache]).getOrganization()
    const [tag] = await organization.getResourceTags()
    const invite = await organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' })
    const [, grace] = await organization.users().toArray({ limit: 5 })

    await organization.cancelInvite(invite)
    await organization.removeUser(grace?.id ?? '')
    await organization.deleteResourceTag(tag?.id ?? '')

    expect(await organization.getInvites().toArray({ limit: 100 })).not.toContainEqual(
      expect.objectContaining({ id: invite.id }),
    )
    expect(await organization.getResourceTags()).not.toContainEqual(tag)
  })

  it('that joins pages leaves each page as the API returned it', async () => {
    const sandbox = await sandboxed({ users: 25 })
    const cache = graphcache({
      resolvers: { Organization: { users: simplePagination({ offsetArgument: 'skip', limitArgument: 'first' }) } },
    })
    const organization = await through(sandbox, [cache]).getOrganization()

    expect(await organization.users({ pageSize: 5 }).toArray({ limit: 100 })).toHaveLength(25)
  })

  it('sees a change of the facade, and the page refetches', async () => {
    const { url, apiKey } = await sandboxed()
    const client = new Client({ url, exchanges: [cacheExchange, labelboxExchange({ endpoint: url, apiKey })] })
    const seen: number[] = []
    const subscription = client
      .query(GetResourceTagsDocument, {})
      .subscribe(({ data }) => seen.push(data?.organization?.resourceTag.length ?? -1))
    await expect.poll(() => seen).toHaveLength(1)

    await new Labelbox({ client }).execute(CreateResourceTagDocument, { text: 'urgent', color: 'ff0000' })

    await expect.poll(() => seen.at(-1)).toBe((seen[0] ?? 0) + 1)
    subscription.unsubscribe()
  })
})

describe('an exchange in front of labelboxExchange', () => {
  const tag = { text: 'urgent', color: 'ff0000' }
  const answered: Exchange = () => (operations$) =>
    pipe(
      operations$,
      filter(({ kind }) => kind !== 'teardown'),
      map((operation) => ({ operation, data: { made: true }, stale: false, hasNext: false })),
    )
  const dropped: Exchange =
    ({ forward }) =>
    (operations$) =>
      forward(
        pipe(
          operations$,
          filter(({ kind }) => kind !== 'mutation'),
        ),
      )
  const broken: Exchange =
    ({ forward }) =>
    (operations$) =>
      forward(
        pipe(
          operations$,
          tap(({ kind }) => {
            if (kind === 'mutation') throw new RangeError('Bearer planted-key')
          }),
        ),
      )

  it('that answers in its place ends the call at once with an error that says so', async () => {
    const sandbox = await sandboxed()
    const labelbox = through(sandbox, [answered])

    const query = await failure(labelbox.getUser())
    const change = await failure(labelbox.execute(CreateResourceTagDocument, tag))

    expect([query, change]).toMatchObject([
      { code: 'BAD_RESPONSE', operationName: 'GetUser', mayHaveRun: false },
      // What the exchange has done with it is not known.
      { code: 'BAD_RESPONSE', operationName: 'CreateResourceTag', mayHaveRun: true },
    ])
    expect(query.message).toContain('another exchange of the urql client answered it')
    expect(sandbox.received).toEqual([])
  })

  it('that drops an operation lets the call end by its deadline, with an error that says so', async () => {
    const sandbox = await sandboxed()
    const labelbox = through(sandbox, [dropped], { deadlineMs: 2000 })
    await labelbox.getUser()

    const error = await failure(labelbox.execute(CreateResourceTagDocument, tag, { deadlineMs: 200 }))

    expect(error).toMatchObject({ code: 'TIMEOUT', attempts: 0, mayHaveRun: false })
    expect(error.message).toContain('did not reach labelboxExchange')
    expect(operations(sandbox)).toEqual(['GetUser'])
  })

  it('that throws ends the call, and only the kind of its error is shown', async () => {
    const sandbox = await sandboxed()
    const labelbox = through(sandbox, [broken])
    await labelbox.getUser()

    const error = await failure(labelbox.execute(CreateResourceTagDocument, tag))

    expect(error).toMatchObject({ code: 'NETWORK', attempts: 0, mayHaveRun: false })
    expect(String(error.cause)).toContain('RangeError')
    expect(String(error.cause)).not.toContain('planted-key')
  })
})

describe('a Labelbox through a client', () => {
  it('is refused if the client has no labelboxExchange, with the line to add', () => {
    const clients = [new Client({ url: '/', exchanges: [] }), {}, { operations$: 1 }, null, 'client']
    for (const client of clients) {
      expect(() => new Labelbox({ client: client as Client })).toThrow('labelboxExchange({ endpoint, apiKey })')
    }
  })

  it('accepts a proxy of a client, and a copy of its methods', async () => {
    const { url, apiKey } = await sandboxed()
    const client = new Client({ url, exchanges: [labelboxExchange({ endpoint: url, apiKey })] })
    for (const each of [new Proxy(client, {}), { ...client } as Client]) {
      expect(await new Labelbox({ client: each }).getUser()).toHaveProperty('id')
    }
  })

  it.each(['timeoutMs', 'retry', 'dryRun', 'onPartialData', 'apiKey', 'rateLimit'])(
    'refuses %s, which is the exchange’s',
    async (name) => {
      const { url } = await sandboxed()
      const client = new Client({ url, exchanges: [labelboxExchange({ endpoint: url })] })
      expect(() => new Labelbox({ client, [name]: 1 })).toThrow(`labelboxExchange({ ${name} })`)
    },
  )

  it('shares the client with another Labelbox, each with its own results', async () => {
    const sandbox = await sandboxed()
    const { url, apiKey } = sandbox
    const client = new Client({ url, exchanges: [cacheExchange, labelboxExchange({ endpoint: url, apiKey })] })
    const [one, other] = [new Labelbox({ client }), new Labelbox({ client })]
    const controller = new AbortController()

    const ended = failure(one.getUser({ signal: controller.signal }))
    const answered = other.getUser()
    controller.abort()

    expect(await ended).toMatchObject({ code: 'ABORTED' })
    expect(await answered).toHaveProperty('id')
  })

  it('uses the first of two labelboxExchanges', async () => {
    const sandbox = await sandboxed()
    const elsewhere = labelboxExchange({ endpoint: 'http://127.0.0.1:1/graphql', retry: false })
    expect(await through(sandbox, [], {}, [elsewhere]).getUser()).toHaveProperty('id')
    expect(await failure(through(sandbox, [elsewhere]).getUser())).toMatchObject({ code: 'NETWORK' })
    expect(operations(sandbox)).toEqual(['GetUser'])
  })
})
