import { Client } from '@urql/core'
import fc from 'fast-check'
import { Labelbox } from 'labelbox-org'
import { CancelInviteDocument, GetUserDocument, InviteUserDocument } from 'labelbox-org/operations'
import { labelboxExchange } from 'labelbox-org/urql'
import { afterEach, describe, expect, it, test, vi } from 'vitest'
import { rejection, sandboxed } from '../../../test/support/roads.ts'
import { answering, failure, serving } from '../../../test/support/serving.ts'
import { giving } from '../../../test/support/httpServer.ts'
import { newAttemptId } from './attemptId.ts'
import { connect } from '../connection.ts'
import { deliver } from '../deliver.ts'
import { uniqueWhitespace } from './uniqueWhitespace.ts'

const apiKey = 'planted.api-key'
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

afterEach(() => vi.unstubAllGlobals())

describe('X-Attempt-Id', () => {
  it('is a new UUID for each attempt of a change, and queries have none', async () => {
    const server = await serving(answering(503), giving({ done: true }))
    const connection = connect({ apiKey, endpoint: `${server.origin}/graphql`, retry: { baseDelayMs: 1 } })
    await deliver(connection, CancelInviteDocument, { id: 'i-1' })
    await deliver(connection, CancelInviteDocument, { id: 'i-1' })
    await deliver(connection, GetUserDocument, {})

    const ids = server.received.map(({ headers }) => headers['x-attempt-id'])
    expect(ids).toEqual([...Array.from({ length: 3 }, () => expect.stringMatching(uuid) as string), undefined])
    expect(new Set(ids).size).toBe(4)
  })

  it('goes along with the changes of a urql client', async () => {
    const server = await serving(giving({ createInvites: [] }))
    const endpoint = `${server.origin}/graphql`
    const client = new Client({ url: endpoint, preferGetMethod: false, exchanges: [labelboxExchange({ endpoint })] })
    await client.mutation(InviteUserDocument, { data: [] }).toPromise()
    expect(server.received[0]?.headers['x-attempt-id']).toMatch(uuid)
  })

  test.each<[where: string, crypto: unknown]>([
    [
      'where crypto has no randomUUID, as on a page without https',
      { getRandomValues: crypto.getRandomValues.bind(crypto) },
    ],
    ['where there is no crypto', undefined],
  ])('is a UUID %s', (_, value) => {
    vi.stubGlobal('crypto', value)
    const ids = Array.from({ length: 100 }, newAttemptId)
    expect(new Set(ids).size).toBe(100)
    for (const id of ids) expect(id).toMatch(uuid)
  })
})

describe('a cache', () => {
  it('gets the option of Next.js that keeps nothing, and servers get no header for it', async () => {
    const server = await serving(giving({ user: { id: 'u-1' } }))
    const fetch = vi.fn(globalThis.fetch)
    await deliver(connect({ endpoint: `${server.origin}/graphql`, fetch }), GetUserDocument, {})
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ next: { revalidate: 0 } })
    expect(server.received[0]?.headers['cache-control']).toBeUndefined()
  })

  /** What a `fetch` may know an earlier request by. */
  const keys: readonly (readonly [name: string, key: (url: string, init: RequestInit) => string])[] = [
    ['URL and body', (url, init) => `${url} ${init.body as string}`],
    ['everything that is sent', (url, init) => `${url} ${JSON.stringify({ ...init, signal: undefined })}`],
  ]

  describe.each(keys)('of a fetch that knows requests by %s', (_name, keyOf) => {
    /** Keeps the good answers, whatever the option `cache` says, and gives one to all who ask at once. */
    function caching(): typeof fetch {
      const kept = new Map<string, Promise<{ readonly status: number; readonly text: string }>>()
      return async (input, init = {}) => {
        const key = keyOf(input as string, init)
        const answer =
          kept.get(key) ??
          fetch(input, init).then(async (response) => ({ status: response.status, text: await response.text() }))
        kept.set(key, answer)
        const { status, text } = await answer
        return new Response(text, { status })
      }
    }

    it('answers no look for an invite that was cancelled, and no change', async () => {
      const sandbox = await sandboxed({ users: 2, invites: 0 })
      const { url: endpoint, apiKey } = sandbox
      const organization = await new Labelbox({ endpoint, apiKey, fetch: caching() }).getOrganization()
      const invite = { email: 'ada@cache.example', role: 'LABELER' }

      await organization.cancelInvite(await organization.inviteUser(invite))
      await organization.inviteUser(invite)

      expect(sandbox.received.filter(({ operationName }) => operationName === 'InviteUser')).toHaveLength(2)
      expect(await organization.getInvites().toArray({ limit: 9 })).toHaveLength(1)
    })

    it('answers no look that settles an unknown outcome', async () => {
      const sandbox = await sandboxed({ users: 2, invites: 0 })
      const { url: endpoint, apiKey } = sandbox
      sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'InviteUser' }])
      const organization = await new Labelbox({ endpoint, apiKey, fetch: caching() }).getOrganization()
      expect(await organization.inviteUser({ email: 'ada@cache.example', role: 'LABELER' })).toMatchObject({
        inviteeEmail: 'ada@cache.example',
      })
    })

    it('merges no two changes that are alike', async () => {
      const sandbox = await sandboxed()
      const { url: endpoint, apiKey } = sandbox
      const organization = await new Labelbox({ endpoint, apiKey, fetch: caching() }).getOrganization()
      const create = () => organization.createProject({ name: 'alike', allowedMediaType: 'IMAGE' })
      const [one, other] = await Promise.all([create(), create()])
      expect(one.id).not.toBe(other.id)
    })
  })

  test('cannot take two calls for one: each body ends in whitespace of its own, and is the same JSON', () => {
    const ends = Array.from({ length: 10_000 }, uniqueWhitespace)
    expect(new Set(ends).size).toBe(10_000)
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...ends.slice(0, 50)), (value, end) => {
        expect(JSON.parse(JSON.stringify(value) + end)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('is made unique without random numbers, which would fail a prerender of Next.js', async () => {
    const server = await serving(giving({ user: { id: 'u-1' } }))
    const random = vi.spyOn(Math, 'random')
    const values = vi.spyOn(crypto, 'getRandomValues')
    const uuids = vi.spyOn(crypto, 'randomUUID')
    const now = vi.spyOn(Date, 'now')
    await deliver(connect({ endpoint: `${server.origin}/graphql` }), GetUserDocument, {})
    for (const spy of [random, values, uuids, now]) expect(spy).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
})

describe('in Deno', () => {
  const send = async (options: Parameters<typeof connect>[0] = {}) => {
    const fetch = vi.fn(globalThis.fetch)
    const server = await serving(giving({ cancelInvite: { id: 'i-1' } }))
    vi.stubGlobal('Deno', { version: { deno: '2.9.6' } })
    if (options.fetch === undefined) vi.stubGlobal('fetch', fetch)
    const connection = connect({ ...options, endpoint: `${server.origin}/graphql` })
    await deliver(connection, CancelInviteDocument, { id: 'i-1' })
    await deliver(connection, GetUserDocument, {}).catch(() => undefined)
    return { bodies: fetch.mock.calls.map(([, init]) => init?.body), server }
  }

  it('a change goes as a stream, so that fetch can send it once only, and a query as text', async () => {
    const { bodies, server } = await send()
    expect(bodies).toEqual([expect.any(ReadableStream), expect.any(String)])
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ variables: { id: 'i-1' } })
  })

  it('your own fetch gets text', async () => {
    const bodies: unknown[] = []
    const own: typeof fetch = (input, init) => {
      bodies.push(init?.body)
      return fetch(input, init)
    }
    await send({ fetch: own })
    expect(bodies).toEqual([expect.any(String), expect.any(String)])
  })

  const refused = new TypeError('fetch failed', {
    cause: new Error(
      'error sending request for url (http://127.0.0.1:1/graphql): client error (Connect): tcp connect error: Connection refused (os error 111)',
    ),
  })

  it('a connection that is refused has sent nothing', async () => {
    vi.stubGlobal('Deno', { version: { deno: '2.9.6' } })
    vi.stubGlobal('fetch', () => Promise.reject(refused))
    const connection = connect({ endpoint: 'http://127.0.0.1:1/graphql', retry: false })
    expect(await failure(deliver(connection, InviteUserDocument, { data: [] }))).toMatchObject({ mayHaveRun: false })
  })

  it('it proves nothing about your own fetch, which may have sent the change before', async () => {
    vi.stubGlobal('Deno', { version: { deno: '2.9.6' } })
    const fetch = () => Promise.reject(refused)
    const connection = connect({ endpoint: 'http://127.0.0.1:1/graphql', retry: false, fetch })
    expect(await rejection(deliver(connection, InviteUserDocument, { data: [] }))).toMatchObject({ mayHaveRun: true })
  })
})
