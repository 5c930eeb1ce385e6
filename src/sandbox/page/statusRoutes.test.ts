import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../index.ts'
import { ask, records, sandboxed } from '../testingSandbox.ts'

interface Report {
  readonly organization: unknown
  readonly outbox: readonly { readonly id: string; readonly to: string; readonly state: string }[]
  readonly webhooks: readonly unknown[]
  readonly requests: readonly { readonly operation: string | null; readonly durationMs: number | null }[]
}

const at = ({ url }: Sandbox, path: string): string => new URL(path, url).href
const report = async (sandbox: Sandbox): Promise<Report> =>
  (await (await fetch(at(sandbox, '/status.json'))).json()) as Report

async function invite(sandbox: Sandbox, inviteeEmail: string, projects: readonly unknown[] = []): Promise<void> {
  const { me, organizationId, role } = await records(sandbox)
  const data = [{ inviterId: me.id, inviteeEmail, organizationId, organizationRoleId: role('None'), projects }]
  const reply = await ask(
    sandbox,
    'mutation Invite($data: [CreateInviteInput!]) { createInvites(data: $data) { invite { id } } }',
    { variables: { data } },
  )
  expect(reply.errors).toBeUndefined()
}

it.each(['/', '/status.json'])('%s serves HEAD like GET, without the body', async (path) => {
  const url = at(await sandboxed(), path)
  const [head, get] = await Promise.all([fetch(url, { method: 'HEAD' }), fetch(url)])

  expect(head.status).toBe(200)
  expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
  expect(await head.text()).toBe('')
})

describe('the report', () => {
  it('has seats, members, all invites with their state, webhooks and the latest requests', async () => {
    const sandbox = await sandboxed({ users: 3, projects: 1, invites: 0, seats: 10, webhooks: 2 })
    const { role, projects, me } = await records(sandbox)
    await invite(sandbox, 'accepts@example.com', [{ projectId: projects[0], projectRoleId: role('Reviewer') }])
    await invite(sandbox, 'cancelled@example.com')
    await invite(sandbox, 'waits@example.com')
    const [, cancelled] = (await report(sandbox)).outbox
    sandbox.acceptInvite('accepts@example.com')
    await ask(sandbox, `mutation Cancel { cancelInvite(where: {id: "${cancelled?.id ?? ''}"}) { id } }`, {
      path: '/_gql',
    })
    sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'Fails', body: 'json' }])
    await ask(sandbox, 'query Fails { user { id } }').catch(() => undefined)

    const { organization, outbox, webhooks, requests } = await report(sandbox)

    expect(organization).toEqual({
      name: 'Sandbox',
      seats: { used: 5, limit: 10, remaining: 5 },
      members: 4,
      projects: 1,
      userGroups: 0,
    })
    expect(outbox).toMatchObject([
      { to: 'waits@example.com', state: 'pending', from: me.email, role: 'None', projects: [] },
      { to: 'cancelled@example.com', state: 'cancelled' },
      { to: 'accepts@example.com', state: 'accepted', projects: [{ name: 'Street scenes 1', role: 'Reviewer' }] },
    ])
    expect(webhooks).toMatchObject([
      {
        url: 'https://hooks.example.com/1',
        topics: ['LABEL_CREATED', 'LABEL_UPDATED'],
        status: 'ACTIVE',
        project: null,
      },
      { project: 'Street scenes 1' },
    ])
    expect(requests.slice(0, 2)).toMatchObject([
      {
        operation: 'Fails',
        path: '/graphql',
        status: 502,
        fault: 'http-status',
        durationMs: expect.any(Number) as number,
      },
      { operation: 'Cancel', path: '/_gql', status: 200, fault: null },
    ])
  })

  it('holds no key, header, variable or credential of a URL', async () => {
    const sandbox = await sandboxed({ apiKey: 'planted-key', webhooks: 0 })
    await ask(
      sandbox,
      'mutation Hook($secret: String!) { createWebhook(data: {topics: {set: [LABEL_CREATED]}, url: "https://user:planted-password@example.com/a?token=planted-token", secret: $secret}) { id } }',
      { variables: { secret: 'planted-secret' } },
    )
    await ask(sandbox, '{ user { id } }', { key: 'planted-wrong-key' })

    const shown = [await (await fetch(at(sandbox, '/'))).text(), JSON.stringify(await report(sandbox))]

    expect(shown[1]).toContain('https://example.com/a')
    expect(shown.join()).not.toContain('planted')
  })

  it('is not logged, and uses neither faults nor quota', async () => {
    const sandbox = await sandboxed({ requestsPerMinute: 1, faults: [{ kind: 'reset' }] })

    await report(sandbox)
    await fetch(at(sandbox, '/'))

    expect(sandbox.received).toEqual([])
    await expect(ask(sandbox, '{ user { id } }')).rejects.toThrow()
  })
})

it('serves the same page always, without records in it', async () => {
  const sandbox = await sandboxed()
  const before = await (await fetch(at(sandbox, '/'))).text()
  await invite(sandbox, '<script>alert(1)</script>@example.com')

  const response = await fetch(at(sandbox, '/'))

  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await response.text()).toBe(before)
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'sha256-/)
  expect(before).not.toMatch(/(?:src|href)="(?!data:)/)
  const data = await fetch(at(sandbox, '/status.json'))
  expect(data.headers.get('content-type')).toBe('application/json')
  expect(data.headers.get('x-content-type-options')).toBe('nosniff')
})

it.each([
  ['POST', '/'],
  ['POST', '/status.json'],
  ['GET', '/status/accept'],
  ['GET', '/status'],
])('responds with 404 to %s %s', async (method, path) => {
  expect((await fetch(at(await sandboxed(), path), { method })).status).toBe(404)
})

describe('toward other sites, the page', () => {
  /** Sends headers that `fetch` does not allow. */
  const send = (
    sandbox: Sandbox,
    method: string,
    path: string,
    headers: Record<string, string>,
    body = '',
  ): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(at(sandbox, path), { method, headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      sent.on('error', reject)
      sent.end(body)
    })

  it.each([
    ['127.0.0.1', 200],
    ['localhost:80', 200],
    ['LOCALHOST', 200],
    ['[::1]:4100', 200],
    ['192.168.0.7:4100', 200],
    ['sandbox.example.com', 403],
    ['127.0.0.1.example.com', 403],
    ['localhost.example.com:4100', 403],
  ])('responds at the host %s with %i', async (host, status) => {
    const sandbox = await sandboxed()

    expect(await send(sandbox, 'GET', '/', { host })).toBe(status)
    expect(await send(sandbox, 'GET', '/status.json', { host })).toBe(status)
  })

  it('allows no other origin to read the report', async () => {
    const response = await fetch(at(await sandboxed(), '/status.json'), { headers: { origin: 'https://example.com' } })

    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  it('accepts an invite from its own origin only', async () => {
    const sandbox = await sandboxed({ invites: 2 })
    const [second, first] = (await report(sandbox)).outbox
    const { host, origin } = new URL(sandbox.url)
    const accept = (headers: Record<string, string>, id: unknown = second?.id): Promise<number> =>
      send(sandbox, 'POST', '/status/accept', { host, ...headers }, JSON.stringify({ id }))
    const states = async (): Promise<readonly string[]> => (await report(sandbox)).outbox.map(({ state }) => state)

    expect(await accept({})).toBe(403)
    expect(await accept({ origin: 'null' })).toBe(403)
    expect(await accept({ origin: 'https://example.com' })).toBe(403)
    expect(await accept({ origin: 'http://example.com', host: 'example.com' })).toBe(403)
    expect(await states()).toEqual(['pending', 'pending'])

    expect(await accept({ origin })).toBe(200)
    expect(await states()).toEqual(['accepted', 'pending'])
    expect(await accept({ origin })).toBe(404)
    expect(await accept({ origin }, { not: 'an id' })).toBe(404)
    expect(await send(sandbox, 'POST', '/status/accept', { host, origin }, '{')).toBe(404)
    expect(first?.state).toBe('pending')
    const { data } = await ask(sandbox, `{ users(where: {email: "${second?.to ?? ''}"}) { email } }`)
    expect(data?.['users']).toHaveLength(1)
  })
})
