import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { cacheExchange, Client, gql } from '@urql/core'
import fc from 'fast-check'
import {
  Labelbox,
  type AuditRecord,
  type ConnectionOptions,
  type Organization,
  type PlannedMutation,
} from 'labelbox-org'
import { fileJournal } from 'labelbox-org/bulk'
import { CreateWebhookDocument } from 'labelbox-org/operations'
import type { FaultKind } from '@labelbox-org/tools/sandbox'
import { labelboxExchange } from 'labelbox-org/urql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openReport } from '../src/cli/bulk/reportFile.ts'
import type { AnyFault } from '../src/sandbox/faults/fault.ts'
import { folder } from './support/folder.ts'
import { apiKey, email, leaksIn, listening, secret, shown } from './support/planted.ts'
import { sandboxed } from './support/roads.ts'

const patience = { timeoutMs: 150, deadlineMs: 1500 }
const quick = { ...patience, retry: { maxAttempts: 2, baseDelayMs: 1 }, maxResponseBytes: 200_000 }

/** By key, and through a urql client. */
const roads: readonly (readonly [name: string, road: (options: ConnectionOptions) => Labelbox])[] = [
  ['by key', (options) => new Labelbox(options)],
  ['through a urql client', through],
]

function through(options: ConnectionOptions): Labelbox {
  const client = new Client({
    url: String(options.endpoint),
    fetchOptions: { headers: { authorization: `Bearer ${apiKey}` } },
    exchanges: [cacheExchange, labelboxExchange(options)],
  })
  return new Labelbox({ client })
}

const find = gql<object, { readonly email: string }>`
  query Find($email: String!) {
    organization {
      users(where: { email: $email }) {
        id
      }
    }
  }
`

type Call = (organization: Organization, labelbox: Labelbox) => Promise<unknown>

/** Calls that pass the planted secrets in every possible place. */
const calls: readonly Call[] = [
  (organization) => organization.inviteUser({ email, role: 'LABELER' }),
  (organization) => organization.inviteUser({ email, role: secret }),
  (organization) => organization.inviteUser({ email: `${email} ${secret}`, role: 'LABELER' }),
  (organization) =>
    organization.inviteUser({ email, role: 'NONE', projectRoles: [{ project: secret, role: 'LABELER' }] }),
  (organization) => organization.cancelInvite({ id: 'invited', inviteeEmail: email, createdAt: null }),
  (organization) => organization.cancelInvite(secret),
  (organization) => organization.createResourceTag({ text: secret, color: 'ff0000' }),
  (organization) => organization.createResourceTag({ text: 'a', color: secret }),
  (organization) => organization.createWebhook({ url: 'https://example.com/', topics: ['LABEL_CREATED'], secret }),
  (organization) => organization.createWebhook({ url: secret, topics: ['LABEL_CREATED'], secret }),
  (organization) => organization.createApiKey({ name: secret, email }),
  (organization) => organization.createApiKey({ name: secret, email: `${email} ${secret}` }),
  (organization) => organization.revokeApiKey(secret),
  (organization) => organization.createUserGroup({ name: secret, color: '9EC5FF' }),
  (organization) => organization.createUserGroup({ name: 'a', color: secret }),
  (organization) =>
    organization.createUserGroup({ name: 'a', color: '9EC5FF', members: [{ user: email, role: 'LABELER' }] }),
  (organization) => organization.updateUserGroup(secret, { description: secret }),
  (organization) => organization.createIamIntegration({ provider: 'GCP', name: secret, readBucket: secret }),
  (organization) => organization.createIamIntegration({ provider: 'AWS', name: 'a', roleArn: secret }),
  (organization) => organization.updateIamIntegration(secret, { name: secret }),
  (organization) => organization.inviteUser({ email, role: 'NONE', groups: [{ group: secret, role: 'LABELER' }] }),
  (organization) => organization.updateWebhook(secret, { url: `https://example.com/${encodeURIComponent(secret)}` }),
  (organization) => organization.users({ where: { email } }).toArray({ limit: 5 }),
  async (organization) => organization.users({ where: { [secret]: email } as object }).toArray({ limit: 5 }),
  (_, labelbox) => labelbox.execute(find, { email }),
  (_, labelbox) => labelbox.getUser(),
]

/** Everything that the calls show: their errors, and what listeners received. */
async function seen(
  connect: (options: ConnectionOptions) => Labelbox,
  options: ConnectionOptions,
  prepare: () => void,
) {
  const { options: ears, heard } = listening()
  const labelbox = connect({ ...quick, ...ears, apiKey, ...options })
  const organization = await labelbox.getOrganization({ timeoutMs: 10_000, deadlineMs: 10_000 })
  prepare()
  const endings = await Promise.allSettled(calls.map((call) => call(organization, labelbox)))
  const errors = endings.flatMap((ending) => (ending.status === 'rejected' ? [ending.reason as unknown] : []))
  return {
    errors,
    texts: [...errors.flatMap((error) => shown(error)), ...shown(labelbox), ...shown(organization), ...heard()],
  }
}

/** For each kind of fault, every place for the server's text. A missing kind does not compile. */
const faults: Readonly<Record<FaultKind, readonly Omit<AnyFault, 'kind'>[]>> = {
  'http-status': [
    { status: 502, body: 'html', message: secret },
    { status: 429, body: 'json', message: secret },
    { status: 403, body: 'text', message: secret, processed: true },
    { status: 200, body: 'json', message: secret, processed: true },
  ],
  'graphql-error': [
    { code: secret, message: secret },
    { code: 'FORBIDDEN', message: secret },
    { exceptionStatus: 422, message: secret },
    { message: secret, status: 500, processed: true },
  ],
  'null-result': [{}, { processed: true }],
  hang: [{ processed: true }],
  reset: [{}],
  'endless-body': [{}],
  'reset-midway': [{}],
  'truncated-json': [{}],
  'slow-body': [{ delayMs: 1000 }],
  'wrong-content-type': [{ contentType: `text/${encodeURIComponent(secret)}` }],
  partial: [{ code: secret, message: secret }],
}

const everyFault = Object.entries(faults).flatMap(([kind, all]) =>
  all.map(
    (fault) => [`${kind} ${JSON.stringify(fault)}`, { ...fault, kind: kind as FaultKind, times: Infinity }] as const,
  ),
)

/** Responses that no fault produces. */
const bodies: readonly (readonly [body: unknown])[] = [
  [secret],
  [[secret]],
  [{ message: secret }],
  [{ errors: secret }],
  [{ errors: [{ message: secret, path: [email], extensions: { exception: { status: 500, message: apiKey } } }] }],
  [{ errors: [{ message: 'No.', extensions: { code: 'RESOURCE_CONFLICT', secret } }], data: { [secret]: email } }],
]

const authorizationOf = ({ headers }: RequestInit): string => new Headers(headers).get('authorization') ?? ''

class Telling extends Error {
  readonly #said: string
  constructor(said: string) {
    super('No.')
    this.#said = said
  }
  get request() {
    return this.#said
  }
  get [Symbol.toStringTag]() {
    return this.#said
  }
  toJSON() {
    return { said: this.#said }
  }
  override toString() {
    return this.#said
  }
  [inspect.custom]() {
    return this.#said
  }
}

/** Returns harmless text on the first read and the secret on the next. */
function twoFaced(init: RequestInit): Error {
  let reads = 0
  return Object.defineProperty(new Error('No.'), 'code', {
    enumerable: true,
    get: () => (++reads > 6 ? authorizationOf(init) : 'ECONNRESET'),
  })
}

/** Hides from a walk over its members what `inspect` shows. */
const veiled = (init: RequestInit): Error =>
  new Proxy(Object.assign(new Error('No.'), { request: authorizationOf(init) }), {
    ownKeys: () => [],
    get: (target, key): unknown => (key === 'request' ? undefined : Reflect.get(target, key)),
  })

/** Errors that a custom `fetch` may throw, which quote the request's headers in many ways. */
const throwers: readonly (readonly [what: string, thrown: (init: RequestInit) => unknown])[] = [
  ['a message', (init) => new TypeError(`Invalid header: ${authorizationOf(init)}`)],
  ['a message with JSON', ({ headers }) => new Error(JSON.stringify(headers))],
  ['a message with JSON in JSON', (init) => new Error(JSON.stringify({ dump: JSON.stringify(init.headers) }))],
  ['a message with a URL', (init) => new Error(`GET /?key=${encodeURIComponent(authorizationOf(init))}`)],
  ['a message in capital letters', (init) => new Error(authorizationOf(init).toUpperCase())],
  ['a message with the body', (init) => new Error(`Could not send ${init.body as string}`)],
  ['a property', (init) => Object.assign(new Error('No.'), { config: { headers: init.headers } })],
  ['a property with the request', (init) => Object.assign(new Error('No.'), { request: init })],
  ['headers', (init) => Object.assign(new Error('No.'), { headers: new Headers(init.headers) })],
  ['a map', (init) => Object.assign(new Error('No.'), { raw: new Map([['key', authorizationOf(init)]]) })],
  ['bytes', (init) => Object.assign(new Error('No.'), { raw: Buffer.from(authorizationOf(init)) })],
  ['a cause', (init) => new Error('No.', { cause: new Error('Why.', { cause: authorizationOf(init) }) })],
  ['several errors', (init) => new AggregateError([new Error('No.'), new Error(authorizationOf(init))])],
  ['a name', (init) => Object.assign(new Error('No.'), { name: authorizationOf(init) })],
  ['a code', (init) => Object.assign(new Error('No.'), { code: authorizationOf(init) })],
  ['text', authorizationOf],
  ['an object', ({ headers }) => ({ headers })],
  ['how it is inspected', (init) => Object.assign(new Error('No.'), { [inspect.custom]: () => authorizationOf(init) })],
  ['what its class says of it', (init) => new Telling(authorizationOf(init))],
  ['what the class of its cause says', (init) => new TypeError('No.', { cause: new Telling(authorizationOf(init)) })],
  ['a getter that changes its mind', twoFaced],
  ['a proxy', veiled],
  ['how it is written as JSON', (init) => Object.assign(new Error('No.'), { toJSON: () => authorizationOf(init) })],
]
/** Text written to the console, by urql for example. */
const written: unknown[] = []

beforeEach(() => {
  for (const method of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => void written.push(words))
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  expect(
    written
      .splice(0)
      .flatMap((words) => shown(words))
      .flatMap(leaksIn),
  ).toEqual([])
})

describe.each(roads)('planted secrets are never shown %s', (_name, connect) => {
  it.each(everyFault)('under %s', async (_fault, fault) => {
    const sandbox = await sandboxed({ apiKey })

    const { errors, texts } = await seen(connect, { endpoint: sandbox.url }, () => sandbox.setFaults([fault]))

    expect(errors.length).toBeGreaterThan(5)
    expect(texts.flatMap(leaksIn)).toEqual([])
  })

  it.each(bodies)('under the response %j', async (body) => {
    const sandbox = await sandboxed({ apiKey })

    const { errors, texts } = await seen(connect, { endpoint: sandbox.url }, () =>
      sandbox.fail({ status: 200, body, times: 1000 }),
    )

    expect(errors).toHaveLength(calls.length)
    expect(texts.flatMap(leaksIn)).toEqual([])
  })

  it('without a fault', async () => {
    const sandbox = await sandboxed({ apiKey })

    const { texts } = await seen(connect, { endpoint: sandbox.url }, () => undefined)

    expect(texts.flatMap(leaksIn)).toEqual([])
  })

  it.each(throwers)('by a fetch that throws %s', async (_what, thrown) => {
    const sandbox = await sandboxed({ apiKey })
    let isBroken = false
    const broken: typeof fetch = (input, init) => {
      if (isBroken) throw thrown(init ?? {})
      return fetch(input, init)
    }

    const { errors, texts } = await seen(connect, { endpoint: sandbox.url, fetch: broken }, () => (isBroken = true))

    expect(errors).toHaveLength(calls.length)
    expect(texts.flatMap(leaksIn)).toEqual([])
  })
})

/** Containers of a secret, those that JSON sends and those that it drops. */
const holders: readonly ((held: unknown) => unknown)[] = [
  (held) => ({ secret: held }),
  (held) => ({ in: held, secret: null }),
  (held) => [[held], { list: [held] }],
  (held) => new Holder(held),
  (held) => new InheritingHolder(held),
  (held) => Object.assign(Object.create({ inherited: held }) as object, { secret: held }),
  (held) => Object.assign(Object.create(null) as object, { secret: held }),
  (held) => Object.defineProperty({}, 'secret', { get: () => held, enumerable: true }),
  (held) => Object.defineProperty({}, 'hidden', { get: () => held, enumerable: false }),
  (held) => ({ toJSON: () => ({ secret: held }) }),
  (held) => ({ planted: held, toJSON: () => 'plain' }),
  (held) => Object.assign(() => held, { toJSON: () => ({ secret: held }) }),
  (held) => new Map<unknown, unknown>([['secret', held]]).set(held, held),
  (held) => new Set([held]),
  (held) => new Proxy({ secret: held }, {}),
  (held) => new Proxy({}, { ownKeys: () => ['secret'], getOwnPropertyDescriptor: () => own(held), get: () => held }),
  (held) => new Error('No.', { cause: held }),
  (held) => Object.assign(new Telling(secret), { toJSON: () => ({ secret: held }) }),
  (held) => ({ [Symbol('secret')]: held, secret: Symbol(secret) }),
  (held) => ({ [inspect.custom]: () => held, text: 'plain' }),
  (held) => Object.assign(new Date(0), { planted: held }),
  (held) => Object.assign(['plain'], { planted: held }),
  (held) => ({ secret: new String(secret), at: held }),
]

const own = (value: unknown) => ({ value, enumerable: true, configurable: true })

class Holder {
  readonly #hidden: unknown
  readonly secret: unknown
  constructor(held: unknown) {
    this.#hidden = held
    this.secret = held
  }
  get said() {
    return this.#hidden
  }
}

class InheritingHolder extends Holder {
  [inspect.custom]() {
    return this.said
  }

  readonly inner = { of: new Holder(secret) }
}

const create = gql<object, { readonly data: unknown }>`
  mutation CreateWebhook($data: CreateWebhookInput!) {
    createWebhook(data: $data) {
      id
    }
  }
`

/** The JSON of a request with its secrets redacted. */
const redactedJson = (body: string): unknown =>
  (
    JSON.parse(body, (key, value: unknown) => (key === 'secret' && value !== null ? '[redacted]' : value)) as {
      readonly variables: unknown
    }
  ).variables

describe('a secret in any container', () => {
  const held = fc
    .array(fc.constantFrom(...holders), { minLength: 1, maxLength: 5 })
    .map((around) => around.reduce<unknown>((inner, hold) => hold(inner), { secret }))

  it('is never shown, and a dry run reports the rest of the request', async () => {
    await fc.assert(
      fc.asyncProperty(held, fc.boolean(), async (value, isWhole) => {
        const { options: ears, heard } = listening()
        const bodies: string[] = []
        const kept: unknown[] = []
        const sending: typeof fetch = (_, init) => {
          bodies.push(init?.body as string)
          return Promise.reject(Object.assign(new Error(bodies[0]), { init }))
        }
        const keep = (told: PlannedMutation | AuditRecord): void => void kept.push(told)
        const run = (dryRun?: (planned: PlannedMutation) => void): Promise<unknown> => {
          const labelbox = new Labelbox({ ...quick, ...ears, apiKey, fetch: sending, dryRun, audit: keep })
          return isWhole
            ? labelbox.execute(create, { data: value })
            : labelbox.execute(CreateWebhookDocument, { url: '/', topics: [], secret: value as string })
        }

        const planned: PlannedMutation[] = []
        const endings = await Promise.allSettled([run((plan) => void planned.push(plan)), run()])

        const errors = endings.flatMap((ending) => (ending.status === 'rejected' ? shown(ending.reason) : []))
        expect(errors.length).toBeGreaterThan(2)
        expect([...errors, ...heard(), ...shown(planned), ...shown(kept)].flatMap(leaksIn)).toEqual([])
        expect(planned.map(({ variables }) => variables)).toEqual(bodies.slice(0, 1).map(redactedJson))
      }),
    )
  })

  it('is in no message when the facade takes it in place of text', async () => {
    const sandbox = await sandboxed({ apiKey })
    const { options: ears, heard } = listening()
    const kept: unknown[] = []
    const audit = (record: AuditRecord): void => void kept.push(record.outcome)
    const labelbox = new Labelbox({ ...quick, ...ears, apiKey, endpoint: sandbox.url, audit })
    const organization = await labelbox.getOrganization()
    const text = new Telling(secret) as unknown as string
    const topics = ['LABEL_CREATED'] as const

    const endings = await Promise.allSettled([
      organization.createWebhook({ url: 'https://example.com/', topics, secret: text }),
      organization.createWebhook({ url: text, topics, secret }),
      organization.createWebhook({
        url: `https://user:${encodeURIComponent(secret)}@example.com/`,
        topics,
        secret: '',
      }),
      organization.createApiKey({ name: text, email: text, role: text }),
      organization.inviteUser({ email: text, role: text }),
      organization.inviteUsers([{ email: text, role: text }]),
      organization.removeUsers([{ user: text }]),
      organization.revokeApiKey(text),
      organization.createIamIntegration({ provider: 'AWS', name: text, roleArn: text }),
      (async () => organization.users({ where: { email: text } }).toArray({ limit: 1 }))(),
    ])

    const errors = endings.flatMap((ending) => (ending.status === 'rejected' ? shown(ending.reason) : []))
    expect(errors.length).toBeGreaterThan(20)
    expect([...errors, ...heard(), ...shown(kept)].flatMap(leaksIn)).toEqual([])
  })
})

it.each<Omit<AnyFault, 'times'>>([
  { kind: 'graphql-error', code: secret, message: `${secret} ${apiKey}` },
  { kind: 'graphql-error', code: 'FORBIDDEN', message: secret, processed: true },
  { kind: 'http-status', status: 403, body: 'json', message: `${secret} ${apiKey}` },
  { kind: 'http-status', status: 502, body: 'html', message: secret, processed: true },
  { kind: 'partial', code: secret, message: apiKey },
])('a report, its file and a journal hold addresses and nothing else that was planted, under %j', async (fault) => {
  const sandbox = await sandboxed({ apiKey, invites: 0 })
  const { options: ears, heard } = listening()
  const labelbox = new Labelbox({ ...quick, ...ears, apiKey, endpoint: sandbox.url })
  const organization = await labelbox.getOrganization()
  sandbox.setFaults(['InviteUser', 'UpdateUser'].map((operationName) => ({ ...fault, operationName, times: Infinity })))
  const { path } = folder()
  const texts: string[] = []
  const member = (await organization.users().firstPage()).at(-1)?.id ?? ''

  await using journal = await fileJournal(`${path}/journal`)
  const invited = await organization.inviteUsers([{ email, role: 'LABELER' }], { journal })
  const removed = await organization.removeUsers([{ user: member }])
  for (const report of [invited, removed]) {
    const rows = await report.toArray({ limit: 10 })
    const told = [report.counts, report.stoppedBy, rows.map(({ who, ...row }) => ({ ...row, isKnown: who !== '' }))]
    texts.push(...shown(report), ...told.flatMap((each) => shown(each)))
    for (const name of ['r.csv', 'r.jsonl']) {
      await (await openReport(`${path}/${name}`, [])).write(report)
      texts.push(readFileSync(`${path}/${name}`, 'utf8').replaceAll(email.toLowerCase(), '').replaceAll(email, ''))
    }
  }

  texts.push(...heard(), readFileSync(`${path}/journal`, 'utf8').replaceAll(email, ''))
  expect(texts.flatMap(leaksIn)).toEqual([])
})

it('the search finds a planted secret in every encoding', () => {
  const error = new Error('No.', { cause: { headers: [`Bearer ${apiKey}`] } })

  expect(shown(error).flatMap(leaksIn)).not.toEqual([])
  expect(leaksIn(`https://example.com/?to=${encodeURIComponent(email)}`)).not.toEqual([])
  expect(leaksIn(JSON.stringify({ body: JSON.stringify({ secret }) }))).not.toEqual([])
})
