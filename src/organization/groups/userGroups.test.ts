import { Labelbox, type Organization } from 'labelbox-org'
import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError, type LabelboxErrorCode } from '../../core/errors.ts'
import type { Sandbox } from '../../sandbox/index.ts'
import { records } from '../../sandbox/testingSandbox.ts'
import type { AuditRecord } from '../audit.ts'
import type { NewUserGroup, UserGroupChanges } from './userGroupChanges.ts'

interface World {
  readonly sandbox: Sandbox
  readonly organization: Organization
  /** Project-based people. */
  readonly ada: Person
  readonly grace: Person
  /** Somebody with a role in the whole organization. */
  readonly boss: Person
  readonly projects: readonly { readonly id: string; readonly name: string | null }[]
  readonly changes: () => readonly (string | undefined)[]
}

interface Person {
  readonly id: string
  readonly email: string
}

type Road = (sandbox: Sandbox, options?: object) => Labelbox

async function world(connect: Road, options: object = {}): Promise<World> {
  const sandbox = await sandboxed({ users: 9, projects: 3, invites: 0 })
  const { based, me } = await records(sandbox)
  const [ada, grace] = based.map(({ id, email }) => ({ id, email })) as unknown as readonly [Person, Person]
  const organization = await connect(sandbox, options).getOrganization()
  const projects = await organization.projects().toArray({ limit: 3 })
  const changes = () => operations(sandbox).filter((name) => /^(Create|Update|Delete)/.test(name ?? ''))
  return { sandbox, organization, ada, grace, boss: me, projects, changes }
}

const plain: NewUserGroup = { name: 'Reviewers', color: '9EC5FF' }
const reviewer = { name: 'Reviewer' }
const labeler = { name: 'Labeler' }

describe.each(roads)('user groups %s', (_name, connect) => {
  it('are created with projects and members, and listed with the role of each', async () => {
    const { organization, ada, grace, projects } = await world(connect)
    const [one, two] = projects

    const group = await organization.createUserGroup({
      ...plain,
      color: '#9ec5ff',
      description: 'By day',
      projects: [one?.id ?? '', two ?? ''],
      members: [
        { user: ada.email.toUpperCase(), role: 'REVIEWER' },
        { user: grace, role: 'labeler' },
      ],
      notifyMembers: false,
    })

    expect(group).toMatchObject({
      name: 'Reviewers',
      color: '9EC5FF',
      description: 'By day',
      projects: [
        { id: one?.id, name: one?.name },
        { id: two?.id, name: two?.name },
      ],
      members: [
        { ...ada, role: reviewer },
        { ...grace, role: labeler },
      ],
    })
    expect(await organization.getUserGroup(group)).toEqual(group)
    expect(await organization.getUserGroups().toArray({ limit: 5 })).toEqual([group])
  })

  it('are listed page by page', async () => {
    const { organization } = await world(connect)
    for (const name of ['a', 'b', 'c']) await organization.createUserGroup({ ...plain, name })

    const pages: string[][] = []
    for await (const page of organization.getUserGroups({ pageSize: 2 }).pages()) {
      pages.push(page.map(({ name }) => name ?? ''))
    }

    expect(pages).toEqual([['a', 'b'], ['c']])
  })

  const changes: readonly (readonly [UserGroupChanges, object])[] = [
    [{ name: 'Night shift' }, { name: 'Night shift' }],
    [{ color: 'ffb35f' }, { color: 'FFB35F' }],
    [{ description: null }, { description: null }],
    [{ projects: [] }, { projects: [] }],
    [{ members: [] }, { members: [] }],
  ]
  it.each(changes)('are changed by %j, and what is not named stays', async (change, after) => {
    const { organization, ada, projects } = await world(connect)
    const members = [{ user: ada, role: 'REVIEWER' }]
    const group = await organization.createUserGroup({ ...plain, description: 'By day', projects, members })

    expect(await organization.updateUserGroup(group.id, change)).toEqual({ ...group, ...after })
    expect(await organization.getUserGroup(group)).toEqual({ ...group, ...after })
  })

  it('take another member beside those that there are', async () => {
    const { organization, ada, grace } = await world(connect)
    const group = await organization.createUserGroup({ ...plain, members: [{ user: ada, role: 'REVIEWER' }] })
    const before = group.members.map(({ id, role }) => ({ user: id, role: role ?? '' }))

    const { members } = await organization.updateUserGroup(group, {
      members: [...before, { user: grace.email, role: 'LABELER' }],
    })

    expect(members).toMatchObject([
      { ...ada, role: reviewer },
      { ...grace, role: labeler },
    ])
  })

  it('are gone when they are deleted, also where the answer was lost', async () => {
    const { organization, sandbox } = await world(connect, { retry: { baseDelayMs: 1 } })
    const group = await organization.createUserGroup(plain)
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'DeleteUserGroup' }])

    await organization.deleteUserGroup(group)

    expect(await organization.getUserGroups().toArray({ limit: 5 })).toEqual([])
    for (const call of [
      () => organization.deleteUserGroup(group),
      () => organization.getUserGroup(group),
      () => organization.updateUserGroup(group, { name: 'x' }),
    ]) {
      expect(isLabelboxError(await rejection(call()), 'RESOURCE_NOT_FOUND')).toBe(true)
    }
  })

  it('have a name of their own', async () => {
    const { organization } = await world(connect)
    await organization.createUserGroup(plain)

    expect(await rejection(organization.createUserGroup(plain))).toMatchObject({ code: 'RESOURCE_CONFLICT' })
  })

  it.each([
    ['no name', { color: '9EC5FF' }],
    ['an empty name', { ...plain, name: ' ' }],
    ['no colour', { name: 'a' }],
    ['a tenth colour', { ...plain, color: 'FF0000' }],
    ['projects without an id', { ...plain, projects: [{}] }],
    ['a project instead of a list', { ...plain, projects: 'p-1' }],
    ['members without a role', { ...plain, members: [{ user: 'a@example.com' }] }],
    ['a member that is null', { ...plain, members: [null] }],
    ['a number for a description', { ...plain, description: 7 }],
    ['a text for notifyMembers', { ...plain, notifyMembers: 'no' }],
    ['nothing', undefined],
  ])('with %s are refused before any request', async (_what, wrong) => {
    const { organization, sandbox } = await world(connect)
    const before = sandbox.received.length

    const error = await rejection(organization.createUserGroup(wrong as NewUserGroup))

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(sandbox.received).toHaveLength(before)
  })

  it.each([[{}], [null], [{ notifyMembers: true }], [{ name: '' }], [{ color: 'red' }], [{ members: 'all' }]])(
    'are not changed by %j',
    async (change) => {
      const { organization, sandbox } = await world(connect)
      const before = sandbox.received.length

      const error = await rejection(organization.updateUserGroup('group-1', change as UserGroupChanges))

      expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
      expect(sandbox.received).toHaveLength(before)
    },
  )

  it('take nobody who can’t be in one, and no role that can’t be had there', async () => {
    const { organization, ada, boss, changes: sent } = await world(connect)
    const group = await organization.createUserGroup({ ...plain, members: [{ user: ada, role: 'REVIEWER' }] })
    const before = sent().length

    for (const [members, reason] of [
      [[{ user: boss, role: 'REVIEWER' }], 'a role in the whole organization'],
      [[{ user: ada, role: 'NONE' }], 'NONE and TENANT_ADMIN'],
      [[{ user: ada, role: 'Tenant Admin' }], 'NONE and TENANT_ADMIN'],
      [[{ user: ada, role: 'Wizard' }], 'no such role'],
      [[{ user: 'nobody@example.com', role: 'REVIEWER' }], 'not one of a member'],
      [
        [
          { user: ada, role: 'REVIEWER' },
          { user: ada.email, role: 'LABELER' },
        ],
        'the same person twice',
      ],
    ] as const) {
      for (const call of [
        () => organization.createUserGroup({ ...plain, name: 'other', members }),
        () => organization.updateUserGroup(group, { members }),
      ]) {
        const error = await rejection(call())
        const code = reason === 'not one of a member' ? 'RESOURCE_NOT_FOUND' : 'INVALID_INPUT'
        expect(isLabelboxError(error, code) && error.message).toContain(reason)
      }
    }
    const nobody = organization.updateUserGroup(group, { members: [{ user: 'user-x', role: 'REVIEWER' }] })
    expect(await rejection(nobody)).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(sent()).toHaveLength(before)
  })

  it('are not replaced by a part of them', async () => {
    const { organization, sandbox, ada, projects, changes: sent } = await world(connect)
    const members = [{ user: ada, role: 'REVIEWER' }]
    const { id } = await organization.createUserGroup({ ...plain, projects, members })
    const before = sent().length
    const node = { id: ada.id, email: ada.email, orgRole: null }
    const role = { userId: ada.id, roleId: 'role-x' }
    const answers = [
      { projects: { nodes: [], totalCount: 3 }, members: { nodes: [node], totalCount: 1, userGroupRoles: [role] } },
      { projects: { nodes: [], totalCount: 0 }, members: { nodes: [node], totalCount: 2, userGroupRoles: [role] } },
      { projects: { nodes: [], totalCount: 0 }, members: { nodes: [node], totalCount: null, userGroupRoles: [role] } },
      { projects: { nodes: [], totalCount: null }, members: { nodes: [node], totalCount: 1, userGroupRoles: [role] } },
      { projects: { nodes: [], totalCount: 0 }, members: { nodes: [node], totalCount: 1, userGroupRoles: null } },
    ]
    for (const answer of answers) {
      const userGroupV2 = { id, name: 'Reviewers', description: null, color: '9EC5FF', ...answer }
      sandbox.fail({ operationName: 'GetUserGroup', status: 200, body: { data: { userGroupV2 } } })
      expect(await rejection(organization.updateUserGroup(id, { name: 'x' }))).toMatchObject({
        code: 'INCONSISTENT_RESPONSE',
        mayHaveRun: false,
      })
    }
    expect(sent()).toHaveLength(before)

    // What is given in full may replace what is not shown.
    const userGroupV2 = { id, name: 'Reviewers', description: null, color: '9EC5FF', ...answers.at(-1) }
    sandbox.fail({ operationName: 'GetUserGroup', status: 200, body: { data: { userGroupV2 } } })
    expect(await organization.updateUserGroup(id, { members: [] })).toMatchObject({ members: [] })
  })

  it('keep what somebody else has changed while an update was turned away', async () => {
    const { organization, sandbox, ada, grace } = await world(connect)
    const reviewers = [{ user: ada, role: 'REVIEWER' }]
    const group = await organization.createUserGroup({ ...plain, members: reviewers })
    let meddle: (() => Promise<unknown>) | undefined
    const meddling: typeof fetch = async (input, init) => {
      if (typeof init?.body === 'string' && init.body.includes('mutation UpdateUserGroup(')) {
        const before = meddle
        meddle = undefined
        await before?.()
      }
      return fetch(input, init)
    }
    const ofClient: object = { fetch: meddling, retry: { baseDelayMs: 1 } }
    const busy = await connect(sandbox, ofClient).getOrganization()
    const turnAway = async () => {
      await organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])
      sandbox.setFaults([{ kind: 'http-status', status: 429, operationName: 'UpdateUserGroup', times: 1 }])
    }

    meddle = turnAway
    const { members } = await busy.updateUserGroup(group, { name: 'Night shift' })
    expect(members.map(({ id }) => id).sort()).toEqual([ada.id, grace.id].sort())

    // Lists that are passed are those that were meant.
    meddle = turnAway
    const replaced = await busy.updateUserGroup(group, { projects: [], members: reviewers })
    expect(replaced.members.map(({ id }) => id)).toEqual([ada.id])
  })

  it.each([
    [true, 'are updated'],
    [false, 'may have been updated'],
  ])('whose update got no response (processed: %s) %s', async (processed) => {
    const { organization, sandbox, ada, changes: sent } = await world(connect, { retry: { baseDelayMs: 1 } })
    const group = await organization.createUserGroup({ ...plain, members: [{ user: ada, role: 'REVIEWER' }] })
    const before = sent().length
    sandbox.setFaults([{ kind: 'http-status', status: 502, processed, operationName: 'UpdateUserGroup', times: 1 }])

    const updating = organization.updateUserGroup(group, { name: 'Night shift' })

    if (processed) expect(await updating).toEqual({ ...group, name: 'Night shift' })
    else expect(await rejection(updating)).toMatchObject({ status: 502, mayHaveRun: true })
    expect(sent()).toHaveLength(before + 1)
  })

  it('are created even if reading them back fails', async () => {
    const { organization, sandbox, ada, projects } = await world(connect, { retry: false })
    sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'GetUserGroup', times: 1 }])

    const group = await organization.createUserGroup({ ...plain, projects, members: [{ user: ada, role: 'REVIEWER' }] })

    expect(group).toMatchObject({ ...plain, members: [{ ...ada, role: reviewer }] })
    expect(group.projects.map(({ id }) => id)).toEqual(projects.map(({ id }) => id))
    expect((await organization.getUserGroup(group)).id).toBe(group.id)
  })

  it('that are answered with null may have been changed; a no is a no', async () => {
    const { organization, sandbox } = await world(connect, { retry: false })
    const { id } = await organization.createUserGroup(plain)
    const faults = ['CreateUserGroup', 'UpdateUserGroup', 'DeleteUserGroup'].map(
      (operationName) => ({ kind: 'null-result', operationName }) as const,
    )
    sandbox.setFaults(faults)
    for (const call of [
      () => organization.createUserGroup({ ...plain, name: 'x' }),
      () => organization.updateUserGroup(id, { name: 'y' }),
      () => organization.deleteUserGroup(id),
    ]) {
      expect(await rejection(call())).toMatchObject({ code: 'BAD_RESPONSE', mayHaveRun: true })
    }
    const body = { data: { deleteUserGroup: { success: false } } }
    sandbox.fail({ operationName: 'DeleteUserGroup', status: 200, body })
    expect(await rejection(organization.deleteUserGroup(id))).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' })
  })

  it.each([
    [502, true],
    [429, false],
  ])('that are removed and answered with %s: whether a no to the repetition is a success', async (status, isDone) => {
    const { organization, sandbox } = await world(connect, { retry: { baseDelayMs: 0 } })
    const { id } = await organization.createUserGroup(plain)
    sandbox.fail({ operationName: 'DeleteUserGroup', status, body: {} })
    sandbox.fail({
      operationName: 'DeleteUserGroup',
      status: 200,
      body: { data: { deleteUserGroup: { success: false } } },
    })
    const removing = organization.deleteUserGroup(id)
    if (isDone) await removing
    else expect(await rejection(removing)).toMatchObject({ code: 'OPERATION_NOT_ALLOWED', mayHaveRun: false })
  })

  it('leave a record each, and a dry run changes nothing', async () => {
    const log: AuditRecord[] = []
    const {
      organization,
      sandbox,
      ada,
      changes: sent,
    } = await world(connect, {
      audit: (record: AuditRecord) => log.push(record),
    })
    const group = await organization.createUserGroup({ ...plain, members: [{ user: ada, role: 'REVIEWER' }] })
    await organization.updateUserGroup(group, { name: 'x' })
    await rejection(organization.updateUserGroup(group, {}))
    const before = sent().length

    const dry = await connect(sandbox, { dryRun: () => undefined }).getOrganization()
    expect(await dry.createUserGroup({ ...plain, members: [{ user: ada, role: 'LABELER' }] })).toMatchObject({
      id: 'dry-run',
      members: [{ ...ada, role: labeler }],
    })
    expect(await dry.updateUserGroup(group, { color: 'E7BF00' })).toEqual({ ...group, name: 'x', color: 'E7BF00' })
    await dry.deleteUserGroup(group)
    expect(sent()).toHaveLength(before)

    await organization.deleteUserGroup(group)
    expect(log).toMatchObject([
      { action: 'createUserGroup', outcome: 'done', name: 'Reviewers', status: 200 },
      { action: 'updateUserGroup', outcome: 'done', id: group.id, name: 'x' },
      { action: 'updateUserGroup', outcome: 'refused', code: 'INVALID_INPUT' },
      { action: 'deleteUserGroup', outcome: 'done', id: group.id },
    ])
  })
})

describe.each(roads)('invites into user groups %s', (_name, connect) => {
  const email = 'new@example.com'

  it('make the invited a member of the groups, with the roles', async () => {
    const { organization, sandbox } = await world(connect)
    const one = await organization.createUserGroup(plain)
    const two = await organization.createUserGroup({ ...plain, name: 'Night shift' })

    await organization.inviteUser({
      email,
      role: 'NONE',
      groups: [
        { group: one, role: 'REVIEWER' },
        { group: 'Night shift', role: 'LABELER' },
        { group: one.id, role: 'Reviewer' },
      ],
    })
    sandbox.acceptInvite(email)

    expect((await organization.getUserGroup(one)).members).toMatchObject([{ email, role: reviewer }])
    expect((await organization.getUserGroup(two)).members).toMatchObject([{ email, role: labeler }])
    const sent = sandbox.received.find(({ operationName }) => operationName === 'InviteUser')?.variables
    expect(sent).toMatchObject({ data: [{ userGroupIds: [one.id, two.id] }] })
  })

  it('without groups send no groups, as older servers don’t have the field', async () => {
    const { organization, sandbox } = await world(connect)

    await organization.inviteUser({ email, role: 'LABELER', groups: [] })

    const sent = sandbox.received.find(({ operationName }) => operationName === 'InviteUser')?.variables
    expect(JSON.stringify(sent)).not.toContain('userGroup')
  })

  it.each([
    ['a role in the whole organization', { role: 'LABELER', groups: [{ group: 'Reviewers', role: 'REVIEWER' }] }],
    ['the role NONE in a group', { role: 'NONE', groups: [{ group: 'Reviewers', role: 'NONE' }] }],
    ['the role TENANT_ADMIN in a group', { role: 'NONE', groups: [{ group: 'Reviewers', role: 'TENANT_ADMIN' }] }],
    ['an unknown group', { role: 'NONE', groups: [{ group: 'Nowhere', role: 'REVIEWER' }] }, 'RESOURCE_NOT_FOUND'],
    ['a group without a role', { role: 'NONE', groups: [{ group: 'Reviewers' }] }],
    ['a group instead of a list', { role: 'NONE', groups: 'Reviewers' }],
    [
      'two roles in one group',
      {
        role: 'NONE',
        groups: [
          { group: 'Reviewers', role: 'REVIEWER' },
          { group: 'Reviewers', role: 'LABELER' },
        ],
      },
    ],
  ] as const)('with %s are refused', async (_what, invite, code: LabelboxErrorCode = 'INVALID_INPUT') => {
    const { organization, sandbox } = await world(connect)
    await organization.createUserGroup(plain)

    const error = await rejection(organization.inviteUser({ email, ...(invite as { role: string }) }))

    expect(isLabelboxError(error, code)).toBe(true)
    expect(operations(sandbox)).not.toContain('InviteUser')
  })
})

it('partial data has the members and projects that could be read', async () => {
  const { sandbox, organization, ada, projects } = await world(
    ({ url, apiKey }) => new Labelbox({ endpoint: url, apiKey }),
  )
  const group = await organization.createUserGroup({
    ...plain,
    projects: [projects[0] ?? ''],
    members: [{ user: ada, role: 'REVIEWER' }],
  })
  const [member] = group.members
  const wire = {
    ...group,
    projects: { totalCount: 2, nodes: [null, ...group.projects] },
    members: {
      totalCount: 2,
      nodes: [null, { ...ada, orgRole: null }],
      userGroupRoles: [null, { userId: ada.id, roleId: member?.role?.id }],
    },
  }
  const errors = [{ message: 'Internal error', path: ['userGroupV2', 'members', 'nodes', 0] }]
  const body = (data: object) => ({ data, errors })
  const lenient = await new Labelbox({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    onPartialData: 'return',
  }).getOrganization()

  sandbox.fail({ operationName: 'GetUserGroup', status: 200, body: body({ userGroupV2: wire }) })
  expect(await lenient.getUserGroup(group)).toEqual(group)
  sandbox.fail({
    operationName: 'GetUserGroups',
    status: 200,
    body: body({ userGroupsV2: { nodes: [null, wire], nextCursor: null } }),
  })
  expect(await lenient.getUserGroups().toArray({ limit: 9 })).toEqual([group])
})
