import { cacheExchange, Client } from '@urql/core'
import { isLabelboxError, Labelbox, type ConnectionOptions, type Organization } from 'labelbox-org'
import { GetUserDocument } from 'labelbox-org/operations'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { labelboxExchange } from 'labelbox-org/urql'
import { describe, expect, it, test } from 'vitest'
import { rejection, sandboxed } from '../../../test/support/roads.ts'
import { controlFlowError } from './controlFlow.ts'

const digests = [
  'DYNAMIC_SERVER_USAGE',
  'NEXT_REDIRECT;replace;/login;307;',
  'NEXT_HTTP_ERROR_FALLBACK;404',
  'NEXT_NOT_FOUND',
  'BAILOUT_TO_CLIENT_SIDE_RENDERING',
  'HANGING_PROMISE_REJECTION',
  'NEXT_PRERENDER_INTERRUPTED',
]

/** As Next.js makes them. */
const steering = (digest = 'DYNAMIC_SERVER_USAGE'): Error =>
  Object.assign(new Error(`Dynamic server usage: ${digest}`), { digest })

const postponed = (): Error => Object.assign(new Error('postponed'), { $$typeof: Symbol.for('react.postpone') })

describe('the error by which a framework steers its rendering', () => {
  test.each(digests)('is known by its digest %s', (digest) => {
    const error = steering(digest)
    expect(controlFlowError(error)).toBe(error)
    expect(controlFlowError(new TypeError('fetch failed', { cause: error }))).toBe(error)
  })

  test('is known by the mark of React', () => {
    const error = postponed()
    expect(controlFlowError(error)).toBe(error)
  })

  const round = new Error('round')
  round.cause = round
  test.each([
    undefined,
    null,
    'DYNAMIC_SERVER_USAGE',
    new Error('DYNAMIC_SERVER_USAGE'),
    Object.assign(new Error('hash'), { digest: 7 }),
    round,
    new Proxy(new Error('mute'), {
      get() {
        throw new Error('no')
      },
    }),
  ])('is not found in any other thrown value: %#', (thrown) => {
    expect(controlFlowError(thrown)).toBeUndefined()
  })
})

/** Answers through the sandbox until a request of the given number, which throws; counts the requests. */
function throwing(at: () => number, thrown: unknown) {
  let sent = 0
  const send: typeof fetch = (input, init) => {
    sent += 1
    if (sent === at()) throw thrown
    return fetch(input, init)
  }
  return { fetch: send, sent: () => sent }
}

type Connect = (options: ConnectionOptions) => Labelbox

const roads: readonly (readonly [name: string, connect: Connect])[] = [
  ['by key', (options) => new Labelbox(options)],
  [
    'through a urql client',
    (options) => {
      const exchanges = [cacheExchange, labelboxExchange(options)]
      return new Labelbox({ client: new Client({ url: String(options.endpoint), preferGetMethod: false, exchanges }) })
    },
  ],
]

const open = (road: Connect, { url, apiKey }: Sandbox, fetch: typeof globalThis.fetch): Labelbox =>
  road({ endpoint: url, apiKey, fetch, retry: { baseDelayMs: 1 } })

const email = 'ada@digest.example'

/** Methods that read first and those that do not, and those for many. */
const methods: Readonly<Record<string, (organization: Organization) => Promise<unknown>>> = {
  users: (organization) => organization.users().firstPage(),
  getMembers: (organization) => organization.getMembers({ pageSize: 2, concurrency: 1 }).toArray({ limit: 10 }),
  getRoles: (organization) => organization.getRoles(),
  getInvites: (organization) => organization.getInvites().firstPage(),
  inviteLimit: (organization) => organization.inviteLimit(),
  createResourceTag: (organization) => organization.createResourceTag({ text: 'a', color: 'ff0000' }),
  createProject: (organization) => organization.createProject({ name: 'a', allowedMediaType: 'IMAGE' }),
  inviteUser: (organization) => organization.inviteUser({ email, role: 'LABELER' }),
  cancelInvitesTo: (organization) => organization.cancelInvitesTo('invited.1@example.com'),
  inviteUsers: (organization) => organization.inviteUsers([{ email, role: 'LABELER' }]),
  updateOrganizationRoles: (organization) =>
    organization.updateOrganizationRoles([{ user: 'user.2@example.com', role: 'REVIEWER' }]),
}

/** After their change these only look what it has come to: the change is made, and says so whatever becomes of the look. */
const looksAfterwards: Readonly<Partial<Record<string, number>>> = { inviteUser: 1 }

describe.each(roads)('%s it is rethrown as it is', (_road, connect) => {
  test.each(Object.entries(methods))('by %s, whichever request it stops', async (name, call) => {
    const sandbox = await sandboxed({ users: 3, invites: 1 })
    const counted = throwing(() => 0, undefined)
    const organization = await open(connect, sandbox, counted.fetch).getOrganization()
    const before = counted.sent()
    await call(organization)
    const requests = counted.sent() - before - (looksAfterwards[name] ?? 0)
    expect(requests).toBeGreaterThan(0)

    // Nothing is changed here, as each call is stopped.
    const other = await sandboxed({ users: 3, invites: 1 })
    for (let request = 1; request <= requests; request += 1) {
      const thrown = steering()
      let at = 0
      const counted = throwing(() => at, thrown)
      const organization = await open(connect, other, counted.fetch).getOrganization()
      at = counted.sent() + request

      expect(await rejection(call(organization))).toBe(thrown)
      // At once: nothing is sent after it but what was on its way beside it.
      expect(counted.sent()).toBeLessThanOrEqual(at + 1)
    }
  })

  it('while an invite with an unknown outcome is looked up', async () => {
    const sandbox = await sandboxed({ users: 3 })
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'InviteUser', times: 1 }])
    const thrown = steering()
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (sandbox.received.some(({ operationName }) => operationName === 'InviteUser')) throw thrown
      return globalThis.fetch(input, init)
    }
    const organization = await open(connect, sandbox, fetch).getOrganization()

    expect(await rejection(organization.inviteUser({ email, role: 'LABELER' }))).toBe(thrown)
    expect(sandbox.received.filter(({ operationName }) => operationName === 'InviteUser')).toHaveLength(1)
  })
})

test('by the function that gives the key, it is rethrown as it is', async () => {
  const { url: endpoint } = await sandboxed()
  const thrown = steering()
  const labelbox = new Labelbox({ endpoint, apiKey: () => Promise.reject(thrown) })
  expect(await rejection(labelbox.getUser())).toBe(thrown)
})

test('by the store of a rate limit, it is rethrown as it is', async () => {
  const { url: endpoint, apiKey } = await sandboxed()
  const thrown = steering()
  const store = { take: () => Promise.reject(thrown) }
  const labelbox = new Labelbox({ endpoint, apiKey, rateLimit: { requestsPerMinute: 60, store } })
  expect(await rejection(labelbox.getUser())).toBe(thrown)
})

test('as the reason of an abort, it becomes the cause of ABORTED', async () => {
  const { url: endpoint, apiKey } = await sandboxed()
  const reason = steering()
  const call = new Labelbox({ endpoint, apiKey }).getUser({ signal: AbortSignal.abort(reason) })
  expect(await rejection(call)).toMatchObject({ code: 'ABORTED', cause: reason })
})

test.each([
  ['a digest', steering()],
  ['the mark of React', postponed()],
])('a urql result carries it, by %s, in an error that a component may throw', async (_, thrown) => {
  const { url } = await sandboxed()
  const fetch = () => Promise.reject(thrown)
  const client = new Client({ url, preferGetMethod: false, exchanges: [labelboxExchange({ endpoint: url, fetch })] })

  const { error } = await client.query(GetUserDocument, {}).toPromise()

  expect(isLabelboxError(error, 'ABORTED')).toBe(true)
  expect(error?.cause).toBe(thrown)
  expect(error).toHaveProperty('digest', (thrown as { digest?: string }).digest)
})

test('hooks and logs take it for the end of the call and not for an answer', async () => {
  const { url: endpoint, apiKey } = await sandboxed()
  const codes: unknown[] = []
  const fetch = () => Promise.reject(steering())
  const hooks = { onResponse: ({ code }: { code: unknown }) => codes.push(code), onRetry: () => codes.push('retry') }
  await rejection(new Labelbox({ endpoint, apiKey, fetch, hooks }).getUser())
  expect(codes).toEqual(['ABORTED'])
})
