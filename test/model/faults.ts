import fc from 'fast-check'
import type { Fault } from 'labelbox-org/sandbox'

/** What a fault is, without which requests it strikes. */
export type Trouble = Omit<Fault, 'operationName' | 'skip' | 'times' | 'probability'>

/** Milliseconds after which the latest request is carried out. */
export const mostDelayMs = 60

/** Whether, and when, the request behind a failure is carried out. */
const processing: fc.Arbitrary<Pick<Fault, 'processed' | 'delayMs' | 'lateAfter'>> = fc.oneof(
  fc.constant({ processed: false }),
  fc.constant({ processed: true }),
  fc.record({ processed: fc.constant('late' as const), delayMs: fc.integer({ min: 1, max: mostDelayMs }) }),
  // Some of it as soon as a client looks, and some only after all looking, whatever the time that takes.
  fc.record({
    processed: fc.constant('late' as const),
    lateAfter: fc.constantFrom('Users', 'InviteLimit', 'InviteLimit'),
  }),
)

const quota = 'You have exceeded your quota'

const serverErrors = [undefined, 500, 502, 503, 504] as const

/** Failures that leave open whether the request was carried out, and it may have been. */
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
    // Under a 5xx they are no proof.
    fc.constantFrom<Trouble[]>(
      { kind: 'http-status', status: 504, body: 'json', message: quota },
      { kind: 'graphql-error', status: 502, code: '', message: quota },
    ),
  )
  .chain((trouble) => processing.map((how) => ({ ...trouble, ...how })))

const refusals = ['AUTHENTICATION_ERROR', 'AUTHORIZATION_ERROR', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']
const conflicts = ['RESOURCE_CONFLICT', 'MALFORMED_REQUEST', 'OPERATION_NOT_ALLOWED']

/** Answers by which the server says that it has done nothing, and has not: a server that lies here can't be survived. */
const refused: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record<Trouble>({ kind: fc.constant('graphql-error'), code: fc.constantFrom(...refusals, ...conflicts) }),
  fc.record<Trouble>({ kind: fc.constant('graphql-error'), exceptionStatus: fc.constantFrom(400, 401, 403, 422, 426) }),
  fc.record<Trouble>({ kind: fc.constant('http-status'), status: fc.constantFrom(400, 401, 403, 404, 410, 422, 426) }),
)

/** The same of a quota, in all its forms. */
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

/** True answers that are spoilt on the way: the request was carried out. */
const spoilt: fc.Arbitrary<Trouble> = fc.oneof(
  fc.constantFrom<Trouble[]>({ kind: 'reset-midway' }, { kind: 'truncated-json' }, { kind: 'wrong-content-type' }),
  fc.record<Trouble>({ kind: fc.constant('slow-body'), delayMs: fc.integer({ min: 1, max: 200 }) }),
  fc.record<Trouble>({
    kind: fc.constant('partial'),
    code: fc.constantFrom('', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED'),
  }),
)

/** Which requests of which operation, by number or by chance. */
const aim: fc.Arbitrary<Pick<Fault, 'operationName' | 'skip' | 'times' | 'probability'>> = fc
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

/** What an honest but broken server does: it does not say that nothing was done where something was. */
export const troubles: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 8, arbitrary: ambiguous },
  { weight: 1, arbitrary: refused },
  { weight: 3, arbitrary: limited },
  { weight: 3, arbitrary: spoilt },
)

/** The same, with the requests that it strikes. */
export const faults: fc.Arbitrary<Fault> = fc.tuple(troubles, aim).map(([trouble, at]) => ({ ...trouble, ...at }))
