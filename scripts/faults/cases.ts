import type { FaultKind } from '@labelbox-org/tools/sandbox'
import {
  allOf,
  falselyDenied,
  rejectedForNow,
  singleCase,
  ambiguous,
  rejected,
  processedLater,
  corrupted,
  type Answer,
  type FaultCase,
  type Make,
} from './caseBuilders.ts'

const inThreeSeconds = (): Answer => ({
  status: 429,
  body: 'json',
  retryAfter: new Date(Date.now() + 3000).toUTCString(),
})

const bodies = { json: 'with JSON', html: 'with HTML', text: 'with text', empty: 'without a body' } as const

const httpStatus = allOf(
  ...[500, 502, 503, 504, 520].map((status) => ambiguous(['HTTP', status], { status })),
  singleCase(['HTTP', 502], { status: 502 }, 'never', 'three times'),
  singleCase(['HTTP', 502], { status: 502 }, 'before', 'three times'),
  processedLater(['HTTP', 502], { status: 502 }),
  ambiguous(['HTTP', 503, 'with Retry-After: 2'], { status: 503, retryAfter: 2 }),
  ambiguous(['HTTP', 503, 'without a body'], { status: 503, body: 'empty' }),
  ambiguous(['HTTP', 500, 'about a broken connection'], {
    status: 500,
    body: 'text',
    message: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
  }),
  ambiguous(['HTTP', 504, 'with the quota message'], {
    status: 504,
    body: 'json',
    message: 'You have exceeded the time',
  }),
  ambiguous(['HTTP', 408], { status: 408 }),
  ambiguous(['HTTP', 499], { status: 499 }),
  ambiguous(['HTTP', 200, 'with HTML'], { status: 200 }),
  ambiguous(['HTTP', 200, 'without a body'], { status: 200, body: 'empty' }),
  ambiguous(['HTTP', 302], { status: 302 }),
  ...(['json', 'html', 'text', 'empty'] as const).flatMap((body) => [
    rejectedForNow(['HTTP', 429, bodies[body]], { status: 429, body }),
    rejectedForNow(['HTTP', 429, `${bodies[body]}, with Retry-After: 2`], { status: 429, body, retryAfter: 2 }),
  ]),
  falselyDenied(['HTTP', 429], { status: 429, body: 'json' }),
  falselyDenied(['HTTP', 429, 'with Retry-After: 2'], { status: 429, body: 'json', retryAfter: 2 }),
  rejectedForNow(['HTTP', '429 with Retry-After: 3600'], { status: 429, body: 'json', retryAfter: 3600 }),
  rejectedForNow(['HTTP', 429, 'with a date in Retry-After'], inThreeSeconds),
  rejectedForNow(['HTTP', 429, 'with an invalid Retry-After'], { status: 429, body: 'json', retryAfter: 'soon' }),
  rejectedForNow(['the quota message', undefined, 'under 200'], {
    status: 200,
    body: 'json',
    message: 'You have exceeded it',
  }),
  rejectedForNow(['the quota message', undefined, 'under 200, with Retry-After: 2'], {
    status: 200,
    body: 'json',
    message: 'You have exceeded it',
    retryAfter: 2,
  }),
  falselyDenied(['the quota message', undefined, 'under 200'], {
    status: 200,
    body: 'json',
    message: 'You have exceeded it',
  }),
  ...[400, 401, 403, 404, 405, 409, 413, 422, 426].map((status) => rejected(['HTTP', status], { status })),
  rejected(['HTTP', 426, 'with the quota message'], { status: 426, body: 'json', message: 'You have exceeded it' }),
  rejected(['HTTP', 401, 'with JSON'], { status: 401, body: 'json', message: 'Your plan has no API access' }),
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

/** Path of an error below the root field, for any operation. */
const below = '0.id'

const graphqlError = allOf(
  ...refusals.map((code) => rejected(['code', code], { code })),
  rejected(['code', 'GRAPHQL_VALIDATION_FAILED about complexity'], {
    code: 'GRAPHQL_VALIDATION_FAILED',
    message: 'Query complexity limit exceeded',
  }),
  rejected(['code', 'FORBIDDEN', 'under 500'], { code: 'FORBIDDEN', status: 500 }),
  ...[400, 404, 422, 426].map((exceptionStatus) =>
    rejected(['code', `${internal} that contains ${exceptionStatus}`], { exceptionStatus }),
  ),
  ...limits.flatMap((code) => [
    rejectedForNow(['code', code], { code }),
    rejectedForNow(['code', code, 'with Retry-After: 2'], { code, retryAfter: 2 }),
    rejectedForNow(['code', code, 'under 429'], { code, status: 429 }),
    rejectedForNow(['code', code, 'under 429, with Retry-After: 2'], { code, status: 429, retryAfter: 2 }),
    falselyDenied(['code', code], { code }),
    ambiguous(['below the root field', code], { code, below }),
    ambiguous(['below the root field', code, 'under 429'], { code, below, status: 429 }),
  ]),
  ...[internal, 'FORBIDDEN', 'RESOURCE_NOT_FOUND', 'BAD_USER_INPUT'].map((code) =>
    ambiguous(['below the root field', code], { code, below }),
  ),
  ambiguous(['below the root field', undefined, 'the quota message'], {
    code: '',
    message: 'You have exceeded it',
    below,
  }),
  rejectedForNow(['the quota message', undefined, 'in an error'], { code: '', message: 'You have exceeded it' }),
  ambiguous(['code', internal]),
  ...[401, 403, 408, 409, 429, 500, 502, 503, 504].map((exceptionStatus) =>
    ambiguous(['code', internal, `that contains ${exceptionStatus}`], { exceptionStatus }),
  ),
  ...[500, 502, 503].map((status) => ambiguous(['code', internal, `under ${status}`], { status })),
  ambiguous(['code', 'that is unknown'], { code: 'TEAPOT' }),
  ambiguous(['code', 'missing'], { code: '' }),
  ambiguous(['code', 'missing', 'with the quota message, under 502'], {
    code: '',
    message: 'You have exceeded the time',
    status: 502,
  }),
)

/** The cases of each fault kind. A new kind of the sandbox that is missing here does not compile. */
const byKind: Readonly<Record<FaultKind, Make>> = {
  'http-status': httpStatus,
  'graphql-error': graphqlError,
  'null-result': allOf(ambiguous(['data: null']), processedLater(['data: null'])),
  hang: allOf(
    ambiguous(['no response']),
    singleCase(['no response'], {}, 'late', 'once'),
    singleCase(['no response'], {}, 'looked for', 'once'),
    // The client waits for a minute before it looks the invite up.
    singleCase(['no response'], { delayMs: 90_000 }, 'long after', 'once'),
  ),
  reset: allOf(ambiguous(['reset', 'before the response']), processedLater(['reset', 'before the response'])),
  // The client reads 64 MiB of it, so a few cases are enough.
  'endless-body': allOf(
    singleCase(['a response', 'without end'], {}, 'never', 'once'),
    singleCase(['a response', 'without end'], {}, 'before', 'forever'),
  ),
  'reset-midway': corrupted(['reset', 'during the response']),
  'truncated-json': corrupted(['a response', 'that is cut off']),
  'slow-body': allOf(
    corrupted(['a response', 'that takes 2 s'], { delayMs: 2000 }),
    corrupted(['a response', 'that takes 90 s'], { delayMs: 90_000 }),
  ),
  'wrong-content-type': allOf(
    corrupted(['a response', 'with the wrong type', 'text/html']),
    corrupted(['a response', 'with the wrong type', 'application/octet-stream'], {
      contentType: 'application/octet-stream',
    }),
  ),
  partial: allOf(
    ...[internal, 'FORBIDDEN', 'RESOURCE_NOT_FOUND', 'RATE_LIMITED'].map((code) =>
      corrupted(['data and an error', undefined, code], { code }),
    ),
    corrupted(['data and an error', undefined, 'without a code'], { code: '' }),
    ...['FORBIDDEN', 'RATE_LIMITED'].map((code) =>
      corrupted(['data and an error', undefined, `${code} below the root field`], { code, below }),
    ),
  ),
}

/** All cases. */
export const cases: readonly FaultCase[] = Object.entries(byKind).flatMap(([kind, make]) => make(kind as FaultKind))
