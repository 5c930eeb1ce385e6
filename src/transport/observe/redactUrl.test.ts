import { expect, test } from 'vitest'
import { redactUrl } from './redactUrl.ts'

test.each([
  ['https://api.labelbox.com/graphql', 'https://api.labelbox.com/graphql'],
  ['https://gateway.example.com:8443/a/b?x=1', 'https://gateway.example.com:8443/a/b?x=REDACTED'],
  ['https://gateway.example.com/graphql?token', 'https://gateway.example.com/graphql?REDACTED'],
  [
    'https://gateway.example.com/graphql?a=1=2&b&c=',
    'https://gateway.example.com/graphql?a=REDACTED&REDACTED&c=REDACTED',
  ],
  ['https://gateway.example.com/graphql#planted', 'https://gateway.example.com/graphql'],
  ['https://planted@gateway.example.com/graphql', 'https://REDACTED:REDACTED@gateway.example.com/graphql'],
  ['https://:planted@gateway.example.com/graphql', 'https://REDACTED:REDACTED@gateway.example.com/graphql'],
  ['https://planted:planted@gateway.example.com/?a=1', 'https://REDACTED:REDACTED@gateway.example.com/?a=REDACTED'],
])('%s is shown as %s', (url, shown) => {
  expect(redactUrl(url)).toBe(shown)
})
