import { CombinedError } from '@urql/core'
import { describe, it } from 'vitest'
import { expectLinearTime } from './support/growth.ts'
import { readResponse } from './support/readings.ts'
import { missingPermission } from '../src/transport/response/missingPermission.ts'
import { parseRetryAfter } from '../src/transport/response/retryAfter.ts'
import { toLabelboxError } from '../src/urql/toLabelboxError.ts'
import { foreignError } from '../src/transport/response/foreignError.ts'
import { connect } from '../src/transport/connection.ts'
import { judgeNetwork } from '../src/transport/response/network.ts'
import { redactUrl } from '../src/transport/observe/redactUrl.ts'

/** Positions where an expression may restart: known words, spaces, quotes, digits and brackets. */
const pieces = [
  'a',
  ' ',
  '\n',
  '{',
  '"',
  "'",
  '1',
  '=',
  '&',
  '/graphql',
  'LabelboxError: {',
  'LabelboxError: {"code":"NETWORK"}',
  'lacks the ',
  ' permission',
  ':SSL routines:',
  'GMT ',
  '%41',
]

const answer = (body: string, headers: Readonly<Record<string, string>> = {}) =>
  readResponse(
    { status: 403, headers: { get: (name) => headers[name] ?? null }, body },
    { operationName: 'GetUser', kind: 'mutation', attempts: 1, mayHaveRun: false },
  )

/** Every function on the path of a request that reads text from a server, another library or the user. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a network error through toLabelboxError': (text) =>
    toLabelboxError(new CombinedError({ networkError: new Error(text) })),
  'a message through toLabelboxError': (text) => toLabelboxError(new CombinedError({ graphQLErrors: [text] })),
  'the body of an answer': (text) => answer(text),
  'the message of a refusal': (text) =>
    answer(JSON.stringify({ errors: [{ message: text, extensions: { code: 'FORBIDDEN' } }] })),
  'the headers of an answer': (text) => answer('', { 'retry-after': text, date: text, 'x-request-id': text }),
  missingPermission,
  parseRetryAfter,
  redactUrl: (text) => redactUrl(`https://labelbox.example/?${encodeURI(text.slice(0, 100_000))}`),
  'what fetch throws': (text) =>
    judgeNetwork(Object.assign(new Error(text), { code: 'EPROTO', cause: { code: text } })),
  'the copy of what fetch throws': (text) =>
    foreignError(new Error(text), () => ({ key: 'planted.api-key', texts: ['a@b.example'] })),
  'an endpoint': (text) => connect({ endpoint: `https://labelbox.example/${encodeURI(text)}` }),
}

describe.each(Object.entries(readers))('a long text is read in linear time: %s', (_, read) => {
  it.each(pieces)('of %j', async (piece) => {
    await expectLinearTime((length) => {
      const text = piece.repeat(Math.ceil(length / piece.length))
      read(text)
      read(`${text}}`)
    }, 50_000)
  })
})
