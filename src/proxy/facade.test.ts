import { cacheExchange, Client } from '@urql/core'
import { Labelbox } from 'labelbox-org'
import { labelboxExchange } from 'labelbox-org/urql'
import { UsersDocument } from 'labelbox-org/operations'
import { describe, expect, it } from 'vitest'
import { changes, makeRecords, reads } from '../../test/support/everyMethod.ts'
import { operations } from '../../test/support/roads.ts'
import { proxied } from '../../test/support/proxied.ts'
import { failure } from '../../test/support/serving.ts'

const everything = { authorize: () => true, secretOperations: ['CreateApiKey'] } as const
const page = { trustedDocuments: true, retry: { baseDelayMs: 1 } } as const

type Way = readonly [name: string, labelbox: (endpoint: string) => Labelbox]

const ways: readonly [Way, Way] = [
  ['by its endpoint', (endpoint) => new Labelbox({ endpoint, ...page })],
  [
    'through a urql client with a cache',
    (endpoint) =>
      new Labelbox({
        client: new Client({ url: endpoint, exchanges: [cacheExchange, labelboxExchange({ endpoint, ...page })] }),
      }),
  ],
]

describe.each(ways)('the facade behind a proxy, %s', (_, labelboxOf) => {
  it('reads with every method what it reads with a key', async () => {
    const { endpoint, sandbox } = await proxied(everything, { users: 5, projects: 1 })
    const records = await makeRecords(sandbox, labelboxOf(endpoint))
    for (const [name, call] of Object.entries(reads)) {
      const before = operations(sandbox).length
      const organization = await labelboxOf(endpoint).getOrganization()
      const result = call(organization, records, undefined)
      if (Symbol.asyncIterator in (result as object)) {
        for await (const item of result as AsyncIterable<unknown>) expect(item, name).toBeDefined()
      } else await result
      expect(operations(sandbox).length, name).toBeGreaterThan(before)
    }
  })

  it('filters and orders by names that the server checks', async () => {
    const { endpoint, sandbox } = await proxied({}, { users: 9 })
    const organization = await labelboxOf(endpoint).getOrganization()
    const all = await organization
      .users({ orderBy: 'email_DESC', where: { email_gt: 'c', deleted: false } })
      .toArray({ limit: 99 })
    const emails = all.map(({ email }) => email ?? '')
    expect(emails).toEqual([...emails].sort().reverse())
    expect(emails.every((email) => email > 'c')).toBe(true)
    expect(sandbox.received.at(-1)?.query).toContain('orderBy: email_DESC')
  })

  it('an error has the code and the details that the server found', async () => {
    const { endpoint, sandbox } = await proxied()
    const labelbox = labelboxOf(endpoint)
    sandbox.setFaults([{ kind: 'http-status', status: 503, times: 1 }])
    await labelbox.getOrganization()
    const organization = await labelbox.getOrganization()
    const error = await failure(organization.createResourceTag({ text: 'urgent', color: 'ff0000' }))
    expect(error).toMatchObject({
      code: 'NOT_PERMITTED',
      status: 403,
      mayHaveRun: false,
      retryable: false,
      attempts: 1,
    })
  })
})

it('a file is not sent to a proxy, and the error says where to send it', async () => {
  const { endpoint, sandbox } = await proxied(everything, { users: 5, projects: 1 })
  const records = await makeRecords(sandbox, new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }))
  const [[, byEndpoint]] = ways
  const { importGroupMembers } = changes
  const error = await failure(
    (async () => importGroupMembers?.(await byEndpoint(endpoint).getOrganization(), records, undefined))(),
  )
  expect(error).toMatchObject({ code: 'INVALID_INPUT', mayHaveRun: false })
  expect(error.message).toContain('Send it from your server')
  expect(operations(sandbox)).not.toContain('ImportGroupMembers')
})

const sendable = Object.entries(changes).filter(([name]) => name !== 'importGroupMembers')

it.each(sendable)('a change is made through a proxy as with a key: %s', async (_, call) => {
  const { endpoint, sandbox } = await proxied(everything, { users: 5, projects: 1 })
  const records = await makeRecords(sandbox, new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }))
  const before = operations(sandbox).length
  const [, [, throughClient]] = ways
  await call(await throughClient(endpoint).getOrganization(), records, undefined)
  expect(operations(sandbox).length).toBeGreaterThan(before + 1)
})

it('a urql query sends an id and no text', async () => {
  const { endpoint } = await proxied({}, { users: 3 })
  const bodies: string[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    bodies.push(init?.body as string)
    return globalThis.fetch(input, init)
  }
  const client = new Client({
    url: endpoint,
    exchanges: [cacheExchange, labelboxExchange({ endpoint, ...page, fetch })],
  })
  const { data, error } = await client.query(UsersDocument, { skip: 0, first: 2 }).toPromise()
  expect(error).toBeUndefined()
  expect(data?.organization?.users).toHaveLength(2)
  expect(data).toMatchObject({ organization: { __typename: expect.any(String) as string } })
  expect(Object.keys(JSON.parse(bodies[0] ?? '{}') as object)).toEqual(['documentId', 'operationName', 'variables'])
})
