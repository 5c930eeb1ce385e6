import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { worker, type Worker } from '../../../test/support/workerd.ts'
import { createSandbox, type Sandbox } from '../../sandbox/index.ts'

/**
 * `/call?method=…` answers with what the method has come to, `/leave?method=…` while it is under way: the request has
 * ended then, and nothing of it runs any more.
 */
const source = `
import { Labelbox } from './src/index.ts'

let labelbox, organization

const calls = {
  inviteUser: (email) => organization.inviteUser({ email, role: 'LABELER' }),
  inviteUsers: async (email) => (await organization.inviteUsers([{ email, role: 'LABELER' }])).counts,
  getRoles: () => organization.getRoles(),
}

export default {
  async fetch(request, { ENDPOINT: endpoint, KEY: apiKey, OPTIONS }) {
    const { pathname, searchParams } = new URL(request.url)
    labelbox ??= new Labelbox({ endpoint, apiKey, retry: { baseDelayMs: 1 }, ...JSON.parse(OPTIONS) })
    organization ??= await labelbox.getOrganization()
    const calling = calls[searchParams.get('method')](searchParams.get('email')).then(
      (value) => ({ value }),
      ({ name, code, message }) => ({ name, code, message }),
    )
    if (pathname === '/call') return Response.json(await calling)
    await scheduler.wait(1500)
    return new Response('It is under way.')
  },
}
`

let sandbox: Sandbox
let running: Worker | undefined

beforeEach(async () => {
  sandbox = await createSandbox({ invites: 0, seats: 100 })
})

afterEach(async () => {
  await running?.[Symbol.asyncDispose]()
  await sandbox.close()
})

async function start(options: object): Promise<Worker> {
  const bindings = { ENDPOINT: sandbox.url, KEY: sandbox.apiKey, OPTIONS: JSON.stringify(options) }
  return (running = await worker(source, bindings))
}

const call = async (one: Worker, method: string, email = ''): Promise<Record<string, unknown>> =>
  (await one.fetch(`/call?method=${method}&email=${email}`)).json() as Promise<Record<string, unknown>>

async function leave(one: Worker, method: string, email = ''): Promise<void> {
  await (await one.fetch(`/leave?method=${method}&email=${email}`)).text()
}

const limits: readonly (readonly [what: string, options: object])[] = [
  ['a client without limits', {}],
  ['one request at once', { rateLimit: { maxConcurrent: 1 } }],
  ['a quota and one request at once', { rateLimit: { requestsPerMinute: 1000, maxConcurrent: 1 } }],
]

describe.each(limits)('in workerd, with %s, a request that ended while its call was under way', (_what, options) => {
  it.each(['inviteUser', 'inviteUsers'])('blocks no other: %s', async (method) => {
    const one = await start(options)
    sandbox.setFaults([{ kind: 'hang', operationName: 'InviteUser', times: 1 }])
    await leave(one, method, 'ada@example.com')

    const [single, many, again] = await Promise.all([
      call(one, 'inviteUser', 'grace@example.com'),
      call(one, 'inviteUsers', 'joan@example.com'),
      call(one, 'inviteUser', 'ada@example.com'),
    ])

    expect(single).toMatchObject({ value: { inviteeEmail: 'grace@example.com' } })
    expect(many).toMatchObject({ value: { invited: 1 } })
    // The one that was under way may still come.
    expect(again).toMatchObject({ name: 'LabelboxError', code: 'OUTCOME_UNKNOWN' })
  })

  it.each(['GetRoles', 'GetUser', 'GetInvites'])(
    'leaves what it was loading to be loaded by others: %s',
    async (operationName) => {
      const one = await start(options)
      sandbox.setFaults([{ kind: 'hang', operationName, times: 1 }])
      await leave(one, 'inviteUser', 'ada@example.com')

      expect(await call(one, 'inviteUser', 'ada@example.com')).toMatchObject({
        value: { inviteeEmail: 'ada@example.com' },
      })
    },
  )
})

it('in workerd, calls of several requests that invite one address leave one invite', async () => {
  const one = await start({ rateLimit: { maxConcurrent: 2 } })
  const methods = ['inviteUser', 'inviteUsers', 'inviteUser', 'inviteUsers']
  await Promise.all(methods.map((method) => call(one, method, 'ada@example.com')))
  expect(sandbox.received.filter(({ operationName }) => operationName === 'InviteUser')).toHaveLength(1)
})
