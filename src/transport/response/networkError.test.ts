import { describe, expect, test } from 'vitest'
import { headersWith } from '../request/requestHeaders.ts'
import { networkError } from './networkError.ts'

const call = { operationName: 'InviteUser', kind: 'mutation', attempts: 1, mayHaveRun: false } as const

const message = {
  url: 'https://gateway.example.com/graphql?token=plan%2dted&tenant=acme-labs',
  headers: {
    ...headersWith('Bearer s3cr3t-key-of-labelbox', { cookie: 'session=cookie-value; theme=dark-blue' }),
  },
  body: JSON.stringify({
    query: 'mutation InviteUser { id }',
    variables: { email: 'ada@example.com', ids: ['in-a-list', 'u-123', 'u-1'], metadata: { 'Grace H.': 1, A: 2 } },
  }),
}

const causeOf = (words: string) => networkError({ call, message, hasKey: true, thrown: new Error(words) }).cause

describe('the cause of a failed connection', () => {
  test.each([
    ['a value of the URL’s query', 'plan-ted'],
    ['the same value as the URL has it', 'plan%2dted'],
    ['a later one', 'acme-labs'],
    ['a header of the user’s', 'session=cookie-value; theme=dark-blue'],
    ['a part of that header', 'cookie-value'],
    ['a later part', 'dark-blue'],
    ['a variable', 'ada@example.com'],
    ['an item of a list', 'in-a-list'],
    ['a variable of five characters', 'u-123'],
    ['a name within a JSON value that may be data', 'Grace H.'],
    ['the key', 's3cr3t-key-of-labelbox'],
    ['a part of the key', 'key-of-labelbox'],
  ])('has no text with %s', (_, secret) => {
    expect(causeOf(`failed at ${secret}.`)).toHaveProperty('message', expect.stringContaining('Text left out'))
  })

  test.each([
    ['the headers that all requests have', 'no application/json'],
    ['short texts, which may be there by chance', 'failed with u-1 alone'],
    ['names of the URL’s query', 'a token for a tenant'],
    ['names of variables', 'email, ids, A'],
    ['the server', 'connect ECONNREFUSED gateway.example.com'],
  ])('keeps texts with %s', (_, words) => {
    expect(causeOf(words)).toHaveProperty('message', words)
  })

  test('of a request with files has names and codes alone', () => {
    const withFile = { ...message, body: new Uint8Array(1) }
    const thrown = Object.assign(new Error('failed at ada@example.com'), { code: 'ECONNRESET' })
    const { cause } = networkError({ call, message: withFile, hasKey: true, thrown })
    expect(cause).toMatchObject({ code: 'ECONNRESET', message: expect.stringContaining('Text left out') as string })
  })

  test('is shown without a key too', () => {
    const keyless = { ...message, headers: headersWith(undefined) }
    const { cause } = networkError({ call, message: keyless, hasKey: false, thrown: new Error('reset') })
    expect(cause).toHaveProperty('message', 'reset')
  })
})

test('the message names the code of the innermost cause, if it is one of the system’s', () => {
  const thrown = (code: unknown) =>
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('no'), { code, cause: Object.assign(new Error('no'), { code: 7 }) }),
    })
  const said = (error: unknown) => networkError({ call, message, hasKey: true, thrown: error }).message
  expect(said(thrown('ENOTFOUND'))).toMatch(/ See `error\.cause`: ENOTFOUND\.$/)
  for (const code of ['ada-lovelace', 'NOT a code', 'code_NO', 7, undefined])
    expect(said(thrown(code))).toMatch(/ See `error\.cause`\.$/)
  expect(said('a text')).toMatch(/ See `error\.cause`\.$/)
})

test('the message about a closed transport says what to do', () => {
  const thrown = Object.assign(new Error('closed'), { code: 'UND_ERR_CLOSED' })
  expect(networkError({ call, message, hasKey: true, thrown }).message).toContain(
    'InviteUser failed: its transport is closed. Close it after the last call, or make another one.',
  )
})
