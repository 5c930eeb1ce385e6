import type { Labelbox, Organization } from 'labelbox-org'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { records } from '../../sandbox/testingSandbox.ts'

interface World {
  readonly sandbox: Sandbox
  readonly organization: Organization
  readonly id: string
  readonly people: readonly { readonly id: string; readonly email: string }[]
}

/** A group of seven people. */
async function world(connect: (sandbox: Sandbox) => Labelbox): Promise<World> {
  const sandbox = await sandboxed({ users: 29, projects: 0, invites: 0, webhooks: 0 })
  const { based } = await records(sandbox)
  const people = based.map(({ id, email }) => ({ id, email }))
  const organization = await connect(sandbox).getOrganization()
  const members = people.map((user, index) => ({ user, role: index % 2 === 0 ? 'REVIEWER' : 'LABELER' }))
  const { id } = await organization.createUserGroup({ name: 'Reviewers', color: '9EC5FF', members })
  return { sandbox, organization, id, people }
}

/** Answers the next `GetGroupMembers` with some of the members, and all roles. */
async function cut({ sandbox, organization, id }: World, count: number, totalCount: number): Promise<void> {
  const { members } = await organization.getUserGroup(id)
  const userGroupRoles = members.map((member) => ({ userId: member.id, roleId: member.role?.id }))
  const nodes = members.slice(0, count).map((member) => ({ id: member.id, email: member.email }))
  const userGroupV2 = { id, members: { nodes, totalCount, userGroupRoles } }
  sandbox.fail({ operationName: 'GetGroupMembers', status: 200, body: { data: { userGroupV2 } } })
}

const all = { limit: Infinity }

describe.each(roads)('the list of a group’s members %s', (_name, connect) => {
  it('has each member with their role, by one request for the members, whatever the page size', async () => {
    const { sandbox, organization, id, people } = await world(connect)
    const before = sandbox.received.length

    const members = await organization.getGroupMembers(id, { pageSize: 3 }).toArray(all)

    expect(members).toEqual((await organization.getUserGroup(id)).members)
    expect(members).toMatchObject(
      people.map((person, index) => ({ ...person, role: { name: index % 2 === 0 ? 'Reviewer' : 'Labeler' } })),
    )
    expect(operations(sandbox).slice(before)).not.toContain('GetGroupMemberPage')
    expect((await organization.getGroupMembers(id, { pageSize: 3 }).firstPage()).map(({ email }) => email)).toEqual(
      people.slice(0, 3).map(({ email }) => email),
    )
  })

  it.each([0, 1, 4])('is read on by pages, with the roles, where %s of the members came', async (count) => {
    const start = await world(connect)
    await cut(start, count, 7)
    const { organization, sandbox, id } = start

    const members = await organization.getGroupMembers(id, { pageSize: 2 }).toArray(all)

    expect(members).toEqual((await organization.getUserGroup(id)).members)
    const page = sandbox.received.find(({ operationName }) => operationName === 'GetGroupMemberPage')
    expect(page?.path).toBe('/_gql')
    expect(page?.query).toContain('first: 2')
  })

  it('requests no more than the limit needs', async () => {
    const start = await world(connect)
    await cut(start, 4, 7)
    const members = await start.organization.getGroupMembers(start.id).toArray({ limit: 4 })
    expect(members).toHaveLength(4)
    expect(operations(start.sandbox)).not.toContain('GetGroupMemberPage')
  })

  it('ends in an error, after what was read, where the API has no pages', async () => {
    const start = await world(connect)
    await cut(start, 4, 7)
    const errors = [{ message: 'Unknown field groupId_in.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]
    start.sandbox.fail({ operationName: 'GetGroupMemberPage', status: 400, body: { errors } })

    const read: unknown[] = []
    const reading = (async () => {
      for await (const member of start.organization.getGroupMembers(start.id)) read.push(member)
    })()

    expect(await rejection(reading)).toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
      message: expect.stringContaining("4 of the group's 7 members, and this API has no list of the rest") as string,
    })
    expect(read).toHaveLength(4)
  })

  it('ends in an error where the pages are short of what the group has', async () => {
    const start = await world(connect)
    await cut(start, 4, 9)
    const reading = start.organization.getGroupMembers(start.id).toArray(all)
    expect(await rejection(reading)).toMatchObject({
      code: 'INCONSISTENT_RESPONSE',
      message: expect.stringContaining("7 of the group's 9 members") as string,
    })
  })

  it('rejects for a group that is not there, when it is read', async () => {
    const { organization } = await world(connect)
    const unknown = organization.getGroupMembers('00000000-0000-4000-8000-000000000000')
    expect(await rejection(unknown.firstPage())).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(await rejection(organization.getGroupMembers('').firstPage())).toMatchObject({ code: 'INVALID_INPUT' })
  })
})
