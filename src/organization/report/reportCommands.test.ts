import type { FindingKind, OrganizationReport, ReportFinding } from 'labelbox-org'
import { describe, expect, it } from 'vitest'
import { operations } from '../../../test/support/roads.ts'
import { toId } from '../../sandbox/store/store.ts'
import { findingKinds } from './reportTypes.ts'
import { organizationOf, organizationWith, plants, type Plot } from './testingOrganizations.ts'

const kinds = Object.keys(findingKinds) as FindingKind[]

async function reportWith(plant: (plot: Plot) => void, fetching?: typeof fetch): Promise<OrganizationReport> {
  const sandbox = await organizationWith(plant)
  return (await organizationOf(sandbox, fetching && { fetch: fetching })).report()
}

const found = ({ findings }: OrganizationReport, kind: FindingKind): ReportFinding | undefined =>
  findings.find((each) => each.kind === kind)

/** The commands of a finding: of each subject, and of all at once. */
const commandsOf = (finding: ReportFinding | undefined): readonly string[] =>
  [...(finding?.subjects ?? []).flatMap(({ commands }) => commands), ...(finding?.commands ?? [])].map(({ argv }) =>
    argv.join(' '),
  )

const detailsOf = (finding: ReportFinding | undefined): readonly string[] =>
  (finding?.subjects ?? []).map(({ detail }) => detail)

const commandsIn = ({ findings }: OrganizationReport): readonly string[] => findings.flatMap(commandsOf)

/** A fetch that changes the data of the responses to an operation. */
const changing =
  (operation: string, change: (data: never) => void): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    if (typeof init?.body !== 'string' || !init.body.includes(`query ${operation}`)) return response
    const body = (await response.json()) as { data?: unknown }
    if (body.data !== undefined) change(body.data as never)
    return Response.json(body)
  }

interface Members {
  readonly organization: { users: { id: string; email: string }[] }
}

/** A fetch whose list of members has somebody else in the place of one of them. */
const withoutMember = (id: string): typeof fetch =>
  changing('GetMembers', ({ organization }: Members) => {
    for (const user of organization.users) {
      if (user.id === id) Object.assign(user, { id: 'somebody-else', email: 'else@example.com' })
    }
  })

describe('the commands of each kind of finding', () => {
  /** All other kinds need a person to decide. */
  const commands: Partial<Record<FindingKind, (plot: Plot, planted: readonly string[]) => readonly string[]>> = {
    'member-inactive': ({ user }) => [
      ...[1, 6].map((number) => `labelbox-org members remove ${user(number).email}`),
      'labelbox-org members list --inactive-for 90d --csv --out inactive.csv',
      'labelbox-org members remove --from inactive.csv',
    ],
    'member-never-logged-in': ({ user }) => [
      ...[2, 7].map((number) => `labelbox-org members remove ${user(number).email}`),
      'labelbox-org members list --never-logged-in 30d --csv --out never-logged-in.csv',
      'labelbox-org members remove --from never-logged-in.csv',
    ],
    'invite-waiting': (_plot, [id]) => [`labelbox-org invites cancel ${id}`],
    'invite-repeated': (_plot, ids) => ids.map((id) => `labelbox-org invites cancel ${id}`),
    'invite-to-member': (_plot, [id]) => [`labelbox-org invites cancel ${id}`],
    'key-of-former-member': (_plot, [id]) => [`labelbox-org keys revoke ${id}`],
    'iam-without-default': (_plot, [id]) => [`labelbox-org iam set-default ${id}`],
  }

  it.each(kinds)('%s', async (kind) => {
    let expected: readonly string[] = []
    const report = await reportWith((plot) => {
      const planted = plants[kind](plot)
      expected = commands[kind]?.(plot, planted) ?? []
    })
    expect([...commandsOf(found(report, kind))].sort()).toEqual([...expected].sort())
  })

  it('never name the user of the API key', async () => {
    let own = { id: '', email: '' }
    const report = await reportWith((plot) => {
      for (const kind of kinds) plants[kind](plot)
      own = plot.user(0)
      plot.store.update('users', own.id, { lastLoginAt: plot.ago(900), createdAt: plot.ago(900) })
      plot.insertInvite(own.email, 40)
    })
    expect(commandsIn(report).length).toBeGreaterThan(3)
    for (const text of commandsIn(report)) {
      expect(text).not.toContain(own.email)
      expect(text).not.toContain(own.id)
    }
    // The list of all inactive members would have the user of the key.
    expect(found(report, 'member-inactive')?.commands).toEqual([])
  })
})

describe('people', () => {
  it('who own a working API key have no command, and are not in a list for all', async () => {
    let removable: readonly string[] = []
    const report = await reportWith((plot) => {
      plants['member-inactive'](plot)
      plants['member-never-logged-in'](plot)
      removable = [6, 7].map((number) => `labelbox-org members remove ${plot.user(number).email}`)
      plot.insertKey({ userId: plot.user(1).id })
      plot.insertKey({ userId: plot.user(2).id })
      plot.insertKey({ userId: plot.user(6).id, revoked: 1 })
    })

    expect([...commandsIn(report)].sort()).toEqual([...removable].sort())
    const details = ['member-inactive', 'member-never-logged-in'] as const
    for (const kind of details) {
      expect(detailsOf(found(report, kind)).filter((detail) => detail.includes('owns a working API key'))).toHaveLength(
        1,
      )
      expect(found(report, kind)?.advice).toContain('keys of a removed member stop working')
    }
  })

  it('who administer the organization, or of whom no date of joining is known, have no command', async () => {
    const report = await reportWith((plot) => {
      plants['member-inactive'](plot)
      const { store, user, role } = plot
      store.update('users', user(1).id, { roleId: role('Admin'), isExternalUser: 1 })
      store.run('UPDATE users SET "createdAt" = NULL WHERE id = ?', user(6).id)
    })
    expect(commandsOf(found(report, 'member-inactive'))).toEqual([])
    expect(detailsOf(found(report, 'member-inactive')).join()).toMatch(/, administrator, external user/)
  })

  it('have no commands if the API keys could not be read, and the advice says so', async () => {
    const sandbox = await organizationWith((plot) => void plants['member-inactive'](plot))
    sandbox.setFaults([{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'GetApiKeys' }])
    const report = await (await organizationOf(sandbox)).report()

    expect(commandsIn(report)).toEqual([])
    expect(found(report, 'member-inactive')?.advice).toContain('not known who owns an API key')
    expect(report.notChecked.map(({ part }) => part)).toEqual(['keys'])
  })

  it('have no commands if this key may not see the keys of others', async () => {
    const sandbox = await organizationWith((plot) => void plants['member-inactive'](plot))
    const admin = await organizationOf(sandbox)
    const { key } = await admin.createApiKey({ name: 'narrow', role: 'LABELER' })
    const report = await (await organizationOf({ ...sandbox, apiKey: key })).report()

    expect(commandsIn(report)).toEqual([])
    expect(report.notChecked.map(({ part, kinds }) => [part, kinds])).toContainEqual([
      'keys',
      ['key-of-former-member', 'key-without-end', 'key-ending-soon'],
    ])
  })

  it('have no command for all if the report counts from another time', async () => {
    const sandbox = await organizationWith((plot) => void plants['member-inactive'](plot))
    const report = await (await organizationOf(sandbox)).report({ now: new Date() })

    expect(found(report, 'member-inactive')?.commands).toEqual([])
  })

  it('are not said to have never logged in if few others show a login', async () => {
    const report = await reportWith(({ store, user, ago }) => {
      store.run('UPDATE users SET "lastLoginAt" = NULL, "createdAt" = ?', ago(400))
      for (const number of [0, 1]) store.update('users', user(number).id, { lastLoginAt: ago(1) })
    })
    expect(report.findings).toEqual([])
    expect(report.notChecked.map(({ kinds }) => kinds)).toEqual([['member-never-logged-in']])
  })

  it('with every permission are never demoted by a command; the advice counts them', async () => {
    const report = await reportWith(({ store, user, role }) => {
      store.update('users', user(1).id, { roleId: role('Admin') })
    })
    const finding = found(report, 'member-with-all-permissions')
    expect(commandsOf(finding)).toEqual([])
    expect(finding?.advice).toContain('There are 2: give somebody else the role')
  })

  it.each([
    ['the list of Admin is short', ['labels.write']],
    ['a Labeler has all of it', ['a', 'b', 'c', 'd', 'e', 'f']],
  ])('do not match by permissions where %s', async (_why, permissions) => {
    const report = await reportWith(({ store }) =>
      store.run('UPDATE roles SET permissions = ?', JSON.stringify(permissions)),
    )
    expect(found(report, 'member-with-all-permissions')).toBeUndefined()
  })
})

describe('API keys', () => {
  it('of the caller are never offered for revocation', async () => {
    let own = ''
    const sandbox = await organizationWith((plot) => {
      own = plot.user(0).id
      plot.insertKey({ userId: own, expiresAtEpoch: null })
      plants['key-of-former-member'](plot)
      plants['member-inactive'](plot)
    })
    const report = await (await organizationOf(sandbox, { fetch: withoutMember(own) })).report()

    // The caller is not in the list, so no id can be compared.
    expect(commandsIn(report)).toEqual([])
    expect(found(report, 'key-of-former-member')).toBeUndefined()
    expect(report.notChecked.map(({ part, kinds }) => [part, kinds])).toEqual([['keys', ['key-of-former-member']]])
    expect(found(report, 'member-inactive')?.advice).toContain('you are not in the list of members')
  })

  it('of a service account that the list of members leaves out are kept', async () => {
    let account = ''
    const sandbox = await organizationWith((plot) => {
      account = plot.user(1).id
      plot.insertKey({ userId: account })
    })
    const leavingOut = withoutMember(account)
    // The account is asked for by its id.
    const report = await (await organizationOf(sandbox, { fetch: leavingOut })).report()

    expect([report.findings, report.notChecked, report.counts.keys]).toEqual([[], [], 2])
    expect(operations(sandbox)).toContain('GetMember')
  })

  it('of owners of whom Labelbox says nothing have no command', async () => {
    const unclear = changing('GetMember(', ({ user }: { user: { deleted: boolean | null } }) => {
      user.deleted = null
    })
    const report = await reportWith((plot) => void plants['key-of-former-member'](plot), unclear)
    const finding = found(report, 'key-of-former-member')

    expect(commandsOf(finding)).toEqual([])
    expect(detailsOf(finding)).toEqual([expect.stringContaining('does not say whether they have left')])
  })

  it('of owners whom the API can not find are revoked by the command', async () => {
    let key = ''
    const sandbox = await organizationWith((plot) => {
      key = plants['key-of-former-member'](plot)[0] ?? ''
    })
    const absent = changing('GetMember(', (data: { user: unknown }) => {
      data.user = null
    })
    const report = await (await organizationOf(sandbox, { fetch: absent })).report()

    expect(commandsIn(report)).toEqual([`labelbox-org keys revoke ${key}`])
  })
})

describe('invites', () => {
  const repeated = async (
    change: (plot: Plot, ids: { readonly older: string; readonly newest: string }) => void,
  ): Promise<readonly string[]> => {
    const report = await reportWith((plot) => {
      const older = plot.insertInvite('twice@example.com', 9)
      change(plot, { older, newest: plot.insertInvite('twice@example.com', 1) })
    })
    expect(found(report, 'invite-repeated')?.subjects).toHaveLength(1)
    return commandsIn(report)
  }

  it.each<[string, Parameters<typeof repeated>[0]]>([
    ['have no dates', ({ store }) => store.run('UPDATE invites SET "createdAt" = NULL')],
    [
      'offer another role',
      ({ store, role }, { older }) => store.update('invites', older, { roleId: role('Reviewer') }),
    ],
    ['may offer user groups', ({ store, role }) => store.run('UPDATE invites SET "roleId" = ?', role('None'))],
  ])('to the same address have no command if they %s', async (_what, change) => {
    expect(await repeated(change)).toEqual([])
  })

  it('to the same address have no command if the older one offers another project', async () => {
    const offering = changing(
      'GetInvites',
      ({ organization }: { organization: { invites: { nodes: { projectInvites: unknown }[] } } }) => {
        for (const [index, node] of organization.invites.nodes.entries()) {
          node.projectInvites = [{ id: `${index}`, projectId: `p${index}`, projectRoleName: 'Labeler' }]
        }
      },
    )
    const report = await reportWith((plot) => void plants['invite-repeated'](plot), offering)
    expect(found(report, 'invite-repeated')?.subjects).toHaveLength(2)
    expect(commandsIn(report)).toEqual([])
  })

  it('to a member have no command if they offer another role', async () => {
    const report = await reportWith(({ insertInvite, user }) => void insertInvite(user(1).email, 1))
    expect(found(report, 'invite-to-member')?.subjects).toHaveLength(1)
    expect(commandsIn(report)).toEqual([])
  })
})

describe('things', () => {
  it('projects that were made lately are not findings, and Team Managers are not people of a project', async () => {
    const report = await reportWith((plot) => {
      plot.withAdministratorsOnly()
      plot.store.update('users', plot.user(1).id, { roleId: plot.role('Team Manager') })
      const lately = plot.insertProject('Lately', 0)
      plot.store.update('projects', lately, { createdAt: plot.ago(3) })
      plot.insertProject('Lonely', 0)
    })
    expect(found(report, 'project-without-people')?.subjects.map(({ name }) => name)).toEqual(['Lonely'])
  })

  it('projects are not checked where people have a role that is not known', async () => {
    const report = await reportWith((plot) => {
      plot.withAdministratorsOnly()
      plot.store.insert('roles', { id: toId('role/own', 1), name: 'Auditor', permissions: '[]' })
      plot.store.update('users', plot.user(1).id, { roleId: toId('role/own', 1) })
      plot.insertProject('Lonely', 0)
    })
    expect(found(report, 'project-without-people')).toBeUndefined()
    expect(report.notChecked.map(({ part }) => part)).toEqual(['projects'])
  })

  it('an unknown number of projects is not shown as 0', async () => {
    const unknown = changing(
      'GetUserGroupSizes',
      ({ userGroupsV2 }: { userGroupsV2: { nodes: { projects: { totalCount: number | null } }[] } }) => {
        for (const { projects } of userGroupsV2.nodes) projects.totalCount = null
      },
    )
    const report = await reportWith((plot) => void plants['group-without-people'](plot), unknown)
    expect(detailsOf(found(report, 'group-without-people'))).toEqual(['unknown number of projects'])
  })

  it.each([-1, 0])('a limit of %i seats is not called used up', async (limit) => {
    const sandbox = await organizationWith()
    const unlimited = changing('InviteLimit', (data: { invitesLimit: { limit: number; remaining: number } }) => {
      data.invitesLimit.limit = limit
      data.invitesLimit.remaining = limit
    })
    const report = await (await organizationOf(sandbox, { fetch: unlimited })).report()
    expect([report.findings, report.seats, report.notChecked.map(({ part }) => part)]).toEqual([[], null, ['seats']])
  })

  it('an only integration that does not work is not made the default', async () => {
    const report = await reportWith((plot) => {
      plants['iam-without-default'](plot)
      plants['iam-invalid'](plot)
    })
    expect(found(report, 'iam-without-default')?.subjects).toHaveLength(1)
    expect(commandsIn(report)).toEqual([])
  })

  it('roles on a later page count too', async () => {
    const report = await reportWith(({ store, user }) => {
      const permissions = store.get('SELECT permissions FROM roles WHERE name = ?', 'Admin')?.['permissions'] ?? null
      for (let number = 0; number < 150; number += 1) {
        store.insert('roles', { id: toId('role/many', number), name: `Role ${number}`, permissions })
      }
      store.update('users', user(1).id, { roleId: toId('role/many', 149) })
    })
    expect(found(report, 'member-with-all-permissions')?.subjects).toHaveLength(1)
  })
})

it('an organization of one has nothing to check about others', async () => {
  const sandbox = await organizationWith(undefined, { users: 1, invites: 0, projects: 0 })
  const { findings, notChecked } = await (await organizationOf(sandbox)).report()
  expect([findings, notChecked]).toEqual([[], []])
})
