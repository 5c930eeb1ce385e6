import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { Labelbox } from '../../labelbox.ts'
import type { Sandbox } from '../../sandbox/index.ts'
import type { ConnectionOptions } from '../../transport/connection.ts'
import type { MemberOutcome, MemberRoleRow, MemberRow, Journal, JournalEntry, BulkReport } from './bulkTypes.ts'

const organizationOf = ({ url, apiKey }: Sandbox, options: ConnectionOptions = {}) =>
  new Labelbox({ endpoint: url, apiKey, retry: { baseDelayMs: 1, maxAttempts: 3 }, ...options }).getOrganization()

const outcomes = async (report: BulkReport<MemberOutcome>): Promise<readonly MemberOutcome[]> =>
  (await report.toArray({ limit: Infinity })).map(({ outcome }) => outcome)

/** An organization with ten members: the key's own user and nine others. */
const ofTen = (connect = organizationOf) => ofMembers(10, connect)

async function ofMembers(users: number, connect = organizationOf) {
  const sandbox = await sandboxed({ users, invites: 0 })
  const organization = await connect(sandbox)
  const members = await organization.getMembers().toArray({ limit: 99 })
  const [self, ...all] = members.map(({ id, email }) => ({ id, email: email ?? '' }))
  const others = (index: number) => all[index] ?? fail()
  return { sandbox, organization, self: self ?? fail(), others, all }
}

const fail = (): never => {
  throw new Error('The sandbox has too few members.')
}

const removals = (sandbox: Sandbox): number => operations(sandbox).filter((name) => name === 'RemoveUser').length

function arrayJournal(entries: JournalEntry[] = []): Journal & { readonly entries: JournalEntry[] } {
  return { entries, read: () => [...entries], append: (entry) => Promise.resolve(void entries.push(entry)) }
}

describe.each(roads)('%s', (_name, connect) => {
  it('removes members by address, id and record, and nobody else', async () => {
    const { organization, self, others, all } = await ofTen((sandbox) => connect(sandbox).getOrganization())
    const rows = [
      { user: others(0).email.toUpperCase() },
      { user: others(1).id },
      { user: others(2) },
      { user: 'nobody@example.com' },
      { user: 'no-such-id' },
      { user: self },
      { user: others(1).email },
    ]

    const report = await organization.removeUsers(rows)

    expect(await outcomes(report)).toEqual([
      ...['done', 'done', 'done', 'not-a-member', 'not-a-member', 'refused', 'refused'],
    ])
    const left = await organization.getMembers({ where: { deleted: false } }).toArray({ limit: 99 })
    expect(left.map(({ id }) => id)).toEqual([self.id, ...all.slice(3).map(({ id }) => id)])
  })

  it('changes roles, and sends nothing for members who have the role', async () => {
    const { sandbox, organization, others, all } = await ofTen((sandbox) => connect(sandbox).getOrganization())
    await organization.updateOrganizationRole(others(0), 'REVIEWER')
    const rows = all.map(({ email }) => ({ user: email, role: 'REVIEWER' }))

    const report = await organization.updateOrganizationRoles(rows)

    expect(report.counts.done + report.counts.unchanged).toBe(9)
    expect((await outcomes(report))[0]).toBe('unchanged')
    const now = await organization.getMembers().toArray({ limit: 99 })
    expect(now.slice(1).map(({ orgRole }) => orgRole?.name)).toEqual(Array(9).fill('Reviewer'))
    expect(operations(sandbox).filter((name) => name === 'UpdateOrganizationRole')).toHaveLength(1 + report.counts.done)
  })

  it("refuses another role for the key's own user, who could then not change the others", async () => {
    const { organization, self, others } = await ofTen((sandbox) => connect(sandbox).getOrganization())
    const { orgRole } = await organization.getMember(self)
    const rows = [self, others(0)].map((user) => ({ user, role: 'LABELER' }))

    expect(await outcomes(await organization.updateOrganizationRoles(rows))).toEqual(['refused', 'done'])
    expect((await organization.getMember(self)).orgRole).toEqual(orgRole)
    const same = [{ user: self, role: orgRole?.name ?? '' }]
    expect(await outcomes(await organization.updateOrganizationRoles(same))).toEqual(['unchanged'])
  })

  it('reports dry-run and changes nothing with dryRun', async () => {
    const { sandbox, organization, others } = await ofTen((sandbox) =>
      connect(sandbox, { dryRun: () => undefined }).getOrganization(),
    )

    expect(await outcomes(await organization.removeUsers([{ user: others(0) }]))).toEqual(['dry-run'])
    const rows = [{ user: others(0), role: 'ADMIN' }]
    expect(await outcomes(await organization.updateOrganizationRoles(rows))).toEqual(['dry-run'])
    expect(removals(sandbox)).toBe(0)
  })
})

it('rejects with all invalid rows before anything is sent', async () => {
  const { sandbox, organization, others } = await ofTen()
  const user = others(0).email
  const rows = [{ user }, {}, null, { user: '' }, { user: ` ${user.toUpperCase()}` }] as MemberRow[]
  const error = await rejection(organization.removeUsers(rows))
  if (!isLabelboxError(error, 'INVALID_ROWS')) throw error
  expect(error.rows.map(({ row }) => row)).toEqual([2, 3, 4, 5])
  expect(removals(sandbox)).toBe(0)

  const roles = [{ user, role: 'ADMIN' }, { user: others(1) }, { user: others(2), role: 'CHIEF' }] as MemberRoleRow[]
  const other = await rejection(organization.updateOrganizationRoles(roles))
  expect(isLabelboxError(other, 'INVALID_ROWS') && other.rows.map(({ row }) => row)).toEqual([2, 3])
})

it('tells two members apart by the exact spelling of the address, and refuses any other spelling', async () => {
  const { sandbox } = await ofTen()
  // The sandbox has no two members like that.
  const twins: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init)
    const text = (await answer.text()).replaceAll('alan.turing.3@example.com', 'Grace.Hopper.2@example.com')
    return new Response(text, { status: answer.status, headers: { 'content-type': 'application/json' } })
  }
  const organization = await organizationOf(sandbox, { fetch: twins })
  const members = await organization.getMembers().toArray({ limit: 9 })
  const [small, capital] = ['grace.hopper.2@example.com', 'Grace.Hopper.2@example.com'].map((address) =>
    members.find(({ email }) => email === address),
  )

  const rows = ['GRACE.hopper.2@example.com', 'Grace.Hopper.2@example.com'].map((user) => ({ user }))
  const report = await organization.removeUsers(rows, { ifInvalid: 'skip' })
  const removed = await organization.removeUsers([{ user: 'grace.hopper.2@example.com' }])

  expect(await outcomes(report)).toEqual(['refused', 'refused'])
  expect(await removed.toArray({ limit: 1 })).toMatchObject([{ outcome: 'done', id: small?.id }])
  const other = await organization.removeUsers([{ user: 'Grace.Hopper.2@example.com' }])
  expect(await other.toArray({ limit: 1 })).toMatchObject([{ outcome: 'done', id: capital?.id }])
})

it('continues after one member that the key may not change', async () => {
  const { sandbox, organization, all } = await ofTen()
  const forbidden = { kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'RemoveUser' } as const
  sandbox.setFaults([forbidden])
  const rows = all.map((user) => ({ user }))
  expect((await organization.removeUsers(rows.slice(0, 4))).counts).toMatchObject({ done: 3, refused: 1 })
})

it('makes at most eight changes at a time, and reports them as unknown after an abort', async () => {
  const { sandbox, organization, all } = await ofMembers(31)
  sandbox.setFaults([{ kind: 'hang', operationName: 'RemoveUser', times: 99 }])
  const controller = new AbortController()

  const removing = organization.removeUsers(
    all.map((user) => ({ user })),
    { signal: controller.signal },
  )
  await expect.poll(() => removals(sandbox)).toBe(8)
  controller.abort()

  const report = await removing
  expect(report.counts).toMatchObject({ unknown: 8, 'not-attempted': 22 })
  expect(report.stoppedBy).toMatchObject({ code: 'ABORTED' })
  expect(removals(sandbox)).toBe(8)
})

it('continues after a refusal and a lost response, and stops after three members that the key may not change', async () => {
  const { sandbox, organization, all } = await ofTen()
  const rows = all.map((user) => ({ user }))
  sandbox.setFaults([
    { kind: 'graphql-error', code: 'OPERATION_NOT_ALLOWED', operationName: 'RemoveUser' },
    { kind: 'http-status', status: 502, operationName: 'RemoveUser' },
  ])
  expect((await organization.removeUsers(rows.slice(0, 3))).counts).toMatchObject({ done: 2, refused: 1 })

  sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'RemoveUser', times: 99 }])
  const report = await organization.removeUsers(rows.slice(3).values())
  expect(report.stoppedBy).toMatchObject({ code: 'AUTHORIZATION' })
  expect(report.counts.done).toBe(0)
})

describe('with a journal', () => {
  it('does not remove a member again who was removed before and has come back', async () => {
    const { sandbox, organization, others, all } = await ofTen()
    const journal = arrayJournal()
    const rows = all.slice(0, 3).map(({ email }) => ({ user: email }))
    await organization.removeUsers(rows.slice(0, 2), { journal })
    await organization.inviteUser({ email: others(0).email, role: 'LABELER' })
    sandbox.acceptInvite(others(0).email)

    const report = await organization.removeUsers(rows, { journal })

    expect(await outcomes(report)).toEqual(['done', 'done', 'done'])
    expect(removals(sandbox)).toBe(3)
    const left = await organization.getMembers({ where: { deleted: false } }).toArray({ limit: 99 })
    expect(left.map(({ email }) => email)).toContain(others(0).email)
  })

  it('reports a removal as done that a killed process had sent', async () => {
    const { organization, others } = await ofTen()
    const [first, second, third] = [others(0).email, others(1).email, others(2).email]
    await organization.removeUser(first)
    const entries: JournalEntry[] = [
      { job: 'removeUsers', organizationId: organization.id },
      {
        sending: [
          [first, 'removed'],
          [second, 'removed'],
        ],
        at: Date.now(),
      },
    ]

    const rows = [first, second, third, 'nobody@example.com'].map((user) => ({ user }))
    const report = await organization.removeUsers(rows, { journal: arrayJournal(entries) })

    expect(await outcomes(report)).toEqual(['done', 'done', 'done', 'not-a-member'])
  })

  it('changes the role again if the journal has another one', async () => {
    const { organization, others } = await ofTen()
    const journal = arrayJournal()
    const user = others(0).email
    await organization.updateOrganizationRoles([{ user, role: 'ADMIN' }], { journal })

    const report = await organization.updateOrganizationRoles([{ user, role: 'REVIEWER' }], { journal })

    expect(await outcomes(report)).toEqual(['done'])
    expect((await organization.getMember(user)).orgRole?.name).toBe('Reviewer')
  })

  it('leaves no entry open for a refused change', async () => {
    const { sandbox, organization, others } = await ofTen()
    const journal = arrayJournal()
    const rows = [{ user: others(0).email, role: 'ADMIN' }]
    sandbox.setFaults([{ kind: 'graphql-error', code: 'RESOURCE_CONFLICT', operationName: 'UpdateOrganizationRole' }])
    expect(await outcomes(await organization.updateOrganizationRoles(rows, { journal }))).toEqual(['refused'])
    await organization.updateOrganizationRole(others(0).email, 'ADMIN')

    expect(await outcomes(await organization.updateOrganizationRoles(rows, { journal }))).toEqual(['unchanged'])
  })

  it('ends after the last entry is written, and writes an entry before each request', async () => {
    const { sandbox, organization, all } = await ofTen()
    const log: string[] = []
    const journal: Journal = {
      read: () => [],
      append: async (entry) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        const sent = removals(sandbox)
        if ('sending' in entry) log.push(`sending ${sent <= log.filter((each) => each.startsWith('sending')).length}`)
        else if ('ended' in entry) log.push('ended')
      },
    }

    const report = await organization.removeUsers(
      all.map(({ id }) => ({ user: id })),
      { journal },
    )

    expect(report.counts.done).toBe(9)
    expect(log.filter((each) => each === 'ended')).toHaveLength(9)
    expect(log.filter((each) => each.startsWith('sending'))).toEqual(Array(9).fill('sending true'))
  })

  it('writes the entries of the next rows while others are sent, and closes them if the run stops before their turn', async () => {
    const { sandbox, organization, all } = await ofMembers(31)
    const journal = arrayJournal()
    const sending = (): number => journal.entries.filter((entry) => 'sending' in entry).length
    sandbox.setFaults([{ kind: 'hang', operationName: 'RemoveUser', times: 99 }])
    const controller = new AbortController()

    const removing = organization.removeUsers(
      all.map(({ id }) => ({ user: id })),
      { journal, signal: controller.signal },
    )
    await expect.poll(() => [removals(sandbox), sending()]).toEqual([8, 16])
    controller.abort()
    expect((await removing).counts).toMatchObject({ unknown: 8, 'not-attempted': 22 })

    expect(journal.entries.filter((entry) => 'ended' in entry)).toHaveLength(8)
    sandbox.setFaults([])
    expect(
      (
        await organization.removeUsers(
          all.map(({ id }) => ({ user: id })),
          { journal },
        )
      ).counts.done,
    ).toBe(30)
  })

  it('sends nothing more after three members that the key may not change, and leaves no entry open', async () => {
    const { sandbox, organization, all } = await ofMembers(31)
    const journal = arrayJournal()
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'RemoveUser', times: 99 }])

    const report = await organization.removeUsers(
      all.map(({ id }) => ({ user: id })),
      { journal },
    )

    expect(report.counts.refused).toBe(removals(sandbox))
    expect(report.counts.refused).toBeLessThan(3 + 8)
    const count = (kind: string): number => journal.entries.filter((entry) => kind in entry).length
    expect(count('ended')).toBe(count('sending'))
  })

  it('stops when an entry of a change that was made cannot be written', async () => {
    const { sandbox, organization, all } = await ofTen()
    const full = new Error('the disk is full')
    const journal: Journal = {
      read: () => [],
      append: (entry) => ('ended' in entry ? Promise.reject(full) : Promise.resolve()),
    }

    const report = await organization.removeUsers(
      all.map(({ id }) => ({ user: id })),
      { journal },
    )

    expect(report.stoppedBy).toBe(full)
    expect(report.counts.done).toBe(removals(sandbox))
    expect(report.counts.done + report.counts['not-attempted']).toBe(9)
  })

  it('refuses the journal of another method', async () => {
    const { sandbox, organization, others } = await ofTen()
    const journal = arrayJournal()
    await organization.removeUsers([{ user: others(0) }], { journal })

    const error = await rejection(
      organization.updateOrganizationRoles([{ user: others(1), role: 'ADMIN' }], { journal }),
    )

    expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    expect(operations(sandbox)).not.toContain('UpdateOrganizationRole')
  })
})

it('sends nothing after an error of onOutcome about a row that needs no request', async () => {
  const { sandbox, organization, all } = await ofMembers(31)
  const full = new Error('No space is left.')
  let sent = 0
  const removed = organization.removeUsers(
    all.flatMap((user, at) => [{ user }, ...(at === 9 ? [{ user: 'nobody@example.com' }] : [])]),
    {
      onOutcome: ({ outcome }) => {
        if (outcome !== 'not-a-member') return
        sent = removals(sandbox)
        throw full
      },
    },
  )

  expect(await rejection(removed)).toBe(full)
  // What was under way may still arrive.
  expect(removals(sandbox)).toBeLessThanOrEqual(sent + 8)
})

it('rejects with the error of onOutcome and sends nothing afterwards', async () => {
  const { sandbox, organization, all } = await ofMembers(31)
  const full = new Error('No space is left.')

  const error = await rejection(
    organization.removeUsers(
      all.map((user) => ({ user })),
      { onOutcome: () => Promise.reject(full) },
    ),
  )

  expect(error).toBe(full)
  expect(removals(sandbox)).toBeLessThanOrEqual(8)
  const seen = sandbox.received.length
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(sandbox.received).toHaveLength(seen)
})

describe('with an idle stream of rows', () => {
  /** Gives some rows, then waits forever. */
  async function* thenIdle(rows: readonly MemberRow[]): AsyncGenerator<MemberRow> {
    yield* rows
    await new Promise(() => undefined)
  }

  it('the call ends when onOutcome fails', async () => {
    const { organization, others } = await ofTen()
    const full = new Error('the disk is full')

    const removing = organization.removeUsers(thenIdle([{ user: others(0) }, { user: others(1) }]), {
      onOutcome: () => Promise.reject(full),
    })

    expect(await rejection(removing)).toBe(full)
  })

  it('the call ends when the journal fails', async () => {
    const { organization, others } = await ofTen()
    const full = new Error('the disk is full')
    const journal: Journal = {
      read: () => [],
      append: (entry) => ('sending' in entry ? Promise.reject(full) : Promise.resolve()),
    }

    const report = await organization.removeUsers(thenIdle([{ user: others(0) }]), { journal })

    expect(report.stoppedBy).toBe(full)
    expect(await outcomes(report)).toEqual(['not-attempted'])
  })

  it('the call ends when its signal aborts', async () => {
    const { organization, others } = await ofTen()
    const controller = new AbortController()

    const report = await organization.removeUsers(thenIdle([{ user: others(0) }]), {
      signal: controller.signal,
      onOutcome: () => controller.abort(),
    })

    expect(report.stoppedBy).toMatchObject({ code: 'ABORTED' })
    expect(await outcomes(report)).toEqual(['done'])
  })

  it('the call ends when the source itself aborts it', async () => {
    const { organization, others } = await ofTen()
    const controller = new AbortController()
    async function* source(): AsyncGenerator<MemberRow> {
      yield { user: others(0) }
      controller.abort()
      await new Promise(() => undefined)
    }

    const report = await organization.removeUsers(source(), { signal: controller.signal })

    expect(report.stoppedBy).toMatchObject({ code: 'ABORTED' })
  })

  it('the call ends when onOutcome fails, also if the rows can be read again', async () => {
    const { organization, others } = await ofTen()
    const full = new Error('the disk is full')
    let readings = 0
    const rows = { read: () => ((readings += 1) === 1 ? [{ user: others(0) }] : thenIdle([{ user: others(0) }])) }

    expect(await rejection(organization.removeUsers(rows, { onOutcome: () => Promise.reject(full) }))).toBe(full)
  })

  it('a Node.js stream is closed when the call ends', async () => {
    const { organization, others } = await ofTen()
    const full = new Error('the disk is full')
    const stream = new Readable({ objectMode: true, read: () => undefined })
    stream.push({ user: others(0) })

    expect(await rejection(organization.removeUsers(stream, { onOutcome: () => Promise.reject(full) }))).toBe(full)
    expect(stream.destroyed).toBe(true)
  })
})
