import { cacheExchange, Client, fetchExchange } from '@urql/core'
import type { Fault, Sandbox } from '@labelbox-org/tools/sandbox'
import { createLabelboxClient } from 'labelbox-org/urql'
import { describe, expect, it, vi } from 'vitest'
import { GetInvitesDocument, GetOrganizationDocument, InviteLimitDocument } from '../../generated/operations.ts'
import { operations, sandboxed } from '../../test/support/roads.ts'
import type { ConnectionOptions } from '../transport/connection.ts'
import { createInviting } from './inviting.ts'

const ada = { email: 'ada@example.com', role: 'LABELER' } as const

async function page(faults: readonly Fault[] = [], options: ConnectionOptions = {}) {
  const sandbox = await sandboxed({ users: 3, invites: 1, faults })
  const client = createLabelboxClient({ endpoint: sandbox.url, apiKey: sandbox.apiKey, ...options })
  const inviting = createInviting(client)
  const statuses: string[] = []
  inviting.subscribe(() => statuses.push(inviting.getState().status))
  return { sandbox, client, inviting, statuses }
}

const sent = (sandbox: Sandbox): number => operations(sandbox).filter((name) => name === 'InviteUser').length

/** What is pending for an address, read past every cache. */
async function pending({ url, apiKey }: Sandbox, email: string): Promise<number> {
  const { data } = await createLabelboxClient({ endpoint: url, apiKey }).query(GetInvitesDocument, { first: 100 })
  return data?.organization?.invites.nodes.filter(({ inviteeEmail }) => inviteeEmail === email).length ?? NaN
}

describe('createInviting', () => {
  it('checks, sends, and says who was invited', async () => {
    const { sandbox, inviting, statuses } = await page()
    expect(inviting.getState()).toEqual({ status: 'idle', isBusy: false })

    const end = await inviting.invite(ada)

    expect(statuses).toEqual(['checking', 'sending', 'invited'])
    expect(end).toMatchObject({ status: 'invited', email: ada.email, invite: { inviteeEmail: ada.email } })
    expect(end).toBe(inviting.getState())
    expect(await pending(sandbox, ada.email)).toBe(1)
  })

  it('sends once for two calls at a time, and both get the result', async () => {
    const { sandbox, inviting } = await page()

    const [first, second] = await Promise.all([inviting.invite(ada), inviting.invite(ada)])

    expect(first.status).toBe('invited')
    expect(second).toBe(first)
    expect(sent(sandbox)).toBe(1)
  })

  it('still says that the address is invited when the same form sends it again', async () => {
    const { sandbox, inviting } = await page()

    await inviting.invite(ada)
    const again = await inviting.invite(ada)

    expect(again).toMatchObject({ status: 'invited', invite: { inviteeEmail: ada.email } })
    expect(sent(sandbox)).toBe(1)
  })

  it('sends once for two forms of a page', async () => {
    const { sandbox, client, inviting } = await page()

    const ends = await Promise.all([inviting.invite(ada), createInviting(client).invite(ada)])

    expect(ends.map(({ status }) => status).sort()).toEqual(['already-invited', 'invited'])
    expect(sent(sandbox)).toBe(1)
  })

  it('sends nothing to a member', async () => {
    const { sandbox, inviting, statuses } = await page()

    expect(await inviting.invite({ ...ada, email: 'Grace.Hopper.2@example.com' })).toMatchObject({
      status: 'already-member',
      error: { code: 'ALREADY_MEMBER', mayHaveRun: false },
    })
    expect(statuses).toEqual(['checking', 'already-member'])
    expect(sent(sandbox)).toBe(0)
  })

  it('sends nothing to an address that is invited, unless the earlier invite is to be replaced', async () => {
    const { sandbox, client, inviting } = await page()
    expect(await createInviting(client).invite(ada)).toMatchObject({ status: 'invited' })

    expect(await inviting.invite(ada)).toMatchObject({
      status: 'already-invited',
      invite: { inviteeEmail: ada.email },
      error: { code: 'ALREADY_INVITED' },
    })
    expect(sent(sandbox)).toBe(1)

    expect(await inviting.invite(ada, { ifInvited: 'replace' })).toMatchObject({ status: 'invited' })
    expect(await pending(sandbox, ada.email)).toBe(1)
  })

  it.each([
    ['an invalid address', { ...ada, email: 'ada' }],
    ['no address', { role: 'LABELER' } as never],
    ['an unknown role', { ...ada, role: 'planted' }],
    ['no invite', undefined as never],
  ])('refuses %s without a request that changes', async (_what, invite) => {
    const { sandbox, inviting } = await page()

    expect(await inviting.invite(invite)).toMatchObject({ status: 'refused', error: { code: 'INVALID_INPUT' } })
    expect(sent(sandbox)).toBe(0)
  })

  it('says that a refusal is one, and that a failure may pass', async () => {
    const { inviting, sandbox } = await page([], { retry: false })
    sandbox.setSeats(4)
    const refused = await inviting.invite(ada)
    sandbox.setSeats(10)
    sandbox.setFaults([{ kind: 'http-status', status: 503, operationName: 'GetInvites' }])
    const failed = await inviting.invite({ ...ada, email: 'grace@example.com' })

    expect(refused).toMatchObject({ status: 'refused', error: { code: 'USAGE_LIMIT' } })
    expect(failed).toMatchObject({ status: 'failed', error: { mayHaveRun: false } })
    expect(await inviting.invite({ ...ada, email: 'grace@example.com' })).toMatchObject({ status: 'invited' })
  })

  it.each<[string, Fault]>([
    ['a gateway fails after the invite was stored', { kind: 'http-status', status: 502, processed: true, times: 1 }],
    [
      'a gateway fails before the invite was stored',
      { kind: 'http-status', status: 502, processed: 'late', lateAfter: 'GetInvites', times: 1 },
    ],
    ['the connection breaks after the invite was stored', { kind: 'reset', processed: true, times: 1 }],
  ])('finds the invite when %s, and reads the page again', async (_what, fault) => {
    const { sandbox, client, inviting, statuses } = await page([{ ...fault, operationName: 'InviteUser' }])
    const { data } = await client.query(GetOrganizationDocument, {})
    const organizationId = data?.organization?.id ?? ''
    const seats: (number | null | undefined)[] = []
    client.query(InviteLimitDocument, { organizationId }).subscribe(({ data }) => seats.push(data?.invitesLimit?.used))
    await expect.poll(() => seats).toEqual([4])

    expect(await inviting.invite(ada)).toMatchObject({ status: 'invited', invite: { inviteeEmail: ada.email } })

    expect(statuses).toEqual(['checking', 'sending', 'settling', 'invited'])
    expect(await pending(sandbox, ada.email)).toBe(1)
    await expect.poll(() => seats.at(-1)).toBe(5)
  })

  it('says that the outcome is unknown, sends nothing more, and finds the invite later', async () => {
    const fault: Fault = { kind: 'http-status', status: 502, operationName: 'InviteUser', processed: true, times: 1 }
    const hidden: Fault = { kind: 'http-status', status: 503, operationName: 'GetInvites', skip: 1, times: 100 }
    const { sandbox, inviting, statuses } = await page([fault, hidden], { retry: false })

    expect(await inviting.invite(ada)).toMatchObject({ status: 'unknown', error: { code: 'OUTCOME_UNKNOWN' } })
    expect(statuses.at(-2)).toBe('settling')
    sandbox.setFaults([])
    expect(await inviting.lookAgain()).toMatchObject({ status: 'invited', invite: { inviteeEmail: ada.email } })
    expect(sent(sandbox)).toBe(1)
  })

  it('lets a listener send the next invite, and tells the others', async () => {
    const { inviting, statuses } = await page()
    const next = { ...ada, email: 'grace@example.com' }
    const stop = inviting.subscribe(() => {
      if (inviting.getState().status !== 'invited') return
      stop()
      void inviting.invite(next)
    })

    await inviting.invite(ada)

    await expect.poll(() => inviting.getState()).toMatchObject({ status: 'invited', email: next.email })
    expect(statuses.filter((status) => status === 'checking')).toHaveLength(2)
  })

  it('returns to idle on reset, but not while an invite is under way', async () => {
    const { inviting } = await page()
    const inviteAda = inviting.invite(ada)
    inviting.reset()
    expect(inviting.getState().status).toBe('checking')

    await inviteAda
    inviting.reset()

    expect(inviting.getState()).toEqual({ status: 'idle', isBusy: false })
  })

  it('refuses a client without labelboxExchange', () => {
    const client = new Client({ url: 'https://x.invalid', exchanges: [cacheExchange, fetchExchange] })
    expect(() => createInviting(client)).toThrow(/createLabelboxClient/)
  })

  it('tells a listener that is subscribed twice twice, and after it left not any more', async () => {
    const { inviting } = await page()
    const listener = vi.fn()
    const stops = [inviting.subscribe(listener), inviting.subscribe(listener)]
    inviting.reset()
    expect(listener).toHaveBeenCalledTimes(2)
    for (const stop of stops) stop()
    inviting.reset()
    expect(listener).toHaveBeenCalledTimes(2)
  })
})
