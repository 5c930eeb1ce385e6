import type { FaultKind } from 'labelbox-org/sandbox'
import {
  all,
  denied,
  limited,
  one,
  open,
  refused,
  slowly,
  spoilt,
  type Answer,
  type Case,
  type Make,
} from './variants.ts'

const inThreeSeconds = (): Answer => ({
  status: 429,
  body: 'json',
  retryAfter: new Date(Date.now() + 3000).toUTCString(),
})

const bodies = { json: 'in JSON', html: 'with a page', text: 'in words', empty: 'without a body' } as const

const httpStatus = all(
  ...[500, 502, 503, 504, 520].map((status) => open(['HTTP', status], { status })),
  one(['HTTP', 502], { status: 502 }, 'never', 'three times'),
  one(['HTTP', 502], { status: 502 }, 'before', 'three times'),
  slowly(['HTTP', 502], { status: 502 }),
  open(['HTTP', 503, 'with Retry-After: 2'], { status: 503, retryAfter: 2 }),
  open(['HTTP', 503, 'without a body'], { status: 503, body: 'empty' }),
  open(['HTTP', 500, 'for a broken connection'], {
    status: 500,
    body: 'text',
    message: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
  }),
  open(['HTTP', 504, 'in the words of the quota'], {
    status: 504,
    body: 'json',
    message: 'You have exceeded the time',
  }),
  open(['HTTP', 408], { status: 408 }),
  open(['HTTP', 499], { status: 499 }),
  open(['HTTP', 200, 'with a page'], { status: 200 }),
  open(['HTTP', 200, 'without a body'], { status: 200, body: 'empty' }),
  open(['HTTP', 302], { status: 302 }),
  ...(['json', 'html', 'text', 'empty'] as const).flatMap((body) => [
    limited(['HTTP', 429, bodies[body]], { status: 429, body }),
    limited(['HTTP', 429, `${bodies[body]}, with Retry-After: 2`], { status: 429, body, retryAfter: 2 }),
  ]),
  denied(['HTTP', 429], { status: 429, body: 'json' }),
  denied(['HTTP', 429, 'with Retry-After: 2'], { status: 429, body: 'json', retryAfter: 2 }),
  limited(['HTTP', '429 with Retry-After: 3600'], { status: 429, body: 'json', retryAfter: 3600 }),
  limited(['HTTP', 429, 'with a date in Retry-After'], inThreeSeconds),
  limited(['HTTP', 429, 'with nonsense in Retry-After'], { status: 429, body: 'json', retryAfter: 'soon' }),
  limited(['the message of the quota', undefined, 'under 200'], {
    status: 200,
    body: 'json',
    message: 'You have exceeded it',
  }),
  limited(['the message of the quota', undefined, 'under 200, with Retry-After: 2'], {
    status: 200,
    body: 'json',
    message: 'You have exceeded it',
    retryAfter: 2,
  }),
  denied(['the message of the quota', undefined, 'under 200'], {
    status: 200,
    body: 'json',
    message: 'You have exceeded it',
  }),
  ...[400, 401, 403, 404, 405, 409, 413, 422, 426].map((status) => refused(['HTTP', status], { status })),
  refused(['HTTP', 426, 'in the words of the quota'], { status: 426, body: 'json', message: 'You have exceeded it' }),
  refused(['HTTP', 401, 'in JSON'], { status: 401, body: 'json', message: 'Your plan has no API access' }),
)

const refusals = [
  'AUTHENTICATION_ERROR',
  'UNAUTHENTICATED',
  'AUTHORIZATION_ERROR',
  'FORBIDDEN',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'BAD_USER_INPUT',
  'MALFORMED_REQUEST',
  'RESOURCE_NOT_FOUND',
  'RESOURCE_CONFLICT',
  'OPERATION_NOT_ALLOWED',
]

const limits = ['API_LIMIT_EXCEEDED', 'RATE_LIMITED', 'TOO_MANY_REQUESTS']

const internal = 'INTERNAL_SERVER_ERROR'

/** Where the error is, whichever the operation. */
const below = '0.id'

const graphqlError = all(
  ...refusals.map((code) => refused(['code', code], { code })),
  refused(['code', 'GRAPHQL_VALIDATION_FAILED for complexity'], {
    code: 'GRAPHQL_VALIDATION_FAILED',
    message: 'Query complexity limit exceeded',
  }),
  refused(['code', 'FORBIDDEN', 'under 500'], { code: 'FORBIDDEN', status: 500 }),
  ...[400, 404, 422, 426].map((exceptionStatus) =>
    refused(['code', `${internal} that holds ${exceptionStatus}`], { exceptionStatus }),
  ),
  ...limits.flatMap((code) => [
    limited(['code', code], { code }),
    limited(['code', code, 'with Retry-After: 2'], { code, retryAfter: 2 }),
    limited(['code', code, 'under 429'], { code, status: 429 }),
    limited(['code', code, 'under 429, with Retry-After: 2'], { code, status: 429, retryAfter: 2 }),
    denied(['code', code], { code }),
    open(['below the root field', code], { code, below }),
    open(['below the root field', code, 'under 429'], { code, below, status: 429 }),
  ]),
  ...[internal, 'FORBIDDEN', 'RESOURCE_NOT_FOUND', 'BAD_USER_INPUT'].map((code) =>
    open(['below the root field', code], { code, below }),
  ),
  open(['below the root field', undefined, 'the message of the quota'], {
    code: '',
    message: 'You have exceeded it',
    below,
  }),
  limited(['the message of the quota', undefined, 'in an error'], { code: '', message: 'You have exceeded it' }),
  open(['code', internal]),
  ...[401, 403, 408, 409, 429, 500, 502, 503, 504].map((exceptionStatus) =>
    open(['code', internal, `that holds ${exceptionStatus}`], { exceptionStatus }),
  ),
  ...[500, 502, 503].map((status) => open(['code', internal, `under ${status}`], { status })),
  open(['code', 'of no known meaning'], { code: 'TEAPOT' }),
  open(['code', 'left out'], { code: '' }),
  open(['code', 'left out', 'in the words of the quota, under 502'], {
    code: '',
    message: 'You have exceeded the time',
    status: 502,
  }),
)

/** Of each kind what there is to meet. A kind of the sandbox's that is not here does not compile. */
const byKind: Readonly<Record<FaultKind, Make>> = {
  'http-status': httpStatus,
  'graphql-error': graphqlError,
  'null-result': all(open(['data: null']), slowly(['data: null'])),
  hang: all(
    open(['no answer']),
    one(['no answer'], {}, 'late', 'once'),
    one(['no answer'], {}, 'looked for', 'once'),
    // The client waits for a minute before it looks.
    one(['no answer'], { delayMs: 90_000 }, 'long after', 'once'),
  ),
  reset: all(open(['reset', 'before the answer']), slowly(['reset', 'before the answer'])),
  // 64 MiB are read of it: a few will do.
  'endless-body': all(
    one(['an answer', 'without end'], {}, 'never', 'once'),
    one(['an answer', 'without end'], {}, 'before', 'for ever'),
  ),
  'reset-midway': spoilt(['reset', 'in the middle of the answer']),
  'truncated-json': spoilt(['an answer', 'that breaks off']),
  'slow-body': all(
    spoilt(['an answer', 'that takes 2 s'], { delayMs: 2000 }),
    spoilt(['an answer', 'that takes 90 s'], { delayMs: 90_000 }),
  ),
  'wrong-content-type': all(
    spoilt(['an answer', 'under a wrong type', 'text/html']),
    spoilt(['an answer', 'under a wrong type', 'application/octet-stream'], {
      contentType: 'application/octet-stream',
    }),
  ),
  partial: all(
    ...[internal, 'FORBIDDEN', 'RESOURCE_NOT_FOUND', 'RATE_LIMITED'].map((code) =>
      spoilt(['data and an error', undefined, code], { code }),
    ),
    spoilt(['data and an error', undefined, 'without a code'], { code: '' }),
    ...['FORBIDDEN', 'RATE_LIMITED'].map((code) =>
      spoilt(['data and an error', undefined, `${code} below the root field`], { code, below }),
    ),
  ),
}

/** All of them. */
export const cases: readonly Case[] = Object.entries(byKind).flatMap(([kind, make]) => make(kind as FaultKind))
