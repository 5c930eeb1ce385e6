import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOfClosed, judgeNetwork } from './network.ts'

/** As undici throws it: the reason is the cause of a TypeError. */
const thrown = (cause: unknown) => new TypeError('fetch failed', { cause })
const failed = (code: string, syscall?: string) => Object.assign(new Error(code), { code, ...(syscall && { syscall }) })
const several = (...errors: unknown[]) => Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' })

const tunnel = (status: number) => new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`)

const hungUp = 'Client network socket disconnected before secure TLS connection was established'

const protocol = (reason: string) =>
  Object.assign(
    new Error(`write EPROTO 80FC66559F7F0000:error:0A00010B:SSL routines:ssl3_get_record:${reason}:ssl3_record.c:350:`),
    {
      code: 'EPROTO',
      syscall: 'write',
    },
  )

const unreadable = {
  get code(): never {
    throw new RangeError('odd')
  },
}

const unsent = { mayHaveRun: false, retryable: true }
const ambiguous = { mayHaveRun: true, retryable: true }
const hopeless = { mayHaveRun: false, retryable: false }

describe('judgeNetwork', () => {
  test.each([
    ['a refused connection', thrown(failed('ECONNREFUSED', 'connect')), unsent],
    ['a name that is not known', thrown(failed('ENOTFOUND', 'getaddrinfo')), unsent],
    ['a name server that does not answer', thrown(failed('EAI_AGAIN', 'getaddrinfo')), unsent],
    ['no route while connecting', thrown(failed('EHOSTUNREACH', 'connect')), unsent],
    ['a connection that takes too long', thrown(failed('UND_ERR_CONNECT_TIMEOUT')), unsent],
    ['a name server that fails', thrown(failed('EAI_FAIL', 'getaddrinfo')), unsent],
    [
      'a server that hangs up during the handshake',
      thrown(Object.assign(failed('ECONNRESET'), { message: hungUp })),
      unsent,
    ],
    ['a refused connection without a further cause', { code: 'ECONNREFUSED', cause: null }, unsent],
    ['a refusal, in Bun', failed('ConnectionRefused'), unsent],
    ['addresses that all refuse', thrown(several(failed('ECONNREFUSED'), failed('ENETUNREACH', 'connect'))), unsent],
    ['a list in a list', several(several(failed('ECONNREFUSED'))), unsent],
    ['no route on a connection that stood', thrown(failed('EHOSTUNREACH', 'read')), ambiguous],
    ['a reset', thrown(failed('ECONNRESET', 'read')), ambiguous],
    ['a reset while writing', thrown(failed('EPIPE', 'write')), ambiguous],
    ['a socket that the other side closed', thrown(failed('UND_ERR_SOCKET')), ambiguous],
    ['no headers in time', thrown(failed('UND_ERR_HEADERS_TIMEOUT')), ambiguous],
    ['addresses of which one broke', thrown(several(failed('ECONNREFUSED'), failed('ECONNRESET', 'read'))), ambiguous],
    ['addresses of which one says nothing', thrown(several(failed('ECONNREFUSED'), new Error('no'))), ambiguous],
    ['a list of nothing', new AggregateError([]), ambiguous],
    ['any failure in a browser', new TypeError('Failed to fetch'), ambiguous],
    ['a self-signed certificate', thrown(failed('DEPTH_ZERO_SELF_SIGNED_CERT')), hopeless],
    ['a chain that ends in nobody known', thrown(failed('UNABLE_TO_VERIFY_LEAF_SIGNATURE')), hopeless],
    ['a certificate of another name', thrown(failed('ERR_TLS_CERT_ALTNAME_INVALID')), hopeless],
    ['a certificate that has expired', thrown(failed('CERT_HAS_EXPIRED')), hopeless],
    ['a list of revoked certificates that has expired', thrown(failed('CRL_HAS_EXPIRED')), hopeless],
    ['no cipher in common', thrown(failed('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE')), hopeless],
    ['https to a port of http', thrown(failed('ERR_SSL_WRONG_VERSION_NUMBER')), hopeless],
    ['a key that is too small', thrown(failed('ERR_SSL_EE_KEY_TOO_SMALL')), hopeless],
    ['a header that undici refuses', thrown(failed('UND_ERR_INVALID_ARG')), hopeless],
    ['a header that undici does not support', thrown(failed('UND_ERR_NOT_SUPPORTED')), hopeless],
    ['connections that were closed before', thrown(failed('UND_ERR_CLOSED')), hopeless],
    ['connections that were closed meanwhile', thrown(failed('UND_ERR_DESTROYED')), ambiguous],
    ['a proxy that forbids the server', thrown(tunnel(403)), hopeless],
    ['a proxy that wants a sign-in page to be seen', thrown(tunnel(302)), hopeless],
    ['a proxy that opens no tunnel', thrown(tunnel(201)), hopeless],
    ['a proxy that has too much to do', thrown(tunnel(429)), unsent],
    ['a proxy that fails', thrown(tunnel(500)), unsent],
    ['a proxy without a way to the server', thrown(tunnel(502)), unsent],
    ['https to a port of http, in older Node', thrown(protocol('wrong version number')), hopeless],
    [
      'the same words on a connection that was reset',
      thrown(Object.assign(protocol('wrong version number'), { code: 'ECONNRESET' })),
      ambiguous,
    ],
    ['an alert of a bad record, in older Node', thrown(protocol('sslv3 alert bad record mac')), ambiguous],
    ['a failure of TLS in Bun, whenever it comes', failed('EPROTO'), ambiguous],
    ['a record that cannot be decrypted', thrown(failed('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC')), ambiguous],
    ['an internal error that TLS reports', thrown(failed('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR')), ambiguous],
    ['an end that TLS did not expect', thrown(failed('ERR_SSL_UNEXPECTED_EOF_WHILE_READING')), ambiguous],
  ])('%s', (_, error, verdict) => {
    expect(judgeNetwork(error)).toEqual(verdict)
  })

  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'FailedToOpenSocket'])(
    '%s alone is proof enough, as not every fetch names the system call',
    (code) => {
      expect(judgeNetwork(failed(code))).toEqual(unsent)
    },
  )

  test('believes Deno only if the body was a stream, as Deno sends others a second time by itself', () => {
    const refusal = 'error sending request for url (https://api.labelbox.com/graphql): client error (Connect)'
    expect(judgeNetwork(new TypeError(refusal), true)).toEqual(unsent)
    expect(judgeNetwork(new TypeError(refusal), false)).toEqual(ambiguous)
    expect(judgeNetwork(new TypeError(refusal))).toEqual(ambiguous)
    expect(judgeNetwork(new TypeError('error sending request: connection closed'), true)).toEqual(ambiguous)
    expect(judgeNetwork({ message: 7 }, true)).toEqual(ambiguous)
  })

  test('takes an error that cannot be read for a request that may have run', () => {
    expect(judgeNetwork(thrown(unreadable))).toEqual(ambiguous)
  })

  test('takes what it does not know for a request that may have run', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(judgeNetwork(value)).toEqual(ambiguous)
        expect(judgeNetwork(thrown(value))).toEqual(ambiguous)
      }),
    )
  })

  test('comes to an end with an error that is its own cause', () => {
    const error = new Error('round')
    error.cause = error
    expect(judgeNetwork(error)).toEqual(ambiguous)
  })
})

test('isOfClosed finds the code of connections that were closed before, and nothing in other errors', () => {
  expect(isOfClosed(thrown(failed('UND_ERR_CLOSED')))).toBe(true)
  expect(isOfClosed(thrown(failed('UND_ERR_DESTROYED')))).toBe(false)
  expect(isOfClosed(thrown(unreadable))).toBe(false)
})
