import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../index.ts'
import { ask, records, sandboxed, type Records, type Reply } from '../testingSandbox.ts'

interface World extends Records {
  readonly sandbox: Sandbox
}

async function world(): Promise<World> {
  const sandbox = await sandboxed({ users: 5, projects: 1, invites: 0 })
  return { sandbox, ...(await records(sandbox)) }
}

async function created({ sandbox }: World, name = 'Group'): Promise<string> {
  const { data } = await ask(
    sandbox,
    'mutation ($name: String!) { createUserGroupV3(data: { name: $name, color: "9EC5FF" }) { group { id } } }',
    { path: '/_gql', variables: { name } },
  )
  return (data as unknown as { createUserGroupV3: { group: { id: string } } }).createUserGroupV3.group.id
}

const read = async ({ sandbox }: World, id: string): Promise<unknown> =>
  (
    await ask(
      sandbox,
      'query ($id: ID!) { userGroupV2(where: { id: $id }) { members { nodes { email } totalCount userGroupRoles { roleId } } } }',
      { variables: { id } },
    )
  ).data?.['userGroupV2']

describe('invites to groups', () => {
  const invite = (
    { sandbox, me, organizationId, role }: World,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<Reply> =>
    ask(sandbox, 'mutation ($data: [CreateInviteInput!]) { createInvites(data: $data) { invite { id } } }', {
      variables: {
        data: [
          {
            inviterId: me.id,
            inviteeEmail: 'new@example.com',
            organizationId,
            organizationRoleId: role('None'),
            projects: [],
            ...changes,
          },
        ],
      },
    })

  it('make the invitee a member of each group with its role', async () => {
    const start = await world()
    const [one, two, gone] = [await created(start, 'One'), await created(start, 'Two'), await created(start, 'Gone')]

    const reply = await invite(start, {
      userGroupIds: [one, two, gone],
      userGroupWithRoleIds: [{ groupId: two, roleId: start.role('Reviewer') }],
    })
    expect(await read(start, one)).toMatchObject({ members: { totalCount: 0 } })
    await ask(start.sandbox, `mutation { deleteUserGroup(where: {id: "${gone}"}) { success } }`)
    start.sandbox.acceptInvite('new@example.com')

    expect(reply.data).toEqual({ createInvites: [{ invite: { id: 'invited' } }] })
    const member = { members: { nodes: [{ email: 'new@example.com' }] } }
    expect(await read(start, one)).toMatchObject(member)
    expect(await read(start, two)).toMatchObject(member)
    expect(await read(start, two)).toMatchObject({ members: { userGroupRoles: [{ roleId: start.role('Reviewer') }] } })
  })

  it.each([
    [
      'an organization role beside them',
      (id: string, { role }: World) => ({ userGroupIds: [id], organizationRoleId: role('Labeler') }),
      422,
    ],
    ['an unknown group', () => ({ userGroupIds: ['nothing'] }), 400],
    [
      'a role that no group has',
      (id: string, { role }: World) => ({ userGroupWithRoleIds: [{ groupId: id, roleId: role('None') }] }),
      422,
    ],
    [
      'two roles in one',
      (id: string, { role }: World) => ({
        userGroupWithRoleIds: ['Labeler', 'Reviewer'].map((name) => ({ groupId: id, roleId: role(name) })),
      }),
      422,
    ],
  ])('are refused with %s', async (_name, changes, status) => {
    const start = await world()
    const id = await created(start)

    const reply = await invite(start, changes(id, start))

    expect(reply.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', exception: { status } })
    expect((await ask(start.sandbox, '{ organization { invites { nodes { id } } } }')).data).toEqual({
      organization: { invites: { nodes: [] } },
    })
  })
})
