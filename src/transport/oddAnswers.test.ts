import { cacheExchange, Client } from '@urql/core'
import { describe, expect, it } from 'vitest'
import { rejection, sandboxed } from '../../test/support/roads.ts'
import { failure } from '../../test/support/serving.ts'
import { isLabelboxError, Labelbox } from '../index.ts'
import { labelboxExchange } from '../urql/exchange.ts'

// What a user's own `fetch` may return: responses made by hand, and other values.

type Change = (response: Response, text: string) => unknown

/** Answers changed when the sandbox has carried out the operation. */
const changing =
  (operationName: string, change: Change): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    if (!(init?.body as string).includes(operationName)) return response
    return change(response, await response.text()) as Response
  }

const odd: readonly (readonly [string, Change])[] = [
  ['no headers', (_, text) => ({ status: 200, text: () => Promise.resolve(text) })],
  [
    'headers without a way to read them',
    (_, text) => ({ status: 200, headers: {}, text: () => Promise.resolve(text) }),
  ],
  ['headers that throw', (_, text) => ({ status: 200, headers: { get: fail }, text: () => Promise.resolve(text) })],
  ['a status that throws', (response) => Object.defineProperty(response, 'status', { get: fail })],
  ['no status', ({ headers }, text) => ({ headers, text: () => Promise.resolve(text) })],
  ['a body without a way to read it', ({ headers }) => ({ status: 200, headers })],
  ['nothing', () => undefined],
  [
    'data that is too deep to go through',
    (_, text) => new Response(text.replace('"id":', `"x":${deep(20_000)},"id":`)),
  ],
]

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

function fail(): never {
  throw new RangeError('odd')
}

it('an app’s cache goes through no answer that is too deep', async () => {
  const { url, apiKey } = await sandboxed()
  const fetch = changing('GetUser', () => new Response(`{"data":{"user":{"id":"u-1","x":${deep(20_000)}}}}`))
  const exchanges = [cacheExchange, labelboxExchange({ endpoint: url, apiKey, fetch })]
  const client = new Client({ url, preferGetMethod: false, exchanges })
  expect(await failure(new Labelbox({ client }).getUser())).toMatchObject({ code: 'BAD_RESPONSE' })
})

it('an answer may be deep', async () => {
  const { url: endpoint, apiKey } = await sandboxed()
  const fetch = changing('GetUser', () => new Response(`{"data":{"user":{"id":"u-1","x":${deep(400)}}}}`))
  expect(await new Labelbox({ endpoint, apiKey, fetch }).getUser()).toMatchObject({ id: 'u-1' })
})

describe.each(odd)('a fetch that returns %s', (_, change) => {
  it('fails a query with a LabelboxError', async () => {
    const fetch = changing('GetMembers', change)
    const { url: endpoint, apiKey } = await sandboxed({ users: 2 })
    const organization = await new Labelbox({ endpoint, apiKey, fetch, retry: false }).getOrganization()
    expect(isLabelboxError(await rejection(organization.getMembers().toArray({ limit: 1 })))).toBe(true)
  })

  it('makes the facade read back an invite that may have been sent', async () => {
    const email = 'ada@odd.example'
    const fetch = changing('InviteUser', change)
    const { url: endpoint, apiKey } = await sandboxed({ users: 2 })
    const organization = await new Labelbox({ endpoint, apiKey, fetch }).getOrganization()
    expect(await organization.inviteUser({ email, role: 'LABELER' })).toMatchObject({ inviteeEmail: email })
  })
})
