import { text } from 'node:stream/consumers'
import { mapExchange, ssrExchange, type Exchange } from '@urql/core'
import { cacheExchange as graphcache } from '@urql/exchange-graphcache'
import { createElement as h, Suspense } from 'react'
import { prerenderToNodeStream } from 'react-dom/static'
import { renderToString } from 'react-dom/server'
import { Provider, useQuery } from 'urql'
import { describe, expect, it, vi } from 'vitest'
import {
  CreateResourceTagDocument,
  GetOrganizationDocument,
  GetResourceTagsDocument,
  GetUserDocument,
  UsersDocument,
} from '../../generated/operations.ts'
import { proxied } from '../../test/support/proxied.ts'
import { operations, sandboxed } from '../../test/support/roads.ts'
import { createInviting } from '../inviting/inviting.ts'
import { refineBy, type VariablesOf } from '../lists/refine.ts'
import { toLabelboxError } from './toLabelboxError.ts'
import { createLabelboxClient, type LabelboxClientOptions } from './labelboxClient.ts'

async function connected(options: Omit<LabelboxClientOptions, 'endpoint' | 'apiKey'> = {}) {
  const sandbox = await sandboxed({ users: 3 })
  const client = createLabelboxClient({ endpoint: sandbox.url, apiKey: sandbox.apiKey, ...options })
  return { sandbox, client }
}

const tag = { text: 'new', color: 'ff0000' }

describe('createLabelboxClient', () => {
  it('keeps what it has read, and reads it again after a change', async () => {
    const { sandbox, client } = await connected()
    const shown: (readonly (string | null)[] | undefined)[] = []
    const page = client
      .query(GetResourceTagsDocument, {})
      .subscribe(({ data }) => shown.push(data?.organization?.resourceTag.map(({ text }) => text)))
    await expect.poll(() => shown).toEqual([['urgent-1', 'customer-2']])
    await client.query(GetResourceTagsDocument, {})

    await client.mutation(CreateResourceTagDocument, tag)

    await expect.poll(() => shown.at(-1)).toEqual(['urgent-1', 'customer-2', 'new'])
    page.unsubscribe()
    expect(operations(sandbox)).toEqual(['GetResourceTags', 'CreateResourceTag', 'GetResourceTags'])
  })

  it('takes another cache in place of the document cache', async () => {
    const { sandbox, client } = await connected({ cache: graphcache({}) })

    await client.query(GetOrganizationDocument, {})
    const { data } = await client.query(GetOrganizationDocument, {})

    expect(data?.organization?.name).toEqual(expect.any(String))
    expect(operations(sandbox)).toEqual(['GetOrganization'])
  })

  it('puts your exchanges in front of the cache, where they see every result', async () => {
    const results = vi.fn()
    const { client } = await connected({ exchanges: [mapExchange({ onResult: results })] })

    await client.query(GetUserDocument, {})
    await client.query(GetUserDocument, {})

    expect(results).toHaveBeenCalledTimes(2)
  })

  it('tells urql’s devtools about each request', async () => {
    const { client } = await connected()
    const types: string[] = []
    client.subscribeToDebugTarget?.(({ type }) => types.push(type))

    await client.query(GetUserDocument, {})

    expect(types).toEqual(expect.arrayContaining(['fetchRequest', 'fetchSuccess']))
  })

  it('speaks to a proxy, which gets no text: plain and filtered lists, and changes that it permits', async () => {
    const { sandbox, endpoint } = await proxied({ authorize: () => true }, { users: 3 })
    const client = createLabelboxClient({ endpoint })
    const filtered = refineBy(UsersDocument, 'users', { where: ['email_not'], orderBy: 'email_DESC' })
    const emails = async (document: typeof filtered, variables: VariablesOf<typeof filtered>) => {
      const { data, error } = await client.query(document, variables)
      if (error !== undefined) throw error
      return data?.organization?.users.map(({ email }) => email)
    }

    expect(await emails(filtered, { email_not: 'grace.hopper.2@example.com', skip: 0, first: 10 })).toEqual([
      'alan.turing.3@example.com',
      'ada.lovelace.1@example.com',
    ])
    expect((await client.mutation(CreateResourceTagDocument, tag)).error).toBeUndefined()
    const invited = await createInviting(client).invite({ email: 'new@example.com', role: 'LABELER' })
    expect(invited.status).toBe('invited')
    expect(operations(sandbox)).toContain('InviteUser')
  })

  it('says what to do in a page on plain http, and sends nothing', async () => {
    const { sandbox, endpoint } = await proxied()
    const client = createLabelboxClient({ endpoint })
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    // A text of its own, as the ids of other documents are known by now.
    const { error } = await client.query('query PlainHttp { user { id } }', {}).toPromise()
    vi.unstubAllGlobals()

    expect(error && toLabelboxError(error)).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('Serve the page over https') as string,
    })
    expect(sandbox.received).toEqual([])
  })

  it.each<[string, LabelboxClientOptions, RegExp]>([
    ['neither an endpoint nor a key', {}, /needs an endpoint/],
    ['a cache that is not an exchange', { endpoint: 'https://x.invalid', cache: {} as Exchange }, /cache must be/],
    ['a relative endpoint outside a page', { endpoint: '/api/labelbox' }, /endpoint is relative/],
  ])('refuses %s', (_what, options, message) => {
    expect(() => createLabelboxClient(options)).toThrow(message)
  })
})

describe('server rendering', () => {
  function User() {
    const [{ data, error }] = useQuery({ query: GetUserDocument })
    return h('p', null, error === undefined ? data?.user?.email : toLabelboxError(error).code)
  }
  const page = (client: ReturnType<typeof createLabelboxClient>) =>
    h(Provider, { value: client }, h(Suspense, { fallback: 'loading' }, h(User)))

  it.each([
    ['what it read', undefined, /<p>ada\.lovelace/],
    ['the error', 'another-key', /<p>AUTHENTICATION</],
  ])('hands %s to the page, which asks for nothing', async (_what, apiKey, content) => {
    const ssr = ssrExchange({ isClient: false })
    const { sandbox, client } = await connected({ ssr, suspense: true, ...(apiKey && { apiKey }) })
    const { prelude } = await prerenderToNodeStream(page(client))
    expect(await text(prelude)).toMatch(content)
    const state = JSON.parse(JSON.stringify(ssr.extractData())) as ReturnType<typeof ssr.extractData>
    const requests = sandbox.received.length

    const restored = ssrExchange({ isClient: true, initialState: state })
    const inPage = createLabelboxClient({ endpoint: sandbox.url, ssr: restored, suspense: true })

    expect(renderToString(page(inPage))).toMatch(content)
    expect(sandbox.received).toHaveLength(requests)
    expect(JSON.stringify(state)).not.toContain(sandbox.apiKey)
  })
})
