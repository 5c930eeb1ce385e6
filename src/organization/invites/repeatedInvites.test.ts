import { afterEach, describe, expect, it, vi } from 'vitest'
import { operations, rejection, sandboxed } from '../../../test/support/roads.ts'
import { Labelbox } from '../../labelbox.ts'
import { originOf } from '../../core/origin.ts'
import type { Fault, Sandbox } from '../../sandbox/index.ts'
import type { AuditRecord } from '../audit.ts'
import type { NewInvite } from './newInvite.ts'
import type { Organization } from '../organization.ts'

const browser = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36' }
const invite = { email: 'ada@example.com', role: 'LABELER' }
const inProject = { email: 'ada@example.com', role: 'NONE', projectRoles: [{ project: 'Project 1', role: 'REVIEWER' }] }

afterEach(() => vi.unstubAllGlobals())

interface Repeating {
  /** What is sent in place of the repetition. */
  readonly second?: (body: string) => string
  /** The invite in place of the placeholder in the answer: the first or the last. */
  readonly realId?: 'first' | 'last'
}

/** A client whose `fetch` sends an invite twice, as Chromium does when a connection breaks. */
async function repeatingClient(sandbox: Sandbox, { second = (body) => body, realId }: Repeating = {}) {
  const records: AuditRecord[] = []
  let isRepeating = true
  const plain = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
  const others = await plain.getOrganization()
  const pending = () => others.getInvites().toArray({ limit: 100 })
  const repeating: typeof fetch = async (input, init) => {
    const body = init?.body as string
    if (!isRepeating || !body.includes('mutation InviteUser')) return fetch(input, init)
    await (await fetch(input, init)).text()
    const answer = await fetch(input, { ...init, body: second(body) })
    if (realId === undefined) return answer
    const id = (await pending()).at(realId === 'first' ? 0 : -1)?.id ?? ''
    return new Response((await answer.text()).replace('"invited"', JSON.stringify(id)), answer)
  }
  const labelbox = new Labelbox({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    retry: { baseDelayMs: 1 },
    fetch: repeating,
    audit: (record) => records.push(record),
  })
  const organization = await labelbox.getOrganization()
  return { organization, pending, records, stop: () => (isRepeating = false) }
}

const ambiguous: Fault = {
  kind: 'http-status',
  status: 502,
  processed: true,
  operationName: 'InviteUser',
  times: Infinity,
}

type Send = (organization: Organization, invite: NewInvite) => Promise<string | undefined>
const single: Send = async (organization, one) => (await organization.inviteUser(one)).id
const many: Send = async (organization, one) => {
  const [row] = await (await organization.inviteUsers([one])).toArray({ limit: 1 })
  return row?.id
}

describe.each<[string, { isBrowser: boolean; repeating?: Repeating; faults?: readonly Fault[]; send: Send }]>([
  ['inviteUser, answered with a placeholder', { isBrowser: false, send: single }],
  ['inviteUser in a browser, answered with an id', { isBrowser: true, repeating: { realId: 'last' }, send: single }],
  ['inviteUser after a 502', { isBrowser: false, faults: [ambiguous], send: single }],
  ['inviteUsers in a browser, answered with placeholders', { isBrowser: true, send: many }],
  ['inviteUsers in a browser, answered with ids', { isBrowser: true, repeating: { realId: 'last' }, send: many }],
  ['inviteUsers after a 502', { isBrowser: false, faults: [ambiguous], send: many }],
])('%s: a runtime that sends the request twice', (_name, { isBrowser, repeating, faults = [], send }) => {
  it.each([invite, inProject])('leaves one invite, whose id the caller has: %j', async (wanted) => {
    if (isBrowser) vi.stubGlobal('navigator', browser)
    const sandbox = await sandboxed({ invites: 0, projects: 1 })
    const { organization, pending, records } = await repeatingClient(sandbox, repeating)
    const [project] = await organization.projects().firstPage()
    const named = {
      ...wanted,
      ...('projectRoles' in wanted && { projectRoles: [{ project: project ?? '', role: 'REVIEWER' }] }),
    }
    sandbox.setFaults(faults)

    const id = await send(organization, named)

    expect((await pending()).map((left) => left.id)).toEqual([id])
    expect(records.filter(({ isRepeated }) => isRepeated)).toMatchObject([
      { action: 'cancelInvite', email: wanted.email, outcome: 'done' },
    ])
  })

  it('says so if the second invite can not be cancelled, and the call still succeeds', async () => {
    if (isBrowser) vi.stubGlobal('navigator', browser)
    const sandbox = await sandboxed({ invites: 0 })
    const { organization, pending, records } = await repeatingClient(sandbox, repeating)
    const refusing: Fault = { kind: 'graphql-error', code: 'FORBIDDEN', operationName: 'CancelInvite', times: Infinity }
    sandbox.setFaults([...faults, refusing])

    if (send === single) {
      const sent = await organization.inviteUser(invite)
      expect(originOf(sent).error).toMatchObject({ code: 'AUTHORIZATION', operationName: 'CancelInvite' })
    } else {
      const [row] = await (await organization.inviteUsers([invite])).toArray({ limit: 1 })
      expect(row).toMatchObject({ outcome: 'invited', reason: expect.stringContaining('sent twice') as string })
    }

    expect(await pending()).toHaveLength(2)
    expect(records.filter(({ isRepeated }) => isRepeated)).toMatchObject([
      { action: 'cancelInvite', outcome: 'refused', code: 'AUTHORIZATION' },
    ])
  })
})

it.each<[string, Repeating]>([
  [
    'of another role',
    { second: (body) => body.replace(/"organizationRoleId":"[^"]*"/, '"organizationRoleId":"OTHER"') },
  ],
  ['with roles in projects', { second: (body) => body.replace('"projects":[]', '"projects":[PROJECT]') }],
  ['to another address', { second: (body) => body.replace('ada@', 'grace@') }],
])('an invite %s is somebody else’s, and stays', async (_what, { second = (body) => body }) => {
  vi.stubGlobal('navigator', browser)
  const sandbox = await sandboxed({ invites: 0, projects: 1 })
  const labelbox = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  const roles = await labelbox.getRoles()
  const idOf = (wanted: string): string => roles.find(({ name }) => name === wanted)?.id ?? ''
  const [project] = await labelbox.projects().firstPage()
  const inOne = JSON.stringify({ projectId: project?.id, projectRoleId: idOf('Reviewer') })
  const { organization, pending, records } = await repeatingClient(sandbox, {
    second: (body) => second(body).replace('OTHER', idOf('Reviewer')).replace('PROJECT', inOne),
  })

  await organization.inviteUser({ ...invite, role: 'NONE' })

  expect(await pending()).toHaveLength(2)
  expect(records.filter(({ action }) => action === 'cancelInvite')).toEqual([])
})

it('an invite that was pending before stays, where one more was asked for', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const { organization, pending, stop } = await repeatingClient(sandbox)
  stop()
  const first = await organization.inviteUser(invite)
  const second = await organization.inviteUser(invite, { ifInvited: 'send' })
  expect((await pending()).map(({ id }) => id)).toEqual([first.id, second.id])
})

it('outside of browsers, an invite that came with its id costs no look', async () => {
  const sandbox = await sandboxed({ invites: 0 })
  const { organization } = await repeatingClient(sandbox, { realId: 'last' })
  await rejection(organization.inviteUser({ ...invite, email: 'nobody' }))
  const before = operations(sandbox).length
  await organization.inviteUser(invite)
  const sent = operations(sandbox).slice(before)
  // The client of the test itself looks for the id.
  expect(sent.slice(sent.lastIndexOf('InviteUser') + 1)).toEqual(['GetInvites'])
})
