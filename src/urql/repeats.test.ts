import { authExchange } from '@urql/exchange-auth'
import { retryExchange } from '@urql/exchange-retry'
import { Client, makeOperation, type Exchange, type Operation } from '@urql/core'
import { filter, makeSubject, merge, pipe } from 'wonka'
import { describe, expect, it } from 'vitest'
import {
  CreateResourceTagDocument,
  GetResourceTagsDocument,
  InviteUserDocument,
  SetDefaultIamIntegrationDocument,
} from '../../generated/operations.ts'
import { operations, sandboxed } from '../../test/support/roads.ts'
import { answering, graphQLError, reset, serving } from '../../test/support/serving.ts'
import { giving } from '../../test/support/httpServer.ts'
import { labelboxExchange } from './exchange.ts'

const tag = { text: 'urgent', color: 'ff0000' }

/** Sends everything `times` times, whatever the outcome. */
const sendingAgain =
  (times: number, change = (operation: Operation) => operation): Exchange =>
  ({ forward }) =>
  (operations$) => {
    const again = makeSubject<Operation>()
    const sent = new Map<number, number>()
    return pipe(
      forward(merge([operations$, again.source])),
      filter(({ operation }) => {
        const count = (sent.get(operation.key) ?? 0) + 1
        sent.set(operation.key, count)
        if (count >= times) return true
        again.next(change(operation))
        return false
      }),
    )
  }

/** Exchanges that send a mutation again, as they are set up in apps. */
const repeaters: readonly (readonly [name: string, exchange: Exchange])[] = [
  ['retryExchange', retryExchange({ initialDelayMs: 1, maxDelayMs: 2, maxNumberAttempts: 3, retryIf: () => true })],
  [
    'retryExchange with another context',
    retryExchange({
      initialDelayMs: 1,
      maxDelayMs: 2,
      maxNumberAttempts: 3,
      retryWith: (_, operation) => makeOperation(operation.kind, operation, { requestPolicy: 'network-only' }),
    }),
  ],
  [
    'authExchange',
    authExchange(() =>
      Promise.resolve({
        addAuthToOperation: (operation) => operation,
        didAuthError: () => true,
        refreshAuth: () => Promise.resolve(),
      }),
    ),
  ],
  ['an exchange that sends everything three times', sendingAgain(3)],
  ['an exchange that copies what it sends again', sendingAgain(3, (operation) => structuredClone(operation))],
]

const withClient = ({ url, apiKey }: { readonly url: string; readonly apiKey?: string }, before: readonly Exchange[]) =>
  new Client({ url, exchanges: [...before, labelboxExchange({ endpoint: url, apiKey, retry: false })] })

describe.each(repeaters)('%s', (_name, exchange) => {
  it('makes one invite of one click, and gets its result', async () => {
    const sandbox = await sandboxed()
    const { data: user } = await withClient(sandbox, []).query(GetResourceTagsDocument, {})
    expect(user).toBeDefined()
    sandbox.setFaults([{ kind: 'reset', processed: true, operationName: 'InviteUser', times: 5 }])
    const client = withClient(sandbox, [exchange])

    const { error } = await client.mutation(InviteUserDocument, { data: [] })

    expect(error).toMatchObject({ code: 'NETWORK', mayHaveRun: true, attempts: 1 })
    expect(operations(sandbox).filter((name) => name === 'InviteUser')).toHaveLength(1)
  })

  it.each([
    ['a gateway that fails', answering(502)],
    ['a connection that breaks', reset],
    ['an answer that nobody can read', answering(200, 'no')],
    ['an error of the API that leaves it open', answering(200, graphQLError('INTERNAL_SERVER_ERROR'))],
    ['success', giving({ createResourceTag: { id: 't-1' }, setDefaultIamIntegration: { id: 'i-1' } })],
  ])('sends a mutation once after %s', async (_what, answer) => {
    const server = await serving(answer)
    const client = withClient({ url: server.origin }, [exchange])

    await client.mutation(CreateResourceTagDocument, tag)
    await client.mutation(SetDefaultIamIntegrationDocument, { id: 'i-1' })

    expect(server.received.map(({ body }) => /mutation (\w+)/.exec(body)?.[1])).toEqual([
      'CreateResourceTag',
      'SetDefaultIamIntegration',
    ])
  })

  it('repeats mutations that did not run, and any query', async () => {
    const server = await serving(answering(429), giving({ createResourceTag: { id: 't-1' } }))
    await withClient({ url: server.origin }, [exchange]).mutation(CreateResourceTagDocument, tag)
    expect(server.received.length).toBeGreaterThan(1)

    const failing = await serving(answering(502))
    await withClient({ url: failing.origin }, [exchange]).query(GetResourceTagsDocument, {})
    expect(failing.received.length).toBeGreaterThan(1)
  })
})

describe('a mutation', () => {
  it('that is repeated while under way gets the result of the first', async () => {
    const answers: (() => void)[] = []
    const server = await serving((request, response) => {
      answers.push(() => giving({ createResourceTag: { id: `t-${answers.length}` } })(request, response))
    })
    const client = withClient({ url: server.origin }, [])
    const operation = client.createRequestOperation('mutation', {
      key: 1,
      query: CreateResourceTagDocument,
      variables: tag,
    })

    const both = [client.executeRequestOperation(operation), client.executeRequestOperation(operation)].map((source) =>
      source.toPromise(),
    )
    while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    answers[0]?.()

    const [one, other] = await Promise.all(both)
    expect(one?.data).toEqual({ createResourceTag: { id: 't-1' } })
    expect(other?.data).toBe(one?.data)
    expect(server.received).toHaveLength(1)
  })

  it('of every click is sent, even of two identical clicks', async () => {
    const server = await serving(answering(502))
    const client = withClient({ url: server.origin }, [])
    for (let click = 0; click < 3; click += 1) await client.mutation(CreateResourceTagDocument, tag)
    expect(server.received).toHaveLength(3)
  })

  it('is recognized after thousands of others, without keeping their results', async () => {
    const server = await serving(giving({ createResourceTag: { id: 't-1' } }))
    const client = withClient({ url: server.origin }, [])
    const request = { key: 1, query: CreateResourceTagDocument, variables: tag }
    const first = client.createRequestOperation('mutation', request)
    await client.executeRequestOperation(first)
    for (let click = 0; click < 300; click += 1) await client.mutation(CreateResourceTagDocument, tag)
    const sent = server.received.length

    const { error } = await client.executeRequestOperation(first)

    expect(error).toMatchObject({ code: 'INVALID_INPUT', mayHaveRun: true })
    expect(server.received).toHaveLength(sent)
  })
})
