import { GetMemberDocument, RemoveUserDocument, UsersDocument } from 'labelbox-org/operations'
import { createLabelboxClient } from 'labelbox-org/urql'
import { expect, it, vi } from 'vitest'
import { operations, sandboxed } from '../../test/support/roads.ts'
import { labelboxCache } from './labelboxCache.ts'

it.each([
  ['was in a list before', false],
  ['is in a list on the screen', true],
])('a member that %s is shown as removed although the request was sent before the removal', async (_, hasList) => {
  const sandbox = await sandboxed({ users: 5 })
  const { slow, release } = holding('query GetMember')
  const page = createLabelboxClient({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    cache: labelboxCache(),
    fetch: slow,
  })
  const list = { skip: 0, first: 10 }
  const { data } = await page.query(UsersDocument, list).toPromise()
  const id = data?.organization?.users[2]?.id ?? ''
  if (hasList) page.query(UsersDocument, list).subscribe(() => undefined)
  let shown: unknown
  page.query(GetMemberDocument, { id }).subscribe((result) => {
    shown = result.data?.user
  })
  await vi.waitFor(() => expect(operations(sandbox)).toContain('GetMember'))

  const removal = await page.mutation(RemoveUserDocument, { id }).toPromise()
  release()

  expect(removal.data?.updateUser).toMatchObject({ id, deleted: true })
  await vi.waitFor(() => expect(shown).toMatchObject({ id, deleted: true }))
})

/** A `fetch` that holds the first response to an operation back. */
function holding(operation: string): { readonly slow: typeof fetch; readonly release: () => void } {
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let isHeld = false
  const slow: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (isHeld || !JSON.stringify(init?.body).includes(operation)) return response
    isHeld = true
    const body = await response.text()
    await released
    return new Response(body, response)
  }
  return { slow, release }
}
