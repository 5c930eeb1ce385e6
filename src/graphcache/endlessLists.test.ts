import { GetInvitesDocument, RemoveUserDocument, UsersDocument } from 'labelbox-org/operations'
import type { Sandbox } from '@labelbox-org/tools/sandbox'
import { createLabelboxClient, refine } from 'labelbox-org/urql'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sandboxed } from '../../test/support/roads.ts'
import { labelboxCache } from './labelboxCache.ts'

const clientOf = ({ url, apiKey }: Sandbox, fetch?: typeof globalThis.fetch) =>
  createLabelboxClient({ endpoint: url, apiKey, fetch, cache: labelboxCache({ endless: ['users', 'invites'] }) })

type Client = ReturnType<typeof clientOf>

/** Follows a page of members, as a component does: what it shows at last. */
function followed(client: Client, skip: number, first: number, document = UsersDocument, more: object = {}) {
  const page = { emails: undefined as readonly (string | null)[] | undefined, stop: () => subscription.unsubscribe() }
  const subscription = client.query(document, { ...more, skip, first }).subscribe(({ data }) => {
    page.emails = data?.organization?.users.map(({ email }) => email)
  })
  onTestFinished(page.stop)
  return page
}

function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open: () => open() }
}

/** All members, as the API has them. */
async function members({ url, apiKey }: Sandbox): Promise<readonly (string | null)[]> {
  const client = createLabelboxClient({ endpoint: url, apiKey })
  const { data } = await client.query(UsersDocument, { skip: 0, first: 100 })
  return data?.organization?.users.map(({ email }) => email) ?? []
}

describe('an endless list', () => {
  it('shows with each page the rows before it', async () => {
    const sandbox = await sandboxed({ users: 30 })
    const all = await members(sandbox)
    const client = clientOf(sandbox)

    const first = followed(client, 0, 10)
    await expect.poll(() => first.emails).toEqual(all.slice(0, 10))
    first.stop()
    const second = followed(client, 10, 10)
    await expect.poll(() => second.emails).toEqual(all.slice(0, 20))
    second.stop()
    const last = followed(client, 20, 20)
    await expect.poll(() => last.emails).toEqual(all)
    // A short list elsewhere on the page stays short.
    expect((await client.query(UsersDocument, { skip: 0, first: 5 })).data?.organization?.users).toHaveLength(5)
  })

  it('is in order though its pages arrive in another one, and without a gap', async () => {
    const sandbox = await sandboxed({ users: 30 })
    const all = await members(sandbox)
    const gates = new Map([0, 10, 20].map((skip) => [skip, gate()]))
    const client = clientOf(sandbox, async (input, init) => {
      const { variables } = JSON.parse(init?.body as string) as { variables: { skip: number } }
      const response = await fetch(input, init)
      await gates.get(variables.skip)?.opened
      return response
    })
    const pages = [0, 10, 20].map((skip) => followed(client, skip, 10))
    const shown = () => pages.map(({ emails }) => emails)

    gates.get(20)?.open()
    await expect.poll(shown).toEqual([undefined, undefined, all.slice(20)])
    gates.get(0)?.open()
    await expect.poll(shown).toEqual([all.slice(0, 10), undefined, all.slice(20)])
    gates.get(10)?.open()
    await expect.poll(shown).toEqual([all.slice(0, 10), all.slice(0, 20), all])
  })

  it('has a row once that two pages share, so that asking for one more row tells whether there are more', async () => {
    const sandbox = await sandboxed({ users: 25 })
    const all = await members(sandbox)
    const client = clientOf(sandbox)

    const pages = [followed(client, 0, 11), followed(client, 10, 11), followed(client, 20, 11)]

    await expect.poll(() => pages.map(({ emails }) => emails)).toEqual([all.slice(0, 11), all.slice(0, 21), all])
    expect(pages.map(({ emails = [] }, index) => emails.length > 10 * (index + 1))).toEqual([true, true, false])
  })

  it('is read again as a whole after a removal, though a component asks for its last page alone', async () => {
    const sandbox = await sandboxed({ users: 40 })
    const client = clientOf(sandbox)
    let page = followed(client, 0, 10)
    for (const skip of [10, 20]) {
      await expect.poll(() => page.emails?.length).toBe(skip)
      page.stop()
      page = followed(client, skip, 10)
    }
    await expect.poll(() => page.emails?.length).toBe(30)
    const { data } = await client.query(UsersDocument, { skip: 0, first: 10 })
    const [, removed] = data?.organization?.users ?? []

    await client.mutation(RemoveUserDocument, { id: removed?.id ?? '' })

    const left = await members(sandbox)
    expect(left).not.toContain(removed?.email)
    await expect.poll(() => page.emails).toEqual(left.slice(0, 30))
  })

  it('keeps lists with another filter or order apart', async () => {
    const sandbox = await sandboxed({ users: 20 })
    const all = await members(sandbox)
    const client = clientOf(sandbox)
    const { document, variables } = refine(UsersDocument, 'users', { orderBy: 'email_DESC' })
    const plain = followed(client, 0, 10)
    await expect.poll(() => plain.emails).toEqual(all.slice(0, 10))

    const ordered = followed(client, 10, 10, document, variables)

    const byEmail = [...all].sort().reverse()
    await expect.poll(() => ordered.emails).toEqual(byEmail.slice(10))
    followed(client, 0, 10, document, variables)
    await expect.poll(() => ordered.emails).toEqual(byEmail)
  })

  it('is joined by its cursors as well', async () => {
    const sandbox = await sandboxed({ invites: 12 })
    const client = clientOf(sandbox)
    const read = async (from: string | null) => {
      const { data } = await client.query(GetInvitesDocument, { from, first: 5 })
      return data?.organization?.invites
    }
    const whole = await createLabelboxClient({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).query(
      GetInvitesDocument,
      {
        first: 100,
      },
    )
    const all = whole.data?.organization?.invites.nodes.map(({ id }) => id) ?? []

    const first = await read(null)
    const second = await read(first?.nextCursor ?? '')
    const third = await read(second?.nextCursor ?? '')

    expect(all).toHaveLength(12)
    expect([first, second, third].map((page) => page?.nodes.map(({ id }) => id))).toEqual([
      all.slice(0, 5),
      all.slice(0, 10),
      all,
    ])
    expect(third?.nextCursor).toBeNull()
  })
})

describe('a list that is not endless', () => {
  it('shows the rows that a query asks for', async () => {
    const sandbox = await sandboxed({ users: 30 })
    const all = await members(sandbox)
    const { url, apiKey } = sandbox
    const client = createLabelboxClient({ endpoint: url, apiKey, cache: labelboxCache() })

    const pages = [0, 10, 15].map((skip) => followed(client, skip, 10))

    await expect
      .poll(() => pages.map(({ emails }) => emails))
      .toEqual([0, 10, 15].map((skip) => all.slice(skip, skip + 10)))
  })
})
