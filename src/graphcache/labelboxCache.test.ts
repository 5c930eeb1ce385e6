import { readFileSync } from 'node:fs'
import type { Client, OperationResult } from '@urql/core'
import type { SerializedEntries, SerializedRequest, StorageAdapter } from '@urql/exchange-graphcache'
import {
  CancelInviteDocument,
  CreateApiKeyDocument,
  GetInvitesDocument,
  GetMembersDocument,
  GetProjectDocument,
  GetProjectMembersDocument,
  GetProjectTagsDocument,
  GetResourceTagsDocument,
  InviteLimitDocument,
  ProjectsDocument,
  RemoveUserDocument,
  SetProjectTagsDocument,
  UpdateOrganizationRoleDocument,
  UpdateProjectDocument,
  UpdateResourceTagDocument,
  UsersDocument,
} from 'labelbox-org/operations'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { createLabelboxClient, refine } from 'labelbox-org/urql'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  documentOf,
  idIn,
  known,
  mutations,
  queries,
  stripped,
  type Answer,
  type Ids,
} from '../../test/support/pageOperations.ts'
import { isLong } from '../../test/support/long.ts'
import { sandboxed } from '../../test/support/roads.ts'
import { labelboxCache, type LabelboxCacheOptions } from './labelboxCache.ts'

/** graphcache's development build warns to the console. No test here may make it. */
const warn = vi.spyOn(console, 'warn')
beforeEach(() => {
  warn.mockClear()
  // graphcache collects garbage and writes to its storage, but not in tests.
  vi.stubEnv('NODE_ENV', 'development')
})
afterEach(() => {
  vi.unstubAllEnvs()
  expect(warn.mock.calls).toEqual([])
})

type Fetch = typeof globalThis.fetch

const pageOf = ({ url, apiKey }: Sandbox, options?: LabelboxCacheOptions, fetch?: Fetch): Client =>
  createLabelboxClient({ endpoint: url, apiKey, retry: false, fetch, cache: labelboxCache(options) })

/** What a page would show after a reload. */
const reloadOf = ({ url, apiKey }: Sandbox): Client =>
  createLabelboxClient({ endpoint: url, apiKey, cache: ({ forward }) => forward })

const asking =
  (client: Client) =>
  async (name: string, variables: object): Promise<Answer> => {
    const document = documentOf(name)
    const { data, error } = await (name in queries
      ? client.query(document, variables)
      : client.mutation(document, variables))
    if (error !== undefined) throw new Error(name, { cause: error })
    return data as Answer
  }

/** The data, or what went wrong. */
const onScreen = ({ data, error }: Pick<OperationResult, 'data' | 'error'>): unknown => error?.message ?? stripped(data)

/** Follows a query, as a component does: everything that it shows, the latest last. */
function followed<Data, Variables extends object>(
  client: Client,
  ...[document, variables, context]: Parameters<typeof client.query<Data, Variables>>
) {
  const shown: OperationResult<Data, Variables>[] = []
  const subscription = client.query(document, variables, context).subscribe((result) => shown.push(result))
  onTestFinished(() => subscription.unsubscribe())
  return { shown, latest: () => shown.at(-1) }
}

/** A `fetch` that holds mutations back until they are released. */
function heldMutations() {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const held: Fetch = async (input, init) => {
    if (/"query":"mutation/.test(init?.body as string)) await released
    return fetch(input, init)
  }
  return { fetch: held, release: () => release() }
}

/** The types whose name in the snapshot is a guess. */
const inferred = [...readFileSync('graphql/schema.graphql', 'utf8').matchAll(/^(?:type|union) (\w+).*# inferred: /gm)]

/** A `fetch` whose responses have another name for each of them. */
const renaming: Fetch = async (input, init) => {
  const response = await fetch(input, init)
  const text = inferred.reduce(
    (text, [, name = '']) => text.replaceAll(`"__typename":"${name}"`, `"__typename":"Actual${name}"`),
    await response.text(),
  )
  return new Response(text, response)
}

/** Makes changes on a page that shows a query. After each, the page shows what a reload shows. */
async function expectAsReloaded(
  query: string | ReturnType<typeof documentOf>,
  variablesOf: (ids: Ids) => object,
  changes: typeof mutations,
): Promise<void> {
  const sandbox = await sandboxed({ users: 6, invites: 1, projects: 2, webhooks: 1 })
  const [reload, page] = [reloadOf(sandbox), pageOf(sandbox)]
  const ids = await known(asking(reload))
  const variables = variablesOf(ids)
  let shown: unknown
  const subscription = page.query(query, variables).subscribe((result) => void (shown = onScreen(result)))
  onTestFinished(() => subscription.unsubscribe())
  // Not the message of an error.
  await expect.poll(() => shown).toMatchObject({})

  for (const [name, change, keep] of changes) {
    const result = await asking(page)(name, change(ids))
    if (keep !== undefined) ids[keep] = idIn(result)
    const fresh = onScreen(await reload.query(query, variables))
    await expect.poll(() => shown, { message: `after ${name}`, timeout: 3000 }).toEqual(fresh)
  }
}

describe('a page', () => {
  // Some seconds: it asks for everything after each of the mutations.
  it.each<[string, Fetch?]>([
    ['another name for each inferred type', renaming],
    ...(isLong ? ([['the type names of the snapshot']] as [string][]) : []),
  ])('shows after each mutation of the package what a reload shows, with %s', async (_, fetch) => {
    const sandbox = await sandboxed({ users: 6, invites: 1, projects: 2, webhooks: 0 })
    const [reload, page] = [reloadOf(sandbox), pageOf(sandbox, {}, fetch)]
    const ids = await known(asking(reload))
    const shown = new Map<string, unknown>()
    for (const [name, variables] of Object.entries(queries)) {
      const subscription = page
        .query(documentOf(name), variables(ids))
        .subscribe((result) => shown.set(name, onScreen(result)))
      onTestFinished(() => subscription.unsubscribe())
    }
    await expect.poll(() => shown.size).toBe(Object.keys(queries).length)

    let changed = 0
    for (const [name, variables, keep] of mutations) {
      const before = JSON.stringify([...shown])
      const result = await asking(page)(name, variables(ids))
      if (keep !== undefined) ids[keep] = idIn(result)
      const fresh = await Promise.all(
        Object.entries(queries).map(async ([query, variables]) => {
          return [query, onScreen(await reload.query(documentOf(query), variables(ids)))] as const
        }),
      )
      for (const [query, data] of fresh) {
        await expect.poll(() => shown.get(query), { message: `${query} after ${name}` }).toEqual(data)
      }
      if (JSON.stringify([...shown]) !== before) changed += 1
    }
    // A mutation that changes nothing would show nothing.
    expect(changed).toBeGreaterThanOrEqual(mutations.length - 1)
  })

  // What is outdated has to be found from this query alone: no other one leads to the same records.
  it.each(isLong ? Object.keys(queries) : ['GetProjectUse'])(
    'with nothing but %s on the screen shows after each mutation what a reload shows',
    (name) => expectAsReloaded(documentOf(name), (ids) => queries[name]?.(ids) ?? {}, mutations),
  )

  // First, a webhook and a group get a project.
  const links = mutations.filter(([name]) =>
    ['CreateProjectWebhook', 'UpdateOrganizationRole', 'UpdateUserGroup'].includes(name),
  )
  it.each([
    ['projects(skip: 0, first: 9) { id name }'],
    ['projects(skip: 0, first: 9) { id resourceTags { id } members { id } }'],
    ['user { id projects { id resourceTags { id } members { id } } }'],
    ['organization { id webhooks { id project { id resourceTags { id } webhooks { id } } } }'],
    ['userGroupsV2 { nodes { id projects { nodes { id resourceTags { id } members { id } } } } }'],
  ])('with an own query that finds records elsewhere shows after each mutation what a reload shows: %s', (fields) =>
    expectAsReloaded(`query Own { ${fields} }`, () => ({}), [...links, ...mutations]),
  )

  it('shows lists with filters and orders, each as the API has it', async () => {
    const sandbox = await sandboxed({ users: 12, projects: 4 })
    const page = pageOf(sandbox)
    const orders = [
      refine(GetMembersDocument, 'users', { orderBy: 'email_DESC' }),
      refine(GetMembersDocument, 'users', { where: { email_not: 'nobody@example.com' }, orderBy: 'email_ASC' }),
      refine(ProjectsDocument, 'projects', { orderBy: 'name_DESC' }),
    ]
    for (const { document, variables } of orders) {
      const asked = { ...variables, skip: 0, first: 5 }
      const { data } = await page.query(document, asked)
      expect(stripped(data)).toEqual(stripped((await reloadOf(sandbox).query(document, asked)).data))
    }
  })

  it('reads again what a mutation may have changed whose outcome is unknown', async () => {
    const sandbox = await sandboxed({
      users: 4,
      faults: [{ kind: 'http-status', status: 502, processed: true, operationName: 'RemoveUser' }],
    })
    const page = pageOf(sandbox)
    const { latest } = followed(page, GetMembersDocument, { skip: 0, first: 10 })
    const members = () => latest()?.data?.organization?.users ?? []
    await expect.poll(members).toHaveLength(4)
    const id = members()[2]?.id ?? ''

    const { error } = await page.mutation(RemoveUserDocument, { id })

    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', mayHaveRun: true })
    await expect.poll(members).toHaveLength(3)
    expect(members().map((user) => user.id)).not.toContain(id)
  })

  it('agrees with a second window when it reads again', async () => {
    const sandbox = await sandboxed({ users: 5, invites: 2 })
    const [one, other] = [pageOf(sandbox), pageOf(sandbox)]
    const ask = { skip: 0, first: 10 }
    const members = (page: Client, requestPolicy: 'cache-first' | 'cache-and-network') =>
      followed(page, GetMembersDocument, ask, { requestPolicy }).latest
    const here = members(one, 'cache-first')
    await expect.poll(() => here()?.data?.organization?.users).toHaveLength(5)
    const id = here()?.data?.organization?.users[1]?.id ?? ''
    await other.mutation(RemoveUserDocument, { id })

    const again = members(one, 'cache-and-network')

    await expect.poll(() => again()?.data?.organization?.users).toHaveLength(4)
    await expect.poll(() => here()?.data?.organization?.users).toHaveLength(4)
  })

  it('shows what it has, with an error beside a part that failed', async () => {
    const sandbox = await sandboxed({
      users: 3,
      faults: [{ kind: 'partial', operationName: 'GetMembers', below: 'users.1.orgRole', times: 1 }],
    })
    const page = pageOf(sandbox)

    const partial = await page.query(GetMembersDocument, { skip: 0, first: 10 })
    const users = partial.data?.organization?.users ?? []
    expect(partial.error?.message).toBeDefined()
    expect(users.map(({ email }) => email)).not.toContain(undefined)

    // What is missing is not remembered as missing.
    const whole = await page.query(GetMembersDocument, { skip: 0, first: 10 }, { requestPolicy: 'network-only' })
    expect(whole.error).toBeUndefined()
    expect(whole.data?.organization?.users.every(({ orgRole }) => orgRole?.name != null)).toBe(true)
  })

  it('keeps showing a project when another query about it fails', async () => {
    const sandbox = await sandboxed({ projects: 1 })
    const id = idIn(
      (await reloadOf(sandbox).query(ProjectsDocument, { skip: 0, first: 1 })).data?.organization?.projects,
    )
    // An error in a field that can't be null: GraphQL makes the project null.
    const page = pageOf(sandbox, {}, async (input, init) => {
      if (!(init?.body as string).includes('GetProjectMembers')) return fetch(input, init)
      const error = { message: 'Internal server error', path: ['project', 'members', 0, 'role'] }
      return Response.json({ data: { project: null }, errors: [error] })
    })
    const { shown } = followed(page, GetProjectDocument, { id })
    await expect.poll(() => shown.at(-1)?.data?.project?.id).toBe(id)

    const { error } = await page.query(GetProjectMembersDocument, { id, skip: 0, first: 10 })

    expect(error?.graphQLErrors).toHaveLength(1)
    expect(shown.map(({ data }) => data?.project?.id)).not.toContain(undefined)
    expect((await page.query(GetProjectDocument, { id })).data?.project?.id).toBe(id)
  })

  it('obeys every request policy', async () => {
    const sandbox = await sandboxed({ users: 3 })
    const page = pageOf(sandbox)
    const variables = { skip: 0, first: 10 }
    const read = async (requestPolicy: 'cache-only' | 'cache-first' | 'network-only' | 'cache-and-network') => {
      const { data } = await page.query(UsersDocument, variables, { requestPolicy })
      return [data?.organization?.users.length, sandbox.received.length]
    }

    expect(await read('cache-only')).toEqual([undefined, 0])
    expect(await read('cache-first')).toEqual([3, 1])
    expect(await read('cache-first')).toEqual([3, 1])
    expect(await read('cache-only')).toEqual([3, 1])
    expect(await read('network-only')).toEqual([3, 2])
    expect(await read('cache-and-network')).toEqual([3, 3])
  })

  it('applies your own rules beside those of the package', async () => {
    const sandbox = await sandboxed({ resourceTags: 2 })
    const removed: string[] = []
    const page = pageOf(sandbox, {
      resolvers: { ResourceTag: { text: ({ text }) => (text as string).toUpperCase() } },
      updates: { Mutation: { deleteResourceTag: (_, { input }) => void removed.push(input.id) } },
    })
    const { latest } = followed(page, GetResourceTagsDocument, {})
    const tags = () => latest()?.data?.organization?.resourceTag ?? []
    await expect.poll(tags).toHaveLength(2)
    expect(tags().every(({ text }) => text === text?.toUpperCase())).toBe(true)
    const id = tags()[0]?.id ?? ''

    await page.mutation(documentOf('DeleteResourceTag'), { id })

    expect(removed).toEqual([id])
    await expect.poll(tags).toHaveLength(1)
  })
})

describe('an optimistic answer', () => {
  it('shows the new text of a tag, the name of a project and its tags before the API has answered', async () => {
    const sandbox = await sandboxed({ projects: 2, resourceTags: 3 })
    const { fetch, release } = heldMutations()
    const page = pageOf(sandbox, {}, fetch)
    const listed = followed(page, GetResourceTagsDocument, {}).latest
    const projects = followed(page, ProjectsDocument, { skip: 0, first: 10 }).latest
    const tags = () => listed()?.data?.organization?.resourceTag ?? []
    await expect.poll(tags).toHaveLength(3)
    await expect.poll(() => projects()?.data?.organization?.projects.length).toBe(2)
    const id = projects()?.data?.organization?.projects[0]?.id ?? ''
    const tagged = followed(page, GetProjectTagsDocument, { id }).latest
    await expect.poll(() => tagged()?.data?.project?.resourceTags).toBeDefined()
    const [first, second] = tags()

    const answers = [
      page.mutation(UpdateResourceTagDocument, { id: first?.id ?? '', text: 'urgent', color: 'ff8800' }),
      page.mutation(UpdateProjectDocument, { id, name: 'Renamed' }),
      page.mutation(SetProjectTagsDocument, { id, resourceTagIds: [second?.id ?? ''] }),
    ].map((source) => source.toPromise())

    await expect.poll(() => tags()[0]?.text).toBe('urgent')
    expect(tags()[0]?.color).toBe(first?.color)
    await expect.poll(() => projects()?.data?.organization?.projects[0]?.name).toBe('Renamed')
    await expect.poll(() => tagged()?.data?.project?.resourceTags.map((tag) => tag.id)).toEqual([second?.id])
    expect(sandbox.received.filter(({ query }) => query?.startsWith('mutation'))).toEqual([])
    release()
    for (const { error } of await Promise.all(answers)) expect(error).toBeUndefined()
    await expect.poll(() => tags()[0]?.text).toBe('urgent')
  })

  it('is taken back when the API refuses', async () => {
    const sandbox = await sandboxed({
      projects: 1,
      faults: [{ kind: 'graphql-error', code: 'AUTHORIZATION_ERROR', operationName: 'UpdateProject' }],
    })
    const page = pageOf(sandbox)
    const id = idIn((await page.query(ProjectsDocument, { skip: 0, first: 1 })).data?.organization?.projects)
    const { shown } = followed(page, GetProjectDocument, { id })
    await expect.poll(() => shown).toHaveLength(1)
    const name = shown[0]?.data?.project?.name

    const { error } = await page.mutation(UpdateProjectDocument, { id, name: 'Renamed' })

    expect(error).toBeDefined()
    await expect.poll(() => shown.at(-1)?.data?.project?.name).toBe(name)
    expect(shown.map(({ data }) => data?.project?.name)).toEqual([name, 'Renamed', name])
  })

  it('is never given for an invite, a removal or a role', async () => {
    const sandbox = await sandboxed({ users: 4, invites: 2 })
    const { fetch, release } = heldMutations()
    const page = pageOf(sandbox, {}, fetch)
    const ids = await known(asking(reloadOf(sandbox)))
    const lists = [
      followed(page, GetMembersDocument, { skip: 0, first: 10 }),
      followed(page, GetInvitesDocument, { first: 10 }),
      followed(page, InviteLimitDocument, { organizationId: ids['organization'] ?? '' }),
    ]
    await expect.poll(() => lists.every(({ shown }) => shown.length > 0)).toBe(true)
    const onScreen = () => JSON.stringify(lists.map(({ latest }) => latest()?.data))
    const before = onScreen()
    const invite = mutations.find(([name]) => name === 'InviteUser')?.[1](ids) ?? {}

    const answers = [
      page.mutation(documentOf('InviteUser'), invite),
      page.mutation(CancelInviteDocument, { id: ids['invite'] ?? '' }),
      page.mutation(UpdateOrganizationRoleDocument, { userId: ids['user'] ?? '', roleId: ids['none'] ?? '' }),
      page.mutation(RemoveUserDocument, { id: ids['user'] ?? '' }),
    ].map((source) => source.toPromise())
    await new Promise((resolve) => setTimeout(resolve, 50))

    expect(onScreen()).toBe(before)
    release()
    await Promise.all(answers)
    await expect.poll(onScreen).not.toBe(before)
  })
})

describe('storage', () => {
  /** Keeps everything that was written. */
  function memory() {
    const written: SerializedEntries = {}
    let requests: SerializedRequest[] = []
    let online = (): void => undefined
    const adapter: StorageAdapter = {
      readData: () => Promise.resolve({ ...written }),
      writeData: (entries) => Promise.resolve(void Object.assign(written, entries)),
      readMetadata: () => Promise.resolve(requests),
      writeMetadata: (entries) => void (requests = entries),
      onOnline: (callback) => void (online = callback),
    }
    return { ...adapter, written, kept: () => requests, goOnline: () => online() }
  }

  it('never gets a new API key', async () => {
    const sandbox = await sandboxed()
    const storage = memory()
    const page = pageOf(sandbox, { storage })
    const { data: user } = await page.query(documentOf('GetUser'), {})
    const email = /"email":"([^"]+)"/.exec(JSON.stringify(user))?.[1] ?? ''

    const { data } = await page.mutation(CreateApiKeyDocument, { name: 'deploy', email })

    const jwt = data?.createApiKey?.jwt ?? ''
    expect(jwt).not.toBe('')
    await expect.poll(() => JSON.stringify(storage.written)).toContain('User:')
    expect(JSON.stringify(storage.written)).not.toContain(jwt)
  })

  it('answers while offline, and keeps a rename for later but never an invite', async () => {
    const sandbox = await sandboxed({ projects: 1 })
    const storage = memory()
    let isOffline = false
    const page = pageOf(sandbox, { storage }, (input, init) =>
      isOffline
        ? Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }))
        : fetch(input, init),
    )
    const ids = await known(asking(reloadOf(sandbox)))
    const id = ids['project'] ?? ''
    await page.query(GetProjectDocument, { id })
    await page.query(GetInvitesDocument, { first: 10 })
    isOffline = true

    const { latest } = followed(page, GetProjectDocument, { id }, { requestPolicy: 'network-only' })
    await expect.poll(() => latest()?.data?.project?.name).toBeDefined()
    const invite = mutations.find(([name]) => name === 'InviteUser')?.[1](ids) ?? {}
    const invited = await page.mutation(documentOf('InviteUser'), invite)
    expect(invited.error).toBeDefined()
    page.mutation(UpdateProjectDocument, { id, name: 'Renamed' }).subscribe(() => undefined)
    await expect.poll(() => latest()?.data?.project?.name).toBe('Renamed')

    await expect.poll(() => storage.kept()).toHaveLength(1)
    isOffline = false
    const before = sandbox.received.length
    storage.goOnline()
    const sent = () => sandbox.received.slice(before).map(({ operationName }) => operationName)
    await expect.poll(sent).toContain('UpdateProject')
    expect(sent()).not.toContain('InviteUser')
    const { data } = await reloadOf(sandbox).query(GetProjectDocument, { id })
    expect(data?.project?.name).toBe('Renamed')
  })
})
