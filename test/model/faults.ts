import fc from 'fast-check'
import type { Fault } from '@labelbox-org/tools/sandbox'
import type { AnyFault } from '../../src/sandbox/faults/fault.ts'

/** A fault without the choice of requests that it strikes. */
export type Trouble = Omit<AnyFault, 'operationName' | 'skip' | 'times' | 'probability'>

/** Longest delay until a struck request is carried out, in milliseconds. */
export const mostDelayMs = 60

/** Whether and when the server carries out a request that fails. */
const processing: fc.Arbitrary<Pick<AnyFault, 'processed' | 'delayMs' | 'lateAfter'>> = fc.oneof(
  fc.constant({ processed: false }),
  fc.constant({ processed: true }),
  fc.record({ processed: fc.constant('late' as const), delayMs: fc.integer({ min: 1, max: mostDelayMs }) }),
  // Some as soon as a client polls, and some only after all polling.
  fc.record({
    processed: fc.constant('late' as const),
    lateAfter: fc.constantFrom('Users', 'InviteLimit', 'InviteLimit'),
  }),
)

const quota = 'You have exceeded your quota'

const serverErrors = [undefined, 500, 502, 503, 504] as const

/** Failures that leave open whether the request was carried out. */
const ambiguous: fc.Arbitrary<Trouble> = fc
  .oneof(
    fc.constantFrom<Trouble[]>({ kind: 'hang' }, { kind: 'reset' }, { kind: 'endless-body' }, { kind: 'null-result' }),
    fc.record<Trouble>({
      kind: fc.constant('http-status'),
      status: fc.constantFrom(200, 408, 444, 499, 500, 502, 503, 504, 520),
      body: fc.constantFrom('html', 'text', 'json', 'empty'),
    }),
    fc
      .record({ exceptionStatus: fc.constantFrom(...serverErrors), status: fc.constantFrom(200, 500, 502) })
      .map(({ exceptionStatus, status }) => ({
        kind: 'graphql-error' as const,
        status,
        ...(exceptionStatus !== undefined && { exceptionStatus }),
      })),
    fc.constant<Trouble>({ kind: 'graphql-error', code: '' }),
    // Under a 5xx they prove nothing.
    fc.constantFrom<Trouble[]>(
      { kind: 'http-status', status: 504, body: 'json', message: quota },
      { kind: 'graphql-error', status: 502, code: '', message: quota },
    ),
  )
  .chain((trouble) => processing.map((how) => ({ ...trouble, ...how })))

const refusals = ['AUTHENTICATION_ERROR', 'AUTHORIZATION_ERROR', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']
const conflicts = ['RESOURCE_CONFLICT', 'MALFORMED_REQUEST', 'OPERATION_NOT_ALLOWED']

/** Responses that truthfully say that nothing was done. No client survives a server that lies here. */
const refused: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record<Trouble>({ kind: fc.constant('graphql-error'), code: fc.constantFrom(...refusals, ...conflicts) }),
  fc.record<Trouble>({ kind: fc.constant('graphql-error'), exceptionStatus: fc.constantFrom(400, 401, 403, 422, 426) }),
  fc.record<Trouble>({ kind: fc.constant('http-status'), status: fc.constantFrom(400, 401, 403, 404, 410, 422, 426) }),
)

/** The same for the quota, in all its forms. */
const limited: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record<Trouble>(
    {
      kind: fc.constant('http-status'),
      status: fc.constant(429),
      body: fc.constantFrom('html', 'text', 'json', 'empty'),
      retryAfter: fc.constantFrom(0, 1, 'Wed, 21 Oct 2015 07:28:00 GMT', 'soon'),
    },
    { requiredKeys: ['kind', 'status', 'body'] },
  ),
  fc.record<Trouble>({
    kind: fc.constant('graphql-error'),
    code: fc.constantFrom('API_LIMIT_EXCEEDED', 'RATE_LIMITED', 'TOO_MANY_REQUESTS'),
    status: fc.constantFrom(200, 429),
  }),
  fc.constantFrom<Trouble[]>(
    { kind: 'graphql-error', code: '', message: quota },
    { kind: 'graphql-error', exceptionStatus: 429 },
  ),
)

/** True responses that are damaged on the way: the request was carried out. */
const spoilt: fc.Arbitrary<Trouble> = fc.oneof(
  fc.constantFrom<Trouble[]>({ kind: 'reset-midway' }, { kind: 'truncated-json' }, { kind: 'wrong-content-type' }),
  fc.record<Trouble>({ kind: fc.constant('slow-body'), delayMs: fc.integer({ min: 1, max: 200 }) }),
  fc.record<Trouble>({
    kind: fc.constant('partial'),
    code: fc.constantFrom('', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED'),
  }),
)

/** The requests of an operation that a fault strikes, by number or at random. */
const aim: fc.Arbitrary<Pick<AnyFault, 'operationName' | 'skip' | 'times' | 'probability'>> = fc
  .record({
    operationName: fc.oneof(
      { weight: 10, arbitrary: fc.constantFrom('InviteUser', 'InviteUser', 'CancelInvite', 'CreateResourceTag') },
      { weight: 3, arbitrary: fc.constantFrom('GetInvites', 'Users', 'GetRoles', 'GetUser', 'InviteLimit') },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    reach: fc.oneof(
      fc.record({ skip: fc.constantFrom(0, 0, 0, 1, 2), times: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ probability: fc.double({ min: 0.1, max: 0.7, noNaN: true }) }),
    ),
  })
  .map(({ operationName, reach }) => ({ ...(operationName !== undefined && { operationName }), ...reach }))

/** Faults of an honest but broken server: it never denies a change that it made. */
export const troubles: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 8, arbitrary: ambiguous },
  { weight: 1, arbitrary: refused },
  { weight: 3, arbitrary: limited },
  { weight: 3, arbitrary: spoilt },
)

/** The same, with the requests to strike. */
export const faults: fc.Arbitrary<Fault> = fc.tuple(troubles, aim).map(([trouble, at]) => ({ ...trouble, ...at }))
