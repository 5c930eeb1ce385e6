import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetOf } from './target.ts'

test.each([
  ['https://api.labelbox.com/graphql', 'api.labelbox.com', 443],
  ['http://localhost/graphql', 'localhost', 80],
  ['http://127.0.0.1:4100/graphql', '127.0.0.1', 4100],
  ['https://labelbox.internal:8443/api/graphql', 'labelbox.internal', 8443],
])('%s is named in full, by its host and by its port', (endpoint, address, port) => {
  expect(targetOf(endpoint)).toEqual({ 'server.address': address, 'server.port': port, 'url.full': endpoint })
})

test.each([
  ['credentials', 'https://me:planted@host/graphql', 'https://REDACTED:REDACTED@host/graphql'],
  ['a user alone', 'https://planted@host/graphql', 'https://REDACTED:REDACTED@host/graphql'],
  ['a password alone', 'https://:planted@host/graphql', 'https://REDACTED:REDACTED@host/graphql'],
  ['values of a query', 'https://host/graphql?a=planted&b=planted=', 'https://host/graphql?a=REDACTED&b=REDACTED'],
  ['a query without names', 'https://host/graphql?planted', 'https://host/graphql?REDACTED'],
  ['a fragment', 'https://host/graphql#planted', 'https://host/graphql'],
])('leaves out %s', (_what, endpoint, full) => {
  expect(targetOf(endpoint)['url.full']).toBe(full)
})

test('a span’s URL has no credentials, query values or fragment', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{4,12}$/).map((text) => `planted${text}`)
  const name = fc.stringMatching(/^[a-z]{1,8}$/)
  const parameter = fc.oneof(
    secret,
    fc.tuple(name, secret).map(([key, value]) => `${key}=${value}`),
    fc.tuple(name, secret, secret).map(([key, ...values]) => `${key}=${values.join('=?;/')}`),
  )
  fc.assert(
    fc.property(
      fc.webUrl(),
      fc.record({ user: secret, password: secret, fragment: secret }),
      fc.array(parameter),
      (plain, { user, password, fragment }, parameters) => {
        const url = new URL(plain)
        Object.assign(url, { username: user, password, hash: fragment, search: parameters.join('&') })

        const target = targetOf(url.href)

        expect(JSON.stringify(target)).not.toContain('planted')
        expect(target['url.full']).toContain(`@${url.host}${url.pathname}`)
      },
    ),
  )
})
