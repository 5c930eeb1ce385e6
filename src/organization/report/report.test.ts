import { isLabelboxError, type FindingKind, type OrganizationReport, type ReportProgress } from 'labelbox-org'
import { describe, expect, it } from 'vitest'
import { operations, rejection } from '../../../test/support/roads.ts'
import { findingKinds } from './reportTypes.ts'
import { organizationOf, organizationWith, plants } from './testingOrganizations.ts'

const kinds = Object.keys(findingKinds) as FindingKind[]

/** Those that an organization can have at the same time. */
const combined = kinds.filter((kind) => !kind.startsWith('seats') && kind !== 'project-without-people')

const kindsIn = ({ findings }: OrganizationReport): readonly string[] => findings.map(({ kind }) => kind)

const idsIn = ({ findings }: OrganizationReport, wanted: FindingKind): readonly string[] | undefined =>
  findings
    .find(({ kind }) => kind === wanted)
    ?.subjects.map(({ id }) => id)
    .sort()

describe('what it finds', () => {
  it('finds nothing in an organization in which everything is used', async () => {
    const sandbox = await organizationWith()
    const report = await (await organizationOf(sandbox)).report({ validate: true })

    expect(report.findings).toEqual([])
    expect(report.notChecked).toEqual([])
    expect(report.seats).toEqual({ used: 14, limit: 100_000, remaining: 99_986, share: 0.00014 })
    expect(report.counts).toEqual({
      members: 13,
      invites: 1,
      keys: 1,
      groups: 0,
      projects: 3,
      tags: 0,
      webhooks: 2,
      iamIntegrations: 3,
    })
  })

  it.each(kinds)('finds what is planted, and nothing else: %s', async (kind) => {
    let planted: readonly string[] = []
    const sandbox = await organizationWith((plot) => {
      planted = plants[kind](plot)
    })
    const report = await (await organizationOf(sandbox)).report()

    expect(kindsIn(report)).toEqual([kind])
    expect(idsIn(report, kind)).toEqual([...planted].sort())
    expect(report.notChecked).toEqual([])
  })

  it('finds everything at once, the critical things first', async () => {
    const sandbox = await organizationWith((plot) => {
      for (const kind of combined) plants[kind](plot)
    })
    const report = await (await organizationOf(sandbox)).report()

    expect([...kindsIn(report)].sort()).toEqual([...combined].sort())
    const order = report.findings.map(({ severity }) => ['critical', 'warning', 'notice'].indexOf(severity))
    expect(order).toEqual([...order].sort())
  })

  it('counts the periods from the options and from now', async () => {
    const sandbox = await organizationWith(({ store, user, ago, insertInvite, insertKey }) => {
      store.update('users', user(1).id, { lastLoginAt: ago(5) })
      store.run('UPDATE users SET "lastLoginAt" = NULL, "createdAt" = ? WHERE id = ?', ago(5), user(2).id)
      insertInvite('new@example.com', 5)
      insertKey({ expiresAtEpoch: Math.floor(Date.now() / 1000) + 5 * 86_400 })
    })
    const organization = await organizationOf(sandbox)
    const within = async (days: number): Promise<readonly string[]> =>
      kindsIn(await organization.report({ inactiveForDays: days, waitingForDays: days, keysEndingInDays: days }))

    expect(await within(4)).toEqual(['member-inactive', 'member-never-logged-in', 'invite-waiting'])
    expect(await within(6)).toEqual(['key-ending-soon'])
    const later = await organization.report({ now: new Date(Date.now() + 86 * 86_400_000), keysEndingInDays: 1 })
    expect(kindsIn(later)).toEqual(['member-inactive', 'member-never-logged-in', 'invite-waiting'])
    expect(idsIn(later, 'member-inactive')).toHaveLength(1)
  })

  it('says nothing of logins if the API returns nobody’s', async () => {
    const sandbox = await organizationWith(({ store, ago }) =>
      store.run('UPDATE users SET "lastLoginAt" = NULL, "createdAt" = ?', ago(400)),
    )
    const report = await (await organizationOf(sandbox)).report()

    expect(report.findings).toEqual([])
    expect(report.notChecked.map(({ part, kinds, code }) => [part, kinds, code])).toEqual([
      ['members', ['member-never-logged-in'], null],
      ['members', ['member-inactive'], null],
    ])
  })

  it('never advises to remove or to demote the user of the key', async () => {
    const sandbox = await organizationWith(({ store, user, ago }) =>
      store.update('users', user(0).id, { createdAt: ago(900), lastLoginAt: ago(800) }),
    )
    expect((await (await organizationOf(sandbox)).report()).findings).toEqual([])
  })

  it('says which checks failed where Labelbox validates an integration', async () => {
    const sandbox = await organizationWith(({ store }) =>
      store.run(`UPDATE integrations SET settings = '{"tenantId":"t"}' WHERE provider = 'Azure'`),
    )
    const organization = await organizationOf(sandbox)

    expect((await organization.report()).findings).toEqual([])
    const { findings } = await organization.report({ validate: true })
    expect(findings.map(({ kind, subjects }) => [kind, subjects.map(({ detail }) => detail)])).toEqual([
      ['iam-invalid', ['Azure, failed: Read']],
    ])
  })

  it('counts projects as full of people where somebody else than an administrator has access to all of them', async () => {
    const sandbox = await organizationWith(({ insertProject }) => void insertProject('Lonely', 0))
    expect((await (await organizationOf(sandbox)).report()).findings).toEqual([])
  })

  it('counts a project with fewer members than administrators as not checked', async () => {
    const sandbox = await organizationWith((plot) => void plants['project-without-people'](plot))
    const organization = await organizationOf(sandbox, {
      fetch: async (input, init) => {
        const response = await fetch(input, init)
        const text = await response.text()
        return new Response(text.replaceAll('"name":"None"', '"name":"Tenant Admin"'), response)
      },
    })
    const { findings, notChecked } = await organization.report()

    expect(findings.map(({ kind }) => kind)).toEqual(['member-with-all-permissions'])
    expect(notChecked).toMatchObject([{ part: 'projects', kinds: ['project-without-people'], code: null }])
  })
})

describe('parts that can’t be read', () => {
  const parts = {
    InviteLimit: ['seats', 'seats-used-up'],
    GetMembers: ['members', 'member-inactive'],
    GetInvites: ['invites', 'invite-waiting'],
    GetRolePermissions: ['roles', 'member-with-all-permissions'],
    GetApiKeys: ['keys', 'key-without-end'],
    GetUserGroupSizes: ['groups', 'group-without-people'],
    GetProjectUse: ['projects', 'project-without-people'],
    GetResourceTags: ['tags', 'tag-unused'],
    Webhooks: ['webhooks', 'webhook-inactive'],
    GetIamIntegrations: ['iam', 'iam-invalid'],
  } as const

  it.each(Object.entries(parts))(
    '%s: names the part with the reason, and reads the others',
    async (operation, [part, kind]) => {
      const sandbox = await organizationWith((plot) => void plants['webhook-without-tls'](plot))
      sandbox.setFaults([
        {
          kind: 'graphql-error',
          code: 'AUTHORIZATION_ERROR',
          message: 'Not for you',
          operationName: operation,
          times: 9,
        },
      ])
      const report = await (await organizationOf(sandbox)).report()

      const [note, ...others] = report.notChecked
      expect(note).toEqual({
        part,
        kinds: expect.arrayContaining([kind]) as string[],
        reason: expect.stringContaining(operation) as string,
        code: 'AUTHORIZATION',
      })
      // Without permissions it is not known whether the key sees the keys of others.
      expect(others.map((each) => each.part)).toEqual(part === 'roles' ? ['keys'] : [])
      expect(kindsIn(report)).toEqual(part === 'webhooks' ? [] : ['webhook-without-tls'])
      const unread = { seats: report.seats, ...report.counts, iam: report.counts.iamIntegrations }
      if (part !== 'roles') expect(unread[part]).toBeNull()
    },
  )

  it('goes on with names of roles where the API does not return their permissions', async () => {
    let planted: readonly string[] = []
    const sandbox = await organizationWith((plot) => {
      planted = plants['member-with-all-permissions'](plot)
    })
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'GetRolePermissions' }])
    const report = await (await organizationOf(sandbox)).report()

    expect(idsIn(report, 'member-with-all-permissions')).toEqual(planted.slice(0, 2).sort())
  })

  it('goes on with an API that lacks a field', async () => {
    const sandbox = await organizationWith(undefined, {
      schema: (sdl) => sdl.replace(/^ {2}iamIntegrations: .*$/m, '  otherIntegrations: Int'),
    })
    const { findings, notChecked } = await (await organizationOf(sandbox)).report()

    expect(findings).toEqual([])
    expect(notChecked.map(({ part, code }) => [part, code])).toEqual([['iam', 'INVALID_QUERY']])
  })

  it('keeps what it knows where an integration can’t be validated', async () => {
    const sandbox = await organizationWith((plot) => void plants['iam-invalid'](plot))
    const organization = await organizationOf(sandbox, { dryRun: () => undefined })
    const report = await organization.report({ validate: true })

    expect(kindsIn(report)).toEqual(['iam-invalid'])
    expect(report.notChecked.map(({ part, kinds, code }) => [part, kinds, code])).toEqual([
      ['iam', ['iam-invalid'], 'DRY_RUN'],
    ])
    expect(operations(sandbox)).not.toContain('ValidateIamIntegration')
  })

  it('reads projects in smaller pages where the API finds the query too complex', async () => {
    const sandbox = await organizationWith(undefined, { projects: 30, users: 130 })
    const tooComplex = {
      kind: 'graphql-error',
      code: 'GRAPHQL_VALIDATION_FAILED',
      message: 'Query complexity limit exceeded',
      operationName: 'GetProjectUse',
    } as const
    sandbox.setFaults([{ ...tooComplex, times: 1 }])
    const organization = await organizationOf(sandbox)
    const report = await organization.report()

    expect(report.notChecked).toEqual([])
    expect(report.counts.projects).toBe(30)
    const sizes = sandbox.received.flatMap(({ query = '' }) => /projects\([^)]*first: (\d+)/.exec(query)?.[1] ?? [])
    expect([...new Set(sizes)]).toEqual(['100', '25'])

    sandbox.setFaults([{ ...tooComplex, times: Infinity }])
    const { notChecked } = await organization.report()
    expect(notChecked.map(({ part, kinds, code }) => [part, kinds, code])).toEqual([
      ['projects', ['project-without-people', 'tag-unused'], 'VALIDATION_FAILED'],
    ])
  })
})

describe('as a call', () => {
  it('sends queries only, and GetUser once', async () => {
    const sandbox = await organizationWith()
    const organization = await organizationOf(sandbox)
    await organization.report()

    expect(sandbox.received.every(({ query = '' }) => !query.includes('mutation'))).toBe(true)
    expect(operations(sandbox).filter((name) => name === 'GetUser')).toHaveLength(1)
  })

  it.each(['GetInvites', 'GetProjectUse', 'GetUser'])(
    'rejects if the key is not accepted: %s',
    async (operationName) => {
      const sandbox = await organizationWith()
      sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHENTICATION_ERROR', operationName }])
      const error = await rejection((await organizationOf(sandbox)).report())

      expect(isLabelboxError(error, 'AUTHENTICATION')).toBe(true)
    },
  )

  it('ends its other requests when one fails', async () => {
    const sandbox = await organizationWith(undefined, { users: 500 })
    sandbox.setFaults([
      { kind: 'graphql-error', code: 'AUTHENTICATION_ERROR', operationName: 'GetResourceTags' },
      { kind: 'hang', operationName: 'GetMembers', times: Infinity },
    ])
    await rejection((await organizationOf(sandbox)).report())

    expect(operations(sandbox).filter((name) => name === 'GetProjectUse')).toEqual([])
  })

  it('rejects with ABORTED when the signal aborts', async () => {
    const sandbox = await organizationWith()
    sandbox.setFaults([{ kind: 'hang', operationName: 'GetMembers' }])
    const controller = new AbortController()
    const making = (await organizationOf(sandbox)).report({
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })

    expect(await rejection(making)).toMatchObject({ code: 'ABORTED' })
  })

  it('rejects with TIMEOUT at the deadline of the whole report', async () => {
    const sandbox = await organizationWith()
    sandbox.setFaults([{ kind: 'hang', operationName: 'Webhooks', times: Infinity }])

    const error = await rejection((await organizationOf(sandbox)).report({ deadlineMs: 300 }))
    expect(error).toMatchObject({ code: 'TIMEOUT' })
  })

  it('tells the progress, up to the last part', async () => {
    const sandbox = await organizationWith()
    const told: ReportProgress[] = []
    await (await organizationOf(sandbox)).report({ onProgress: (progress) => told.push(progress) })

    expect(told.at(-1)).toMatchObject({ done: 10, total: 10, records: 13 + 1 + 9 + 1 + 3 + 2 + 3 })
    const records = told.map((each) => each.records)
    expect(records).toEqual([...records].sort((one, other) => one - other))
    expect(new Set(told.map(({ part }) => part)).size).toBe(10)
  })

  it('returns plain data, which JSON keeps', async () => {
    const sandbox = await organizationWith((plot) => {
      for (const kind of kinds) plants[kind](plot)
    })
    const report = await (await organizationOf(sandbox)).report()

    const copy = JSON.parse(JSON.stringify(report)) as OrganizationReport
    expect({ ...copy, createdAt: new Date(copy.createdAt) }).toEqual(report)
  })

  it('reads 10,000 people and 500 projects', async () => {
    const sandbox = await organizationWith(
      ({ store, ago }) => {
        store.run('UPDATE users SET "lastLoginAt" = ? WHERE rowid % 4 = 0', ago(100))
      },
      { users: 10_000, projects: 500 },
    )
    const { counts, findings } = await (await organizationOf(sandbox)).report()

    expect(counts).toMatchObject({ members: 10_000, projects: 500 })
    expect(findings.map(({ kind, subjects }) => [kind, subjects.length])).toEqual([['member-inactive', 2500]])
    // 102 pages of members, 6 of projects, and one request or two for each of the others.
    expect(sandbox.received.length).toBeLessThan(135)
  })
})
