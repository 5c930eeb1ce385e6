import { createSandbox, type Sandbox } from '@labelbox-org/tools/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cases } from './cases.ts'
import { measureOnce, type Result } from './measure.ts'
import { operations } from './operations.ts'
import { tasks } from './schedule.ts'
import type { Processing, Times } from './caseBuilders.ts'
import { answerLabel } from './labels.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await createSandbox({ users: 5, invites: 5, seats: 1000 })
})
afterAll(() => sandbox.close())

/** Runs one call with short backoff, and optionally with a faulty `fetch`. */
function meet(
  operation: string,
  what: string,
  times: Times,
  processing: Processing,
  fetch?: typeof globalThis.fetch,
): Promise<Result> {
  const task = tasks.find(
    ({ operation: { name }, faultCase }) =>
      name === operation &&
      answerLabel(faultCase) === what &&
      faultCase.times === times &&
      faultCase.processing === processing,
  )
  if (task === undefined) throw new Error('There is no such case.')
  return measureOnce(task.operation, task.faultCase, sandbox, { fetch, retry: { baseDelayMs: 10 } })
}

/** Returns success without asking the server. */
const pretending =
  (operation: string, data: unknown): typeof fetch =>
  (input, init) =>
    (init?.body as string).includes(operation) ? Promise.resolve(Response.json({ data })) : fetch(input, init)

/** Sends every failed request again. */
const naive: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  return response.status === 502 ? fetch(input, init) : response
}

const returning = "inviteUser() with ifInvited: 'return' and a failing look-up"
const replacing = "inviteUser() with ifInvited: 'replace'"
const cancellingFirst = `${replacing} and a failing cancellation`

describe('the result of one call', () => {
  it.each([
    ['createResourceTag()', 'HTTP 502', 'once', 'never', { attempts: 1, carriedOut: 0, state: { stored: 0 } }],
    ['createResourceTag()', 'reset before the response', 'once', 'late', { attempts: 1, state: { stored: 1 } }],
    ['cancelInvite()', 'HTTP 502', 'forever', 'before', { attempts: 5, state: { stored: 0, isDone: true } }],
    ['inviteLimit()', 'HTTP 502', 'three times', 'never', { attempts: 4, first: { value: {} } }],
    [
      'users().toArray()',
      'a response that is cut off',
      'once',
      'before',
      { first: { error: { code: 'BAD_RESPONSE' } } },
    ],
    ['inviteUser()', 'HTTP 502', 'forever', 'before', { state: { stored: 1 }, first: { value: {} } }],
    ['inviteUser()', 'HTTP 429 with JSON', 'forever', 'never', { attempts: 5, second: { value: {} }, sentAgain: 1 }],
    ['updateOrganizationRole()', 'HTTP 429', 'once', 'before', { attempts: 2, state: { isDone: true } }],
    ['setDefaultIamIntegration()', 'HTTP 502', 'forever', 'before', { attempts: 5, state: { isDone: true } }],
    ['updateResourceTag()', 'HTTP 502', 'once', 'never', { attempts: 2, first: { value: {} } }],
    ['getInvites().toArray()', 'HTTP 502', 'three times', 'never', { first: { value: {} } }],
    [returning, 'HTTP 502', 'forever', 'never', { attempts: 5, state: { stored: 0 } }],
    [replacing, 'HTTP 502', 'once', 'before', { attempts: 1, state: { stored: 1 }, first: { value: {} } }],
    [cancellingFirst, 'HTTP 502', 'forever', 'before', { attempts: 5, state: { stored: 0, isDone: false } }],
    ['resendInvite()', 'below the root field RATE_LIMITED', 'once', 'before', { attempts: 1, state: { stored: 1 } }],
    ['inviteUser()', 'HTTP 502', 'once', 'looked for', { attempts: 1, state: { stored: 1 }, first: { value: {} } }],
  ] as const)('%s: %s %s, %s', async (operation, what, times, processing, expected) => {
    const result = await meet(operation, what, times, processing)

    expect(result).toMatchObject({ ...expected, complaints: [] })
  })

  it('waits for an invite that arrives after the client has stopped looking', async () => {
    // With short backoff, the client stops looking after a fraction of a second.
    const result = await meet('inviteUser()', 'reset before the response', 'once', 'late')

    expect(result).toMatchObject({
      attempts: 1,
      state: { stored: 1 },
      first: { error: { code: 'OUTCOME_UNKNOWN' } },
      second: { error: { code: 'OUTCOME_UNKNOWN' } },
      settlement: { outcome: 'invited' },
      complaints: [],
    })
  })
})

describe('a faulty client', () => {
  it('is caught sending an invite twice, although the facade cancels the second one', async () => {
    const { complaints, state } = await meet('inviteUser()', 'HTTP 502', 'once', 'before', naive)

    expect(state?.stored).toBe(1)
    expect(complaints).toContain('a change was made 2 times')
  })

  it.each([["inviteUser() with ifInvited: 'send'"], ["inviteUser() with ifInvited: 'replace'"], ['resendInvite()']])(
    'is caught sending an invite twice by %s',
    async (operation) => {
      const { complaints } = await meet(operation, 'HTTP 502', 'once', 'before', naive)

      expect(complaints).toContain('a change was made 2 times')
    },
  )

  it('is caught sending an invite instead of returning the pending one', async () => {
    let looks = 0
    const nothing = { data: { organization: { id: 'x', invites: { nodes: [], nextCursor: null } } } }
    // The first two look-ups find the earlier invite and its id.
    const blind: typeof fetch = async (input, init) =>
      (init?.body as string).includes('GetInvites') && (looks += 1) > 2 ? Response.json(nothing) : fetch(input, init)

    const { complaints } = await meet(returning, 'HTTP 502', 'once', 'never', blind)

    expect(complaints).toContain('a read-only call stored something')
  })

  it('is caught repeating a change that the server accepts once', async () => {
    const { complaints } = await meet('createResourceTag()', 'HTTP 502', 'once', 'before', naive)

    expect(complaints).toEqual(['a change was made 2 times', 'RESOURCE_CONFLICT says that nothing changed, but it did'])
  })

  it.each([
    ['createResourceTag()', 'CreateResourceTag', { createResourceTag: { id: 'x', text: 'x', color: 'ff8800' } }],
    ['cancelInvite()', 'CancelInvite', { cancelInvite: { id: 'x' } }],
    ['updateOrganizationRole()', 'UpdateOrganizationRole', { setOrganizationRole: { id: 'x', name: 'x' } }],
    ['setDefaultIamIntegration()', 'SetDefaultIamIntegration', { setDefaultIamIntegration: { id: 'x' } }],
    ['updateResourceTag()', 'UpdateResourceTag', { updateResourceTag: { id: 'x', text: 'x', color: 'ff8800' } }],
    ['inviteUser()', 'InviteUser', { createInvites: [{ invite: { id: 'x', inviteeEmail: 'a@example.com' } }] }],
  ])('is caught reporting a false success: %s', async (operation, name, data) => {
    const { complaints } = await meet(operation, 'HTTP 502', 'once', 'never', pretending(`mutation ${name}`, data))

    expect(complaints.join('\n')).toMatch(/a false success/)
  })

  it('is caught returning other data than is stored', async () => {
    let limit = 10
    const changing: typeof fetch = (input, init) =>
      pretending('InviteLimit', { invitesLimit: { used: 1, limit: (limit += 1), remaining: 1 } })(input, init)

    const { complaints } = await meet('inviteLimit()', 'HTTP 502', 'once', 'never', changing)

    expect(complaints).toEqual(['a false success: the result differs from the stored data'])
  })
})

it.each(operations.map((operation) => [operation.name, operation] as const))(
  'covers every kind of fault for %s',
  (_name, operation) => {
    const kinds = (all: typeof cases) => new Set(all.map(({ fault }) => fault().kind))

    const own = kinds(tasks.filter((task) => task.operation === operation).map(({ faultCase }) => faultCase))

    // Damaged responses do not apply to operations whose look-ups fail too.
    if (operation.plan === undefined) expect(own).toEqual(kinds(cases))
    else expect([...own]).toEqual(expect.arrayContaining(['http-status', 'null-result', 'hang', 'reset']))
  },
)
