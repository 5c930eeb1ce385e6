import { Labelbox, type Organization, type UserGroup } from 'labelbox-org'
import type { Sandbox, SandboxOptions } from '@labelbox-org/tools/sandbox'
import { describe, expect, it, vi } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { records } from '../../sandbox/testingSandbox.ts'
import type { AuditRecord } from '../audit.ts'

interface Person {
  readonly id: string
  readonly email: string
}

interface World {
  readonly sandbox: Sandbox
  readonly organization: Organization
  /** Another client of the same organization. */
  readonly other: Organization
  readonly ada: Person
  readonly grace: Person
  readonly mary: Person
  /** Somebody with a role in the whole organization. */
  readonly boss: Person
  /** A group of Ada, a reviewer. */
  readonly group: UserGroup
  readonly changes: () => readonly (string | undefined)[]
}

type Road = (sandbox: Sandbox, options?: object) => Labelbox

/** An API without the two mutations. */
const withoutMutations = (sdl: string): string => sdl.replace(/(?=addUsersToGroups|removeUsersFromGroup)/g, 'other_')

async function world(
  connect: Road,
  isReplacing = false,
  ofClient: object = {},
  options: SandboxOptions = {},
): Promise<World> {
  const sandbox = await sandboxed({ users: 13, projects: 2, invites: 0, ...options })
  if (isReplacing) refuseMutations(sandbox)
  const { based, me } = await records(sandbox)
  const [ada, grace, mary] = based.map(({ id, email }) => ({ id, email })) as unknown as readonly [
    Person,
    Person,
    Person,
  ]
  const organization = await connect(sandbox, ofClient).getOrganization()
  const other = await connect(sandbox).getOrganization()
  const [project] = await organization.projects().firstPage()
  const group = await other.createUserGroup({
    name: 'Reviewers',
    color: '9EC5FF',
    description: 'By day',
    projects: [project ?? ''],
    members: [{ user: ada, role: 'REVIEWER' }],
  })
  const before = sandbox.received.length
  const changes = () =>
    operations(sandbox)
      .slice(before)
      .filter((name) => /^(Add|Remove|Update)/.test(name ?? ''))
  return { sandbox, organization, other, ada, grace, mary, boss: me, group, changes }
}

const labeler = { name: 'Labeler' }
const reviewer = { name: 'Reviewer' }

/** Refuses the two mutations, as an API that does not have them. Faster than a schema without them. */
function refuseMutations(sandbox: Sandbox): void {
  const errors = [{ message: 'Cannot query field.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]
  for (const operationName of ['AddGroupMembers', 'RemoveGroupMembers']) {
    for (let times = 0; times < 5; times += 1) sandbox.fail({ operationName, status: 400, body: { errors } })
  }
}

const forms = [
  ['by the mutations for members', false, (first: string) => [first]],
  ['by replacing the group', true, (first: string) => [first, 'UpdateUserGroup']],
] as const

describe.each(roads)('members of a group %s', (_road, connect) => {
  describe.each(forms)('%s', (_form, isReplacing, sent) => {
    it('are added, and the others, the projects and the texts stay', async () => {
      const { organization, ada, grace, mary, group, changes } = await world(connect, isReplacing)

      const changed = await organization.addGroupMembers(group, [
        { user: grace, role: 'LABELER' },
        { user: mary.email.toUpperCase(), role: 'REVIEWER' },
        { user: mary.id, role: 'Reviewer' },
      ])

      expect(changed).toMatchObject({ ...group, members: expect.anything() as unknown })
      expect(changed.members).toHaveLength(3)
      expect(changed.members).toEqual(
        expect.arrayContaining([
          { ...ada, role: expect.objectContaining(reviewer) as unknown },
          { ...grace, role: expect.objectContaining(labeler) as unknown },
          { ...mary, role: expect.objectContaining(reviewer) as unknown },
        ]),
      )
      expect(changed).toEqual(await organization.getUserGroup(group))
      expect(changes()).toEqual(sent('AddGroupMembers'))
    })

    it('get another role', async () => {
      const { organization, ada, group } = await world(connect, isReplacing)
      const { members } = await organization.addGroupMembers(group.id, [{ user: ada.email, role: 'LABELER' }])
      expect(members).toMatchObject([{ ...ada, role: labeler }])
    })

    it('are removed, and the others stay', async () => {
      const { organization, other, ada, grace, mary, group, changes } = await world(connect, isReplacing)
      await other.updateUserGroup(group, {
        members: [ada, grace, mary].map((user) => ({ user, role: 'LABELER' })),
      })

      const changed = await organization.removeGroupMembers(group, [ada.email, { id: mary.id }, mary.id])

      expect(changed).toMatchObject({ ...group, members: [{ ...grace, role: labeler }] })
      expect(changed).toEqual(await organization.getUserGroup(group))
      expect(changes()).toEqual(['UpdateUserGroup', ...sent('RemoveGroupMembers')])
    })

    it('that are as wanted already are not sent', async () => {
      const { organization, ada, grace, group, changes } = await world(connect, isReplacing)

      expect(await organization.addGroupMembers(group, [{ user: ada, role: 'REVIEWER' }])).toEqual(group)
      expect(await organization.addGroupMembers(group, [])).toEqual(group)
      expect(await organization.removeGroupMembers(group, [grace, grace.email])).toEqual(group)
      expect(await organization.removeGroupMembers(group, [])).toEqual(group)

      expect(changes()).toEqual([])
    })

    it('that do not fit are refused before anything is sent', async () => {
      const { organization, ada, boss, group, changes } = await world(connect, isReplacing)

      for (const [members, message] of [
        [[{ user: boss, role: 'REVIEWER' }], 'a role in the whole organization'],
        [[{ user: ada, role: 'NONE' }], 'NONE and TENANT_ADMIN'],
        [[{ user: ada, role: 'Tenant Admin' }], 'NONE and TENANT_ADMIN'],
        [[{ user: ada, role: 'Wizard' }], 'no such role'],
        [[{ user: ada }], 'members must be a list'],
        ['ada@example.com', 'members must be a list'],
        [
          [
            { user: ada, role: 'REVIEWER' },
            { user: ada.email, role: 'LABELER' },
          ],
          'the same person twice',
        ],
      ] as const) {
        const error = await rejection(organization.addGroupMembers(group, members as never))
        expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(message) as string })
      }
      for (const [users, code] of [
        [['nobody@example.com'], 'RESOURCE_NOT_FOUND'],
        [['user-x'], 'RESOURCE_NOT_FOUND'],
        [[null], 'INVALID_INPUT'],
        ['ada@example.com', 'INVALID_INPUT'],
      ] as const) {
        expect(await rejection(organization.removeGroupMembers(group, users as never))).toMatchObject({ code })
      }
      const nobody = [{ user: 'nobody@example.com', role: 'REVIEWER' }]
      expect(await rejection(organization.addGroupMembers(group, nobody))).toMatchObject({
        code: 'RESOURCE_NOT_FOUND',
        message: expect.stringContaining('not one of a member') as string,
      })
      const unknown = '00000000-0000-4000-8000-000000000000'
      expect(await rejection(organization.removeGroupMembers(unknown, [ada]))).toMatchObject({
        code: 'RESOURCE_NOT_FOUND',
      })
      expect(changes()).toEqual([])
    })

    it('are planned in a dry run, and nothing is changed', async () => {
      const { organization, other, ada, grace, group, changes } = await world(connect, isReplacing, {
        dryRun: () => undefined,
      })

      expect((await organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])).members).toMatchObject([
        { ...ada, role: reviewer },
        { ...grace, role: labeler },
      ])
      expect((await organization.addGroupMembers(group, [{ user: ada, role: 'LABELER' }])).members).toMatchObject([
        { ...ada, role: labeler },
      ])
      expect((await organization.removeGroupMembers(group, [ada])).members).toEqual([])
      expect(await other.getUserGroup(group)).toEqual(group)
      expect(changes()).toEqual([])
    })

    it('leave an audit record each', async () => {
      const log: AuditRecord[] = []
      const { organization, ada, grace, group } = await world(connect, isReplacing, {
        audit: (record: AuditRecord) => log.push(record),
      })

      await organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])
      await organization.removeGroupMembers(group, [ada])
      await rejection(organization.removeGroupMembers(group, ['nobody@example.com']))

      expect(log).toMatchObject([
        {
          action: 'addGroupMembers',
          id: group.id,
          users: [{ user: grace.id, role: 'LABELER' }],
          outcome: 'done',
          status: 200,
        },
        { action: 'removeGroupMembers', id: group.id, users: [{ user: ada.id }], outcome: 'done', status: 200 },
        {
          action: 'removeGroupMembers',
          id: group.id,
          users: [{ user: 'nobody@example.com' }],
          outcome: 'refused',
          code: 'RESOURCE_NOT_FOUND',
        },
      ])
    })

    it('are changed even if the group can not be read back', async () => {
      const { organization, other, sandbox, ada, grace, group } = await world(connect, isReplacing, { retry: false })
      // The group is read once before it is changed, and once more where it is replaced.
      const skip = isReplacing ? 2 : 1
      sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'GetUserGroup', skip, times: 1 }])

      const { members } = await organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])

      expect(members).toMatchObject([ada, { ...grace, role: labeler }])
      expect((await other.getUserGroup(group)).members).toHaveLength(2)
    })

    it('of calls at the same time are all changed', async () => {
      const { organization, ada, grace, mary, group } = await world(connect, isReplacing)

      const results = await Promise.allSettled([
        organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }]),
        organization.removeGroupMembers(group, [ada]),
        organization.addGroupMembers(group, [{ user: mary, role: 'REVIEWER' }]),
      ])

      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
      expect((await organization.getUserGroup(group)).members.map(({ id }) => id).sort()).toEqual(
        [grace.id, mary.id].sort(),
      )
    })
  })

  it('are sent alone, each group and person by id', async () => {
    const { organization, sandbox, ada, grace, group } = await world(connect)

    await organization.addGroupMembers(group, [
      { user: ada, role: 'REVIEWER' },
      { user: grace, role: 'LABELER' },
    ])
    await organization.removeGroupMembers(group, [ada])

    const [added, removed] = ['AddGroupMembers', 'RemoveGroupMembers'].map((name) =>
      sandbox.received.find(({ operationName }) => operationName === name),
    )
    expect(added).toMatchObject({
      path: '/_gql',
      variables: { groupIds: [group.id], userRoles: [{ userId: grace.id }] },
    })
    expect(removed).toMatchObject({ path: '/_gql', variables: { groupId: group.id, userIds: [ada.id] } })
  })

  it('are not changed where Labelbox says so, with its reason as the cause', async () => {
    const { organization, sandbox, grace, group } = await world(connect)
    const outcome = { success: false, message: 'The group is managed by your identity provider' }
    const add = () => organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])

    sandbox.fail({ operationName: 'AddGroupMembers', status: 200, body: { data: { addUsersToGroups: outcome } } })
    const error = await rejection(add())
    expect(error).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      mayHaveRun: true,
      cause: { message: outcome.message },
    })
    expect((error as Error).message).not.toContain('identity provider')
    expect((error as Error).message).toContain('0 of 1 people are as they should be')

    for (const answer of [null, { success: null, message: null }]) {
      sandbox.fail({ operationName: 'AddGroupMembers', status: 200, body: { data: { addUsersToGroups: answer } } })
      expect(await rejection(add())).toMatchObject({ code: 'BAD_RESPONSE', mayHaveRun: true })
    }
  })

  it('are counted where Labelbox changed some of them and calls it a failure', async () => {
    const { organization, other, sandbox, ada, grace, mary, group } = await world(connect)
    await other.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])
    const outcome = { success: false, message: '1 of 2 could not be added' }
    const fail = () =>
      sandbox.fail({ operationName: 'AddGroupMembers', status: 200, body: { data: { addUsersToGroups: outcome } } })
    const add = (user: Person) =>
      organization.addGroupMembers(group, [
        { user, role: 'LABELER' },
        { user: ada, role: 'LABELER' },
      ])

    fail()
    expect(await rejection(add(grace))).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      mayHaveRun: true,
      message: expect.stringContaining('1 of 2 people are as they should be') as string,
    })

    fail()
    sandbox.setFaults([{ kind: 'http-status', status: 403, operationName: 'GetUserGroup', skip: 1, times: 1 }])
    expect(await rejection(add(mary))).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      mayHaveRun: true,
      message: expect.stringContaining('not known') as string,
    })
  })

  it.each([
    ['in an error', { code: 'BAD_USER_INPUT' }],
    ['in an error of its service', { code: 'INTERNAL_SERVER_ERROR', exception: { status: 400 } }],
  ])('are not replaced where Labelbox refuses the change itself %s', async (_how, extensions) => {
    const { organization, sandbox, grace, mary, group, changes } = await world(connect)
    const errors = [{ message: 'The group is managed by SCIM', path: ['addUsersToGroups'], extensions }]
    sandbox.fail({
      operationName: 'AddGroupMembers',
      status: 200,
      body: { data: { addUsersToGroups: null }, errors },
    })

    const error = await rejection(organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }]))
    await organization.addGroupMembers(group, [{ user: mary, role: 'LABELER' }])

    expect(error).toMatchObject({ code: 'INVALID_QUERY', mayHaveRun: false })
    expect(changes()).toEqual(['AddGroupMembers', 'AddGroupMembers'])
  })

  it('are settled by reading where the response was lost', async () => {
    const { organization, sandbox, ada, grace, group, changes } = await world(connect, false, {
      retry: { baseDelayMs: 1 },
    })
    sandbox.setFaults(
      ['AddGroupMembers', 'RemoveGroupMembers'].map(
        (operationName) => ({ kind: 'http-status', status: 502, processed: true, operationName }) as const,
      ),
    )

    await organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])
    const { members } = await organization.removeGroupMembers(group, [ada])

    expect(members).toMatchObject([{ ...grace, role: labeler }])
    expect(changes()).toEqual(['AddGroupMembers', 'RemoveGroupMembers'])
  })

  it('are not sent twice, and may have been changed, where nothing shows the outcome', async () => {
    const { organization, sandbox, grace, group, changes } = await world(connect, false, { retry: { baseDelayMs: 1 } })
    sandbox.setFaults([{ kind: 'http-status', status: 502, operationName: 'AddGroupMembers' }])

    const error = await rejection(organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }]))

    expect(error).toMatchObject({ status: 502, mayHaveRun: true })
    expect(changes()).toEqual(['AddGroupMembers'])
  })

  it('that are left as they were in spite of a success are reported', async () => {
    const { organization, sandbox, ada, group } = await world(connect)
    const body = { data: { addUsersToGroups: { success: true, message: null } } }
    sandbox.fail({ operationName: 'AddGroupMembers', status: 200, body })

    const error = await rejection(organization.addGroupMembers(group, [{ user: ada, role: 'LABELER' }]))

    expect(error).toMatchObject({ code: 'INCONSISTENT_RESPONSE', mayHaveRun: true })
    expect((error as Error).message).toContain('1 of 1 people')
  })

  it('are replaced from the second call on without asking for the mutation that the API lacks', async () => {
    const { organization, grace, mary, group, changes } = await world(connect, false, {}, { schema: withoutMutations })
    await organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])
    await organization.addGroupMembers(group, [{ user: mary, role: 'LABELER' }])
    expect(changes()).toEqual(['AddGroupMembers', 'UpdateUserGroup', 'UpdateUserGroup'])
  })
})

describe('members of a group that has to be replaced', () => {
  /** A client for which something happens just before it reads the group for the nth time, or replaces it. */
  async function meddled(
    before: (operation: 'read' | 'replace', nth: number, world: World) => unknown,
    ofClient: object = { retry: false },
  ) {
    const started: { world?: World } = {}
    const counts = { read: 0, replace: 0 }
    const meddling: typeof fetch = async (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : ''
      const operation = body.includes('query GetUserGroup(')
        ? 'read'
        : body.includes('mutation UpdateUserGroup(')
          ? 'replace'
          : undefined
      if (operation !== undefined && started.world !== undefined) {
        await before(operation, (counts[operation] += 1), started.world)
      }
      return fetch(input, init)
    }
    const connect: Road = ({ url, apiKey }, options) =>
      new Labelbox({
        endpoint: url,
        apiKey,
        ...(options !== undefined && { fetch: meddling, ...ofClient }),
        ...options,
      })
    const made = await world(connect, true, {})
    started.world = made
    const { organization, grace, group } = made
    const adding = organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])
    return { ...made, adding, counts }
  }

  const labeling = ({ mary, other, group }: World, user = mary) =>
    other.addGroupMembers(group, [{ user, role: 'LABELER' }])

  it('keep what somebody else has changed before the last reading', async () => {
    const { adding, other, ada, grace, mary, group } = await meddled((operation, nth, made) =>
      operation === 'read' && nth === 2 ? labeling(made) : undefined,
    )

    await adding

    const { members } = await other.getUserGroup(group)
    expect(members.map(({ id }) => id).sort()).toEqual([ada.id, grace.id, mary.id].sort())
  })

  it('are not replaced while somebody keeps changing the group', async () => {
    const { adding, changes, other, group, counts } = await meddled(
      (operation, nth, { other: someone, group: { id } }) =>
        operation === 'read' ? someone.updateUserGroup(id, { description: String(nth) }) : undefined,
    )

    const error = await rejection(adding)

    expect(error).toMatchObject({ code: 'INCONSISTENT_RESPONSE', mayHaveRun: false, retryable: true })
    expect((error as Error).message).toContain('kept changing the group')
    // One of somebody else's at each reading, and no other.
    expect(changes().filter((name) => name === 'UpdateUserGroup')).toHaveLength(counts.read)
    expect((await other.getUserGroup(group)).members).toHaveLength(1)
  })

  it('are reported if somebody replaces the group in turn and their change is gone', async () => {
    const { adding } = await meddled((operation, nth, { other, ada, group }) =>
      operation === 'read' && nth === 3
        ? other.updateUserGroup(group, { members: [{ user: ada, role: 'REVIEWER' }] })
        : undefined,
    )

    expect(await rejection(adding)).toMatchObject({ code: 'INCONSISTENT_RESPONSE', mayHaveRun: true })
  })

  it('are not replaced by a part of them', async () => {
    const { organization, sandbox, ada, grace, group, changes } = await world(
      ({ url, apiKey }) => new Labelbox({ endpoint: url, apiKey }),
      true,
    )
    const user = { ...ada, orgRole: null }
    const roles = [{ userId: ada.id, roleId: group.members[0]?.role?.id }]
    for (const members of [
      { nodes: [user], totalCount: 2, userGroupRoles: roles },
      { nodes: [user], totalCount: 1, userGroupRoles: null },
    ]) {
      const userGroupV2 = { ...group, projects: { nodes: [], totalCount: 0 }, members }
      for (let times = 0; times < 2; times += 1) {
        sandbox.fail({ operationName: 'GetUserGroup', status: 200, body: { data: { userGroupV2 } } })
      }
      const error = await rejection(organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }]))
      expect(error).toMatchObject({ code: 'INCONSISTENT_RESPONSE', mayHaveRun: false })
    }
    expect(changes()).not.toContain('UpdateUserGroup')
  })

  it('are not replaced where Labelbox does not say how many there are', async () => {
    const { organization, sandbox, ada, grace, group, changes } = await world(
      ({ url, apiKey }) => new Labelbox({ endpoint: url, apiKey }),
      true,
    )
    const roles = [{ userId: ada.id, roleId: group.members[0]?.role?.id }]
    const members = { nodes: [{ ...ada, orgRole: null }], totalCount: 1, userGroupRoles: roles }
    const projects = { nodes: [], totalCount: 0 }
    for (const part of [
      { members: { ...members, totalCount: null } },
      { projects: { ...projects, totalCount: null } },
    ]) {
      const userGroupV2 = { ...group, projects, members, ...part }
      for (let times = 0; times < 2; times += 1) {
        sandbox.fail({ operationName: 'GetUserGroup', status: 200, body: { data: { userGroupV2 } } })
      }
      const error = await rejection(organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }]))
      expect(error).toMatchObject({ code: 'INCONSISTENT_RESPONSE', mayHaveRun: false })
    }
    expect(changes()).not.toContain('UpdateUserGroup')
  })

  it('are read again before a replacement that Labelbox turned away is sent again', async () => {
    const { adding, other, ada, grace, mary, group, changes } = await meddled(
      async (operation, nth, made) => {
        if (operation !== 'replace' || nth > 1) return
        await labeling(made)
        made.sandbox.setFaults([{ kind: 'http-status', status: 429, operationName: 'UpdateUserGroup', times: 1 }])
      },
      { retry: { baseDelayMs: 1 } },
    )

    await adding

    const { members } = await other.getUserGroup(group)
    expect(members.map(({ id }) => id).sort()).toEqual([ada.id, grace.id, mary.id].sort())
    // One of somebody else's, and two of this client.
    expect(changes().filter((name) => name === 'UpdateUserGroup')).toHaveLength(3)
  })

  it('are replaced once where the outcome is unknown, and settled by reading', async () => {
    const { organization, sandbox, ada, grace, mary, group, changes } = await world(
      ({ url, apiKey }, options) => new Labelbox({ endpoint: url, apiKey, retry: { baseDelayMs: 1 }, ...options }),
      true,
    )
    const fault = { kind: 'http-status', status: 502, operationName: 'UpdateUserGroup', times: 1 } as const
    sandbox.setFaults([{ ...fault, processed: true }])
    const { members } = await organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])
    expect(members.map(({ id }) => id).sort()).toEqual([ada.id, grace.id].sort())

    sandbox.setFaults([fault])
    const error = await rejection(organization.addGroupMembers(group, [{ user: mary, role: 'LABELER' }]))
    expect(error).toMatchObject({ status: 502, mayHaveRun: true })
    expect(changes().filter((name) => name === 'UpdateUserGroup')).toHaveLength(2)
  })

  it('wait for each other no longer than their own signal says', async () => {
    const { organization, sandbox, grace, mary, group } = await world(
      ({ url, apiKey }) => new Labelbox({ endpoint: url, apiKey }),
      true,
    )
    await organization.addGroupMembers(group, [{ user: grace, role: 'REVIEWER' }])
    sandbox.setFaults([{ kind: 'hang', operationName: 'UpdateUserGroup', times: 1 }])
    const [first, second] = [new AbortController(), new AbortController()]
    const slow = organization.addGroupMembers(group, [{ user: mary, role: 'LABELER' }], { signal: first.signal })
    await vi.waitFor(() => expect(operations(sandbox).at(-1)).toBe('UpdateUserGroup'))

    const waiting = organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }], { signal: second.signal })
    setTimeout(() => second.abort(), 20)
    expect(await rejection(waiting)).toMatchObject({ code: 'ABORTED', mayHaveRun: false })

    first.abort()
    expect(await rejection(slow)).toMatchObject({ code: 'ABORTED', mayHaveRun: true })
    const { members } = await organization.addGroupMembers(group, [{ user: grace, role: 'LABELER' }])
    expect(members).toContainEqual(
      expect.objectContaining({ ...grace, role: expect.objectContaining(labeler) as unknown }),
    )
  })
})

describe('two members whose addresses differ only in case', () => {
  const byKey: Road = ({ url, apiKey }, options) => new Labelbox({ endpoint: url, apiKey, ...options })

  /** The sandbox has no two members like that, so another member's address is swapped on the way. */
  async function twins() {
    const { sandbox, ada: small, grace, changes } = await world(byKey)
    const capital = small.email.replace(/^./, (letter) => letter.toUpperCase())
    const swapping: typeof fetch = async (input, init) => {
      const body = (init?.body as string).replaceAll(capital, grace.email)
      const answer = await fetch(input, { ...init, body })
      const text = (await answer.text()).replaceAll(grace.email, capital)
      return new Response(text, { status: answer.status, headers: { 'content-type': 'application/json' } })
    }
    const organization = await byKey(sandbox, { fetch: swapping }).getOrganization()
    let groups = 0
    const groupOf = (...people: readonly Pick<Person, 'id'>[]) =>
      organization.createUserGroup({
        name: `Twins ${(groups += 1)}`,
        color: '9EC5FF',
        members: people.map((user) => ({ user, role: 'REVIEWER' })),
      })
    return { organization, groupOf, small, large: { id: grace.id, email: capital }, changes }
  }

  it('are told apart by their exact spelling in the group, in either order', async () => {
    const { organization, groupOf, small, large } = await twins()
    for (const [one, other] of [
      [small, large],
      [large, small],
    ] as const) {
      const group = await groupOf(large, small)
      const { members } = await organization.addGroupMembers(group, [{ user: one.email, role: 'LABELER' }])
      const roles = Object.fromEntries(members.map(({ id, role }) => [id, role?.name]))
      expect(roles).toEqual({ [one.id]: 'Labeler', [other.id]: 'Reviewer' })
      expect((await organization.removeGroupMembers(group, [one.email])).members).toMatchObject([other])
    }
  })

  it('are told apart by their exact spelling in the organization, if one of them is in the group', async () => {
    const { organization, groupOf, small, large, changes } = await twins()
    const group = await groupOf(large)
    expect(await organization.removeGroupMembers(group, [small.email])).toEqual(group)
    expect(changes()).toEqual([])
    const { members } = await organization.addGroupMembers(group, [{ user: small.email, role: 'LABELER' }])
    expect(members).toHaveLength(2)
    expect(members).toEqual(
      expect.arrayContaining([
        { ...large, role: expect.objectContaining(reviewer) as unknown },
        { ...small, role: expect.objectContaining(labeler) as unknown },
      ]),
    )
  })

  it.each(['both', 'one'])('are refused in a third spelling if %s of them is in the group', async (which) => {
    const { organization, groupOf, small, large, changes } = await twins()
    const group = await groupOf(...(which === 'both' ? [large, small] : [large]))
    const third = small.email.toUpperCase()
    for (const change of [
      organization.removeGroupMembers(group, [third]),
      organization.addGroupMembers(group, [{ user: third, role: 'LABELER' }]),
      organization.updateUserGroup(group, { members: [{ user: third, role: 'LABELER' }] }),
    ]) {
      const error = await rejection(change)
      expect(error).toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining('Pass the id instead') as string,
      })
    }
    expect(changes()).toEqual([])
  })
})

it.each(roads)('a list with a hole is refused, %s', async (_road, connect) => {
  const { organization, group } = await world(connect)
  for (const change of [
    // eslint-disable-next-line no-sparse-arrays
    organization.addGroupMembers(group, [,] as never),
    // eslint-disable-next-line no-sparse-arrays
    organization.removeGroupMembers(group, [,] as never),
  ]) {
    expect(await rejection(change)).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('must be a list such as') as string,
    })
  }
})
