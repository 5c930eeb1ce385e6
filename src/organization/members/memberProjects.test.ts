import { describe, expect, it } from 'vitest'
import { operations, rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { records } from '../../sandbox/testingSandbox.ts'

/** The list of a member's projects, as an API serves it that has no filter there. */
const withoutFilter = (sdl: string): string =>
  sdl.replace(/(type User \{[^}]*\n {2}projects)\([^)]*\)/, '$1(first: PageSize, skip: Int)')

describe.each(roads)('the projects of a member, %s', (_name, connect) => {
  it('are those that a project-based member has a role in, by record, id or address', async () => {
    const sandbox = await sandboxed({ users: 5, projects: 3 })
    const { based } = await records(sandbox)
    const [claude] = based
    const organization = await connect(sandbox).getOrganization()
    const all = await organization.projects().toArray({ limit: 10 })
    const names = async (user: string | { readonly id: string }) =>
      (await organization.getMemberProjects(user).toArray({ limit: 10 })).map(({ name }) => name)
    const before = await names(claude?.id ?? '')
    const added = all.find(({ name }) => !before.includes(name))

    await organization.setProjectRole(claude?.email ?? '', added?.id ?? '', 'REVIEWER')

    for (const reference of [claude ?? '', claude?.id ?? '', claude?.email ?? '']) {
      expect([...(await names(reference))].sort()).toEqual([...before, added?.name].sort())
    }
    const [project] = await organization.getMemberProjects(claude ?? '').firstPage()
    expect(project?.createdAt).toBeInstanceOf(Date)
  })

  it('are read page by page, without deleted ones', async () => {
    const sandbox = await sandboxed({ users: 3, projects: 9 })
    const organization = await connect(sandbox).getOrganization()
    const all = await organization.projects().toArray({ limit: 10 })
    const before = sandbox.received.length

    const list = organization.getMemberProjects((await records(sandbox)).me, { pageSize: 4, concurrency: 1 })

    expect(await list.toArray({ limit: 100 })).toEqual(all)
    const sent = sandbox.received.slice(before).filter(({ query }) => query?.includes('GetMemberProjects') === true)
    expect(sent.length).toBeGreaterThan(2)
    for (const { query } of sent) expect(query).toContain('deleted: false')
    expect(sent[0]?.query).toContain('first: 4')
  })

  it('are read without a filter where the API has none there, which the client remembers', async () => {
    const sandbox = await sandboxed({ users: 3, projects: 4, schema: withoutFilter })
    const { me } = await records(sandbox)
    const organization = await connect(sandbox).getOrganization()
    const before = sandbox.received.length
    const sent = () => operations(sandbox).slice(before)

    const found = await organization.getMemberProjects(me).firstPage()

    // The sandbox has a deleted project too.
    expect(found).toHaveLength(5)
    expect(sent()).toEqual(['GetMemberProjects', 'GetMemberProjectsUnfiltered'])
    await organization.getMemberProjects(me).firstPage()
    expect(sent().slice(2)).toEqual(['GetMemberProjectsUnfiltered'])
  })

  it('of nobody are an error when the list is read', async () => {
    const organization = await connect(await sandboxed()).getOrganization()
    const read = (user: unknown) => rejection(organization.getMemberProjects(user as string).firstPage())

    expect(await read('nobody@example.com')).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(await read({})).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await read('c0000000000000000nobody')).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })
})
