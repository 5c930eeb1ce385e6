import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { Labelbox, type LabelboxOptions } from '../../labelbox.ts'
import type { Fault, Sandbox, SandboxOptions } from '../../sandbox/index.ts'
import type {
  InviteRow,
  InviteOutcome,
  InviteUsersOptions,
  Journal,
  JournalEntry,
  BulkReport,
  Rows,
} from './bulkTypes.ts'

const addresses = (count: number, from = 1): InviteRow[] =>
  Array.from({ length: count }, (_, index) => ({ email: `new.${index + from}@example.com`, role: 'LABELER' }))

const roomy = { invites: 0, seats: 1000 }

/** A sandbox without invites, and its organization. */
async function opened(options: SandboxOptions = {}, more: Partial<LabelboxOptions> = {}) {
  const sandbox = await sandboxed({ ...roomy, ...options })
  return { sandbox, organization: await organizationOf(sandbox, more) }
}

const organizationOf = ({ url, apiKey }: Sandbox, more: Partial<LabelboxOptions> = {}) =>
  new Labelbox({
    endpoint: url,
    apiKey,
    retry: { baseDelayMs: 1, maxAttempts: 2 },
    ...more,
  }).getOrganization()

const outcomes = async (report: BulkReport<InviteOutcome>): Promise<readonly string[]> =>
  (await report.toArray({ limit: Infinity })).map(({ outcome }) => outcome)

const sends = (sandbox: Sandbox): number => operations(sandbox).filter((name) => name === 'InviteUser').length

/** The addresses that the sandbox has invited, sorted: what was really sent. */
async function invited(sandbox: Sandbox): Promise<readonly string[]> {
  sandbox.setFaults([])
  const organization = await organizationOf(sandbox)
  const invites = await organization.getInvites().toArray({ limit: Infinity })
  return invites.map(({ inviteeEmail }) => inviteeEmail ?? '').sort()
}

/** A journal in an array. */
function arrayJournal(entries: JournalEntry[] = []): Journal & { readonly entries: JournalEntry[] } {
  return { entries, read: () => [...entries], append: (entry) => Promise.resolve(void entries.push(entry)) }
}

const lost: Fault = { kind: 'http-status', status: 504, operationName: 'InviteUser' }
const processed: Fault = { ...lost, processed: true }

describe.each(roads)('%s', (_name, connect) => {
  it('invites 250 people in three requests', async () => {
    const sandbox = await sandboxed(roomy)
    const organization = await connect(sandbox).getOrganization()
    const rows = addresses(250)

    const report = await organization.inviteUsers(rows)

    expect(report.counts).toMatchObject({ invited: 250, unknown: 0 })
    expect(report.rows).toBe(250)
    expect(report.stoppedBy).toBeUndefined()
    expect(sends(sandbox)).toBe(3)
    expect(await invited(sandbox)).toEqual(rows.map(({ email }) => email).sort())
  })

  it('sends nothing to members and invited people, in any spelling of the address', async () => {
    const sandbox = await sandboxed(roomy)
    const organization = await connect(sandbox).getOrganization()
    await organization.inviteUser({ email: 'Zoë@bücher.example', role: 'REVIEWER' })
    const [self, other] = await organization.users().toArray({ limit: 2 })

    const rows = [' zoë@xn--bcher-kva.example', self?.email?.toUpperCase() ?? '', other?.email ?? '', 'new@example.com']
    const report = await organization.inviteUsers(rows.map((email) => ({ email, role: 'LABELER' })))

    const all = await report.toArray({ limit: 9 })
    expect(all.map(({ outcome }) => outcome)).toEqual([
      'already-invited',
      'already-member',
      'already-member',
      'invited',
    ])
    expect(all[2]?.id).toBe(other?.id)
    expect(await invited(sandbox)).toEqual(['Zoë@bücher.example', 'new@example.com'].sort())
  })

  it('resolves roles and projects by name, with one lookup for each', async () => {
    const sandbox = await sandboxed(roomy)
    const organization = await connect(sandbox).getOrganization()
    const project = await organization.projects().first()
    const projectRoles = [{ project: project?.name ?? '', role: 'REVIEWER' }]

    await organization.inviteUsers(addresses(30).map((row) => ({ ...row, role: 'NONE', projectRoles })))

    const invites = await organization.getInvites().toArray({ limit: 99 })
    expect(invites.map(({ projectInvites }) => projectInvites?.[0]?.projectId)).toEqual(Array(30).fill(project?.id))
    expect(operations(sandbox).filter((name) => name === 'Projects')).toHaveLength(4)
  })

  it('reports dry-run and sends nothing with dryRun', async () => {
    const sandbox = await sandboxed(roomy)
    const organization = await connect(sandbox, { dryRun: () => undefined }).getOrganization()

    const report = await organization.inviteUsers(addresses(3))

    expect(await outcomes(report)).toEqual(['dry-run', 'dry-run', 'dry-run'])
    expect(sends(sandbox)).toBe(0)
  })
})

describe('inviteUsers with invalid rows', () => {
  const bad: readonly unknown[] = [
    { email: 'first@example.com', role: 'LABELER' },
    { email: 'not an address', role: 'LABELER' },
    { email: 'second@example.com', role: 'CHIEF', line: 17 },
    { email: 'FIRST@example.com ', role: 'LABELER' },
    { email: 'third@example.com', role: 'LABELER', projectRoles: [{ project: 'p', role: 'REVIEWER' }] },
    null,
    { email: 'fourth@example.com', role: 'NONE', projectRoles: [{ project: 'no such project', role: 'REVIEWER' }] },
  ]

  it('rejects with all of them and their lines before anything is sent', async () => {
    const { sandbox, organization } = await opened()

    const error = await rejection(organization.inviteUsers(bad as InviteRow[]))

    if (!isLabelboxError(error, 'INVALID_ROWS')) throw error
    expect(error.rows.map(({ row, line }) => [row, line])).toEqual([
      [2, undefined],
      [3, 17],
      [4, undefined],
      [5, undefined],
      [6, undefined],
      [7, undefined],
    ])
    expect(error.rows[1]?.reason).toContain('no such role')
    expect(error.rows[2]?.reason).toContain('row 1 has the same address')
    expect(error.rows[5]?.reason).toContain('no project')
    expect(error.message).toContain('row 2')
    expect(error.message).not.toContain('not an address')
    expect(sends(sandbox)).toBe(0)
  })

  it('reports them as refused if they are to be skipped, and always for a stream', async () => {
    const { sandbox, organization } = await opened()
    const expected = ['invited', 'refused', 'refused', 'refused', 'refused', 'refused', 'refused']

    expect(await outcomes(await organization.inviteUsers(bad as InviteRow[], { ifInvalid: 'skip' }))).toEqual(expected)
    expect(await invited(sandbox)).toEqual(['first@example.com'])

    const other = await opened()
    expect(await outcomes(await other.organization.inviteUsers((bad as InviteRow[]).values()))).toEqual(expected)
    expect(await invited(other.sandbox)).toEqual(['first@example.com'])
  })

  it('looks up an unknown name once, however many rows have it', async () => {
    const { sandbox, organization } = await opened()
    const rows = addresses(50).map((row) => ({ ...row, role: 'CHIEF' }))

    const error = await rejection(organization.inviteUsers(rows))

    expect(isLabelboxError(error, 'INVALID_ROWS') && error.rows.length).toBe(50)
    expect(operations(sandbox).filter((name) => name === 'GetRoles').length).toBeLessThan(5)
  })

  it.each([
    [undefined, 'it needs rows'],
    ['ada@example.com', 'it needs rows'],
    [{ email: 'ada@example.com', role: 'LABELER' }, 'it needs rows'],
  ])('refuses %j in place of rows', async (rows, message) => {
    const { organization } = await opened()
    const error = await rejection(organization.inviteUsers(rows as never))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(message) as string })
  })

  it.each([
    { batchSize: 0 },
    { batchSize: 1.5 },
    { ifSeatsShort: 'some' },
    { onUnknown: 'send' },
    { ifInvalid: 'go on' },
  ])('refuses the options %j', async (options) => {
    const { sandbox, organization } = await opened()
    const error = await rejection(organization.inviteUsers(addresses(1), options as InviteUsersOptions))
    expect(error).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(Object.keys(options)[0] ?? '') as string,
    })
    expect(sends(sandbox)).toBe(0)
  })
})

describe('inviteUsers with a source of rows', () => {
  it('reads a repeatable source twice: for the check and for the work', async () => {
    const { sandbox, organization } = await opened()
    let reads = 0
    const source: Rows<InviteRow> = {
      read: async function* () {
        reads += 1
        yield* await Promise.resolve(addresses(5))
      },
    }

    const report = await organization.inviteUsers(source, { batchSize: 2 })

    expect(reads).toBe(2)
    expect(report.counts.invited).toBe(5)
    expect(await invited(sandbox)).toHaveLength(5)
  })

  it('reads a Node.js stream', async () => {
    const { organization } = await opened()
    expect((await organization.inviteUsers(Readable.from(addresses(3)))).counts.invited).toBe(3)
  })

  it('stops and reports the rows that were read if the second reading fails', async () => {
    const { sandbox, organization } = await opened()
    let reads = 0
    async function* read(): AsyncGenerator<InviteRow> {
      reads += 1
      yield* await Promise.resolve(addresses(3))
      if (reads > 1) throw new Error('Somebody has changed the file.')
      yield { email: 'last@example.com', role: 'LABELER' }
    }

    const report = await organization.inviteUsers({ read }, { batchSize: 2 })

    expect(report.stoppedBy).toMatchObject({ message: 'Somebody has changed the file.' })
    expect(await outcomes(report)).toEqual(['invited', 'invited', 'not-attempted'])
    expect(await invited(sandbox)).toHaveLength(2)
  })

  it('rejects with the error of read()', async () => {
    const { organization } = await opened()
    const gone = new Error('There is no such file.')
    const read = () => {
      throw gone
    }
    expect(await rejection(organization.inviteUsers({ read }))).toBe(gone)
  })

  it('sends the rows of a stream as they arrive, and stops when the stream fails', async () => {
    const { organization } = await opened()
    const progress: (readonly [number, number | undefined])[] = []
    async function* stream(): AsyncGenerator<InviteRow> {
      yield* await Promise.resolve(addresses(3))
      throw new Error('The disk is gone.')
    }

    const report = await organization.inviteUsers(stream(), {
      batchSize: 2,
      onProgress: ({ done, total }) => progress.push([done, total]),
    })

    expect(await outcomes(report)).toEqual(['invited', 'invited', 'not-attempted'])
    expect(report.stoppedBy).toMatchObject({ message: 'The disk is gone.' })
    expect(progress).toEqual([1, 2, 3].map((done) => [done, undefined]))
  })

  it('leaves a stream when the run stops', async () => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([
      { kind: 'graphql-error', code: 'AUTHENTICATION_ERROR', status: 401, operationName: 'InviteUser' },
    ])

    const report = await organization.inviteUsers(addresses(100).values(), { batchSize: 2 })

    expect(report.stoppedBy).toMatchObject({ code: 'AUTHENTICATION' })
    expect(await outcomes(report)).toEqual(['failed', 'failed'])
  })

  it('does not wait for a stream after an abort', async () => {
    const { organization } = await opened()
    const controller = new AbortController()
    let isReturned = false
    const stream: AsyncIterable<InviteRow> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          setTimeout(() => controller.abort(new Error('Enough.')), 20)
          return new Promise<never>(() => undefined)
        },
        return: () => {
          isReturned = true
          return Promise.resolve({ done: true, value: undefined })
        },
      }),
    }

    const report = await organization.inviteUsers(stream, { signal: controller.signal })

    expect(report.rows).toBe(0)
    expect(report.stoppedBy).toMatchObject({ code: 'ABORTED', cause: controller.signal.reason as unknown })
    expect(isReturned).toBe(true)
  })
})

describe('inviteUsers with few seats', () => {
  it('rejects with USAGE_LIMIT before anything is sent', async () => {
    const { sandbox, organization } = await opened()
    const { used } = await organization.inviteLimit()
    sandbox.setSeats((used ?? 0) + 4)
    const rows = [...addresses(5), { email: 'grace.hopper.2@example.com', role: 'LABELER' }]

    const error = await rejection(organization.inviteUsers(rows))

    expect(error).toMatchObject({
      code: 'USAGE_LIMIT',
      message: expect.stringMatching(/5 people .* 4 seats/) as string,
    })
    expect(sends(sandbox)).toBe(0)
    // A member needs no seat.
    expect((await organization.inviteUsers(rows.slice(1))).counts).toMatchObject({ invited: 4, 'already-member': 1 })
  })

  it('fills the seats with ifSeatsShort fill, and for a stream', async () => {
    for (const rows of [addresses(5), addresses(5).values()]) {
      const { sandbox, organization } = await opened()
      const { used } = await organization.inviteLimit()
      sandbox.setSeats((used ?? 0) + 3)

      const report = await organization.inviteUsers(rows, { ifSeatsShort: 'fill', batchSize: 2 })

      expect(await outcomes(report)).toEqual(['invited', 'invited', 'invited', 'not-attempted', 'not-attempted'])
      expect((await report.toArray({ limit: 9 })).at(-1)?.code).toBe('USAGE_LIMIT')
      expect(await invited(sandbox)).toHaveLength(3)
    }
  })

  it('fills the seat that a refused row leaves free', async () => {
    const { sandbox, organization } = await opened()
    const { used } = await organization.inviteLimit()
    sandbox.setSeats((used ?? 0) + 2)
    const rows = [{ email: 'odd@example.com', role: { id: 'no-such-role-id', name: null } }, ...addresses(2)]

    const report = await organization.inviteUsers(rows, { ifSeatsShort: 'fill' })

    expect(await outcomes(report)).toEqual(['refused', 'invited', 'invited'])
  })

  it('fills the seats that are left after others took some during the call', async () => {
    const { sandbox, organization } = await opened()
    const { used } = await organization.inviteLimit()
    sandbox.setSeats((used ?? 0) + 5)
    const report = await organization.inviteUsers(addresses(5), {
      batchSize: 2,
      onOutcome: ({ row }) => {
        if (row === 2) sandbox.setSeats((used ?? 0) + 3)
      },
    })

    expect(await outcomes(report)).toEqual(['invited', 'invited', 'invited', 'not-attempted', 'not-attempted'])
  })
})

describe('a batch that is refused', () => {
  it('is sent again in halves, so that only the bad row is refused', async () => {
    const { sandbox, organization } = await opened()
    const rows: InviteRow[] = addresses(20)
    const role = { id: 'no-such-role-id', name: null }
    rows[6] = { email: 'odd@example.com', role }

    const report = await organization.inviteUsers(rows)

    expect(report.counts).toMatchObject({ invited: 19, refused: 1 })
    const refused = (await report.toArray({ limit: 99 })).find(({ outcome }) => outcome === 'refused')
    expect(refused).toMatchObject({ row: 7, who: 'odd@example.com', code: expect.any(String) as string })
    expect(await invited(sandbox)).toHaveLength(19)
  })

  it('for its size makes later batches smaller', async () => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([{ kind: 'http-status', status: 413, operationName: 'InviteUser' }])

    const report = await organization.inviteUsers(addresses(40), { batchSize: 16 })

    expect(report.counts.invited).toBe(40)
    // 16 are refused, then 8 and 8, and 8 from then on.
    expect(sends(sandbox)).toBe(6)
  })

  it('with AUTHORIZATION stops the run after three rows', async () => {
    const { sandbox, organization } = await opened()
    const fault: Fault = { kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'InviteUser', times: 999 }
    sandbox.setFaults([fault])

    const report = await organization.inviteUsers(addresses(200))

    expect(report.counts).toMatchObject({ invited: 0, refused: 3, 'not-attempted': 197 })
    expect(report.stoppedBy).toMatchObject({ code: 'AUTHORIZATION' })
    expect(sends(sandbox)).toBeLessThan(15)
  })

  it('with the same error for ten rows stops the run', async () => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([
      { kind: 'graphql-error', code: 'GRAPHQL_VALIDATION_FAILED', operationName: 'InviteUser', times: 999 },
    ])

    const report = await organization.inviteUsers(addresses(300))

    expect(report.counts).toMatchObject({ invited: 0, refused: 10, 'not-attempted': 290 })
    expect(report.stoppedBy).toMatchObject({ code: 'INVALID_QUERY' })
    expect(sends(sandbox)).toBeLessThan(40)
  })

  it.each<Fault>([
    { kind: 'graphql-error', code: 'AUTHENTICATION_ERROR', status: 401 },
    { kind: 'http-status', status: 429, times: 99 },
  ])('with %j stops the run', async (fault) => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([{ ...fault, operationName: 'InviteUser', skip: 1 }])

    const report = await organization.inviteUsers(addresses(6), { batchSize: 2 })

    expect(await outcomes(report)).toEqual([
      ...['invited', 'invited', 'failed', 'failed', 'not-attempted', 'not-attempted'],
    ])
    expect(isLabelboxError(report.stoppedBy)).toBe(true)
  })
})

describe('a batch with an unknown outcome', () => {
  it('is read back and not sent again', async () => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([processed])

    const report = await organization.inviteUsers(addresses(10), { batchSize: 5 })

    expect(report.counts).toMatchObject({ invited: 10, unknown: 0 })
    expect((await report.toArray({ limit: 1 }))[0]?.id).toMatch(/^c/)
    expect(await invited(sandbox)).toHaveLength(10)
  })

  it('is reported as unknown if no invite is found, and only resend sends it again', async () => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([lost])

    const report = await organization.inviteUsers(addresses(10), { batchSize: 5 })

    expect(report.counts).toMatchObject({ invited: 5, unknown: 5 })
    expect(sends(sandbox)).toBe(3)
    const again = await rejection(organization.inviteUser({ email: 'new.1@example.com', role: 'LABELER' }))
    expect(again).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    const second = await organization.inviteUsers(addresses(10))
    expect(second.counts).toMatchObject({ 'already-invited': 5, unknown: 5 })
    const third = await organization.inviteUsers(addresses(10), { onUnknown: 'resend' })
    expect(third.counts).toMatchObject({ 'already-invited': 5, invited: 5 })
    expect(await invited(sandbox)).toHaveLength(10)
  })

  it('stops the run when it is the third in a row without a found invite', async () => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([{ ...lost, times: 999 }])

    const report = await organization.inviteUsers(addresses(30), { batchSize: 4 })

    expect(report.counts).toMatchObject({ unknown: 4 + 2 + 1, 'not-attempted': 23 })
    expect(sends(sandbox)).toBe(3)
    expect(report.stoppedBy).toMatchObject({ status: 504 })
  })

  it('does not stop the run if an invite was sent in between', async () => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([{ ...lost, times: 2 }])

    const report = await organization.inviteUsers(addresses(6), {
      batchSize: 1,
      onOutcome: ({ row }) => {
        if (row === 3) sandbox.setFaults([{ ...lost, times: 2 }])
      },
    })

    expect(await outcomes(report)).toEqual(['unknown', 'unknown', 'invited', 'unknown', 'unknown', 'invited'])
    expect(report.stoppedBy).toBeUndefined()
  })

  it('stops the run if it can not be read back', async () => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([lost, { kind: 'reset', operationName: 'GetInvites', skip: 1, times: 99 }])

    const report = await organization.inviteUsers(addresses(4), { batchSize: 2 })

    expect(await outcomes(report)).toEqual(['unknown', 'unknown', 'not-attempted', 'not-attempted'])
    expect(report.stoppedBy).toMatchObject({ code: 'NETWORK' })
  })

  it.each<Fault>([
    { kind: 'null-result', processed: false },
    { kind: 'null-result', processed: true },
    { kind: 'truncated-json' },
    { kind: 'partial' },
    { kind: 'reset', processed: true },
  ])('after %j is reported as what the sandbox did', async (fault) => {
    const { sandbox, organization } = await opened()
    sandbox.setFaults([{ ...fault, operationName: 'InviteUser' }])

    const report = await organization.inviteUsers(addresses(3))

    const done = await invited(sandbox)
    expect(report.counts).toMatchObject(done.length === 0 ? { unknown: 3 } : { invited: 3 })
  })

  it('is reported as unknown without reading back after an abort', async () => {
    const { sandbox, organization } = await opened()
    const controller = new AbortController()
    sandbox.setFaults([{ kind: 'hang', processed: true, operationName: 'InviteUser', skip: 1 }])
    const inviting = organization.inviteUsers(addresses(6), { batchSize: 2, signal: controller.signal })
    await expect.poll(() => sends(sandbox)).toBe(2)
    controller.abort(new Error('Enough.'))

    const report = await inviting

    expect(await outcomes(report)).toEqual([
      ...['invited', 'invited', 'unknown', 'unknown', 'not-attempted', 'not-attempted'],
    ])
    expect(report.stoppedBy).toMatchObject({ code: 'ABORTED' })
  })
})

describe('inviteUsers with a journal', () => {
  it('resumes without inviting anybody twice, even after an invite was cancelled', async () => {
    const { sandbox, organization } = await opened()
    const journal = arrayJournal()
    const controller = new AbortController()
    await organization.inviteUsers(addresses(6), {
      batchSize: 2,
      journal,
      signal: controller.signal,
      onOutcome: ({ row }) => {
        if (row === 4) controller.abort()
      },
    })
    expect(await organization.cancelInvitesTo('new.1@example.com')).toHaveLength(1)

    const report = await (await organizationOf(sandbox)).inviteUsers(addresses(6), { journal })

    expect(report.counts).toMatchObject({ invited: 6 })
    expect(await invited(sandbox)).toHaveLength(5)
    expect(sends(sandbox)).toBe(3)
  })

  it.each([
    ['had sent', true, 'invited'],
    ['had not sent', false, 'unknown'],
  ])('reads back what a killed process %s', async (_text, wasSent, outcome) => {
    const { sandbox, organization } = await opened()
    const rows = addresses(2)
    if (wasSent) await organization.inviteUsers(rows)
    const journal = arrayJournal([
      { job: 'inviteUsers', organizationId: organization.id },
      { sending: rows.map(({ email }) => [email, 'Labeler'] as const), at: Date.now() - 1000 },
    ])
    const before = sends(sandbox)

    const report = await organization.inviteUsers(addresses(3), { journal })

    expect(await outcomes(report)).toEqual([outcome, outcome, 'invited'])
    expect(sends(sandbox)).toBe(before + 1)
    expect(await invited(sandbox)).toHaveLength(wasSent ? 3 : 1)
  })

  it('reports an open entry as unknown, even a day later, until onUnknown is resend', async () => {
    const { organization } = await opened()
    const journal = arrayJournal([
      { job: 'inviteUsers', organizationId: organization.id },
      { sending: [['new.1@example.com', 'Labeler']], at: Date.now() - 24 * 60 * 60_000 },
    ])

    expect(await outcomes(await organization.inviteUsers(addresses(1), { journal }))).toEqual(['unknown'])
    const again = await organization.inviteUsers(addresses(1), { journal, onUnknown: 'resend' })
    expect(await outcomes(again)).toEqual(['invited'])
  })

  it('keeps an open entry unknown after a refusal of the second request', async () => {
    const { sandbox, organization } = await opened()
    const journal = arrayJournal([
      { job: 'inviteUsers', organizationId: organization.id },
      { sending: [['new.1@example.com', 'Labeler']], at: Date.now() },
    ])
    sandbox.setFaults([{ kind: 'graphql-error', code: 'RESOURCE_CONFLICT', operationName: 'InviteUser' }])
    const refused = await organization.inviteUsers(addresses(1), { journal, onUnknown: 'resend' })
    expect(await outcomes(refused)).toEqual(['unknown'])

    expect(await outcomes(await organization.inviteUsers(addresses(1), { journal }))).toEqual(['unknown'])
    expect(sends(sandbox)).toBe(1)
  })

  it('refuses the journal of another organization', async () => {
    const { sandbox, organization } = await opened()
    const journal = arrayJournal([{ job: 'inviteUsers', organizationId: 'another' }])

    const error = await rejection(organization.inviteUsers(addresses(1), { journal }))

    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('journal') as string })
    expect(sends(sandbox)).toBe(0)
  })

  it.each([
    ['before the first request', 'sending', ['not-attempted', 'not-attempted', 'not-attempted'], 0],
    ['after the first request', 'ended', ['invited', 'not-attempted', 'not-attempted'], 1],
  ])('stops when the journal can not be written %s', async (_when, kind, expected, sent) => {
    for (const rows of [addresses(3), addresses(3).values()]) {
      const { sandbox, organization } = await opened()
      const full = new Error('No space is left.')
      const append = (entry: JournalEntry) => (kind in entry ? Promise.reject(full) : Promise.resolve())

      const report = await organization.inviteUsers(rows, { journal: { read: () => [], append }, batchSize: 1 })

      expect(report.stoppedBy).toBe(full)
      expect((await outcomes(report)).slice(0, report.rows)).toEqual(expected.slice(0, report.rows))
      expect(sends(sandbox)).toBe(sent)
    }
  })

  it('writes no API key to the journal', async () => {
    const { sandbox, organization } = await opened()
    const journal = arrayJournal()
    await organization.inviteUsers(addresses(2), { journal })
    expect(JSON.stringify(journal.entries)).not.toContain(sandbox.apiKey)
  })
})

describe('parallel calls in one process', () => {
  it('invite nobody twice: two inviteUsers', async () => {
    const { sandbox, organization } = await opened()
    const reports = await Promise.all([
      organization.inviteUsers(addresses(30)),
      organization.inviteUsers(addresses(30, 11)),
    ])

    expect(reports.map(({ counts }) => counts.invited + counts['already-invited'])).toEqual([30, 30])
    expect(await invited(sandbox)).toHaveLength(40)
  })

  it('invite nobody twice: inviteUsers and forty inviteUser', async () => {
    const { sandbox, organization } = await opened()
    const rows = addresses(40)
    const singles = rows.map((row) => organization.inviteUser(row, { ifInvited: 'return' }))
    const [report] = await Promise.all([organization.inviteUsers(rows, { batchSize: 3 }), ...singles])

    expect(report.counts.invited + report.counts['already-invited']).toBe(40)
    expect(await invited(sandbox)).toEqual(rows.map(({ email }) => email).sort())
  })
})

it('reports an address as unknown that a parallel inviteUser may have invited', async () => {
  const { sandbox, organization } = await opened()
  const rows = addresses(2)
  const report = await organization.inviteUsers(rows, {
    batchSize: 1,
    onOutcome: async ({ row }) => {
      if (row > 1) return
      sandbox.setFaults([lost])
      const error = await rejection(organization.inviteUser({ email: 'new.2@example.com', role: 'LABELER' }))
      expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    },
  })

  expect(await outcomes(report)).toEqual(['invited', 'unknown'])
  expect(sends(sandbox)).toBe(2)
})

it('rejects with the error of onOutcome, even if it is a LabelboxError', async () => {
  const { sandbox, organization } = await opened()
  const aborted = new LabelboxError({ code: 'ABORTED', message: 'Something else was ended.' })

  const error = await rejection(organization.inviteUsers(addresses(3), { onOutcome: () => Promise.reject(aborted) }))

  expect(error).toBe(aborted)
  expect(await invited(sandbox)).toHaveLength(3)
})

it('refuses a used spool', async () => {
  const { organization } = await opened()
  const values = new Map<string, string>()
  const spool = {
    get: (key: string) => values.get(key),
    set: (key: string, value: string) => void values.set(key, value),
  }
  await organization.inviteUsers(addresses(1), { spool })

  expect(await rejection(organization.inviteUsers(addresses(1), { spool }))).toMatchObject({ code: 'INVALID_INPUT' })
})

it('aborts reading the members when reading the invites fails', async () => {
  const { sandbox, organization } = await opened({ users: 2000 })
  sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'GetInvites' }])

  expect(await rejection(organization.inviteUsers(addresses(1)))).toMatchObject({ code: 'AUTHORIZATION' })

  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(operations(sandbox).filter((name) => name === 'GetMembers').length).toBeLessThan(15)
})

it('reports each outcome once, and writes an audit record for each invite', async () => {
  const records: unknown[] = []
  const reported: number[] = []
  const { organization } = await opened({}, { audit: (record) => records.push(record) })

  const report = await organization.inviteUsers(addresses(5), {
    batchSize: 2,
    onOutcome: ({ row }) => Promise.resolve(void reported.push(row)),
  })

  expect(reported.sort()).toEqual([1, 2, 3, 4, 5])
  expect(report.rows).toBe(5)
  expect(records).toMatchObject(
    addresses(5).map(({ email }) => ({ action: 'inviteUsers', email, role: 'Labeler', outcome: 'done' })),
  )
})

it.each([
  [{ ifinvalid: 'skip' }, 'There is no option ifinvalid. The options are signal, timeoutMs, '],
  [{ resumeFrom: {} }, 'There is no option resumeFrom.'],
  [{ Journal: {} }, 'There is no option Journal.'],
  [{ dryRun: true }, 'A call has no option dryRun, so it would be sent.'],
  [{ dryrun: true }, 'A call has no option dryRun, so it would be sent.'],
])('refuses %j, which JavaScript would ignore', async (options, message) => {
  const { sandbox, organization } = await opened()

  const error = await rejection(organization.inviteUsers(addresses(1), options as object))

  expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(message) as string })
  expect(sends(sandbox)).toBe(0)
})
