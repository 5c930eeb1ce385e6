import { createSandbox, type Sandbox } from 'labelbox-org/sandbox'
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

/** One call, by a client that is told to hurry, and may have a bad `fetch`. */
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

/** A success that the server knows nothing of. */
const pretending =
  (operation: string, data: unknown): typeof fetch =>
  (input, init) =>
    (init?.body as string).includes(operation) ? Promise.resolve(Response.json({ data })) : fetch(input, init)

/** What a client does that sends everything again. */
const naive: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  return response.status === 502 ? fetch(input, init) : response
}

const returning = "inviteUser() with ifInvited: 'return', where the look fails"
const replacing = "inviteUser() with ifInvited: 'replace'"
const cancellingFirst = `${replacing}, where the cancelling fails`

describe('what one call comes to', () => {
  it.each([
    ['createResourceTag()', 'HTTP 502', 'once', 'never', { attempts: 1, carriedOut: 0, state: { stored: 0 } }],
    ['createResourceTag()', 'reset before the answer', 'once', 'late', { attempts: 1, state: { stored: 1 } }],
    ['cancelInvite()', 'HTTP 502', 'for ever', 'before', { attempts: 5, state: { stored: 0, isDone: true } }],
    ['inviteLimit()', 'HTTP 502', 'three times', 'never', { attempts: 4, first: { value: {} } }],
    [
      'users().toArray()',
      'an answer that breaks off',
      'once',
      'before',
      { first: { error: { code: 'BAD_RESPONSE' } } },
    ],
    ['inviteUser()', 'HTTP 502', 'for ever', 'before', { state: { stored: 1 }, first: { value: {} } }],
    ['inviteUser()', 'HTTP 429 in JSON', 'for ever', 'never', { attempts: 5, second: { value: {} }, sentAgain: 1 }],
    ['updateOrganizationRole()', 'HTTP 429', 'once', 'before', { attempts: 2, state: { isDone: true } }],
    ['setDefaultIamIntegration()', 'HTTP 502', 'for ever', 'before', { attempts: 5, state: { isDone: true } }],
    ['updateResourceTag()', 'HTTP 502', 'once', 'never', { attempts: 2, first: { value: {} } }],
    ['getInvites().toArray()', 'HTTP 502', 'three times', 'never', { first: { value: {} } }],
    [returning, 'HTTP 502', 'for ever', 'never', { attempts: 5, state: { stored: 0 } }],
    [replacing, 'HTTP 502', 'once', 'before', { attempts: 1, state: { stored: 1 }, first: { value: {} } }],
    [cancellingFirst, 'HTTP 502', 'for ever', 'before', { attempts: 5, state: { stored: 0, isDone: false } }],
    ['resendInvite()', 'below the root field RATE_LIMITED', 'once', 'before', { attempts: 1, state: { stored: 1 } }],
    ['inviteUser()', 'HTTP 502', 'once', 'looked for', { attempts: 1, state: { stored: 1 }, first: { value: {} } }],
  ] as const)('%s: %s %s, %s', async (operation, what, times, processing, expected) => {
    const result = await meet(operation, what, times, processing)

    expect(result).toMatchObject({ ...expected, complaints: [] })
  })

  it('waits for an invite that comes when the client has given up looking', async () => {
    // Who hurries has given up after a fraction of a second.
    const result = await meet('inviteUser()', 'reset before the answer', 'once', 'late')

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

describe('a client that is not as it should be', () => {
  it('is seen to send an invite twice, though the facade cancels the second one', async () => {
    const { complaints, state } = await meet('inviteUser()', 'HTTP 502', 'once', 'before', naive)

    expect(state?.stored).toBe(1)
    expect(complaints).toContain('what may be done once was done 2 times')
  })

  it.each([["inviteUser() with ifInvited: 'send'"], ["inviteUser() with ifInvited: 'replace'"], ['resendInvite()']])(
    'is seen to send an invite twice by %s',
    async (operation) => {
      const { complaints } = await meet(operation, 'HTTP 502', 'once', 'before', naive)

      expect(complaints).toContain('what may be done once was done 2 times')
    },
  )

  it('is seen to send an invite where it is to return one', async () => {
    let looks = 0
    const nothing = { data: { organization: { id: 'x', invites: { nodes: [], nextCursor: null } } } }
    // The first look is for the invite that is there before, as the second is, which finds its id.
    const blind: typeof fetch = async (input, init) =>
      (init?.body as string).includes('GetInvites') && (looks += 1) > 2 ? Response.json(nothing) : fetch(input, init)

    const { complaints } = await meet(returning, 'HTTP 502', 'once', 'never', blind)

    expect(complaints).toContain('what only reads has stored something')
  })

  it('is seen to do twice what the store takes once', async () => {
    const { complaints } = await meet('createResourceTag()', 'HTTP 502', 'once', 'before', naive)

    expect(complaints).toEqual([
      'what may be done once was done 2 times',
      'RESOURCE_CONFLICT says that nothing was done, and it was',
    ])
  })

  it.each([
    ['createResourceTag()', 'CreateResourceTag', { createResourceTag: { id: 'x', text: 'x', color: 'ff8800' } }],
    ['cancelInvite()', 'CancelInvite', { cancelInvite: { id: 'x' } }],
    ['updateOrganizationRole()', 'UpdateOrganizationRole', { setOrganizationRole: { id: 'x', name: 'x' } }],
    ['setDefaultIamIntegration()', 'SetDefaultIamIntegration', { setDefaultIamIntegration: { id: 'x' } }],
    ['updateResourceTag()', 'UpdateResourceTag', { updateResourceTag: { id: 'x', text: 'x', color: 'ff8800' } }],
    ['inviteUser()', 'InviteUser', { createInvites: [{ invite: { id: 'x', inviteeEmail: 'a@example.com' } }] }],
  ])('is seen to pretend: %s', async (operation, name, data) => {
    const { complaints } = await meet(operation, 'HTTP 502', 'once', 'never', pretending(`mutation ${name}`, data))

    expect(complaints.join('\n')).toMatch(/a success that is none/)
  })

  it('is seen to read something else than there is', async () => {
    let limit = 10
    const changing: typeof fetch = (input, init) =>
      pretending('InviteLimit', { invitesLimit: { used: 1, limit: (limit += 1), remaining: 1 } })(input, init)

    const { complaints } = await meet('inviteLimit()', 'HTTP 502', 'once', 'never', changing)

    expect(complaints).toEqual(['a success that is none: what was read is not what is stored'])
  })
})

it.each(operations.map((operation) => [operation.name, operation] as const))(
  'has every kind of fault strike %s',
  (_name, operation) => {
    const kinds = (all: typeof cases) => new Set(all.map(({ fault }) => fault().kind))

    const own = kinds(tasks.filter((task) => task.operation === operation).map(({ faultCase }) => faultCase))

    // What spoils a true answer only is not for operations whose looks fail, too.
    if (operation.plan === undefined) expect(own).toEqual(kinds(cases))
    else expect([...own]).toEqual(expect.arrayContaining(['http-status', 'null-result', 'hang', 'reset']))
  },
)
