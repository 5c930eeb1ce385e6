import { Client, gql, type OperationResult } from '@urql/core'
import { expect, it } from 'vitest'
import {
  CreateResourceTagDocument,
  GetOrganizationDocument,
  GetResourceTagsDocument,
  type GetResourceTagsQuery,
} from '../../generated/operations.ts'
import { operations, sandboxed } from '../../test/support/roads.ts'
import { Labelbox } from '../labelbox.ts'
import { labelboxExchange } from './exchange.ts'

/** A client without a cache, whose first response is held back. */
async function holdingBack() {
  const sandbox = await sandboxed()
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  let requests = 0
  const client = new Client({
    url: sandbox.url,
    exchanges: [
      labelboxExchange({
        endpoint: sandbox.url,
        apiKey: sandbox.apiKey,
        fetch: async (input, init) => {
          const isFirst = requests++ === 0
          const response = await fetch(input, init)
          if (isFirst) await held
          return response
        },
      }),
    ],
  })
  return { sandbox, client, release: () => release() }
}

const tag = { text: 'new', color: 'ff0000' }
const seen = ({ data, stale }: OperationResult<GetResourceTagsQuery>) => ({
  tags: data?.organization?.resourceTag.length,
  stale,
})

it('a query that a mutation overtakes is stale, and is read again', async () => {
  const { sandbox, client, release } = await holdingBack()
  const results: object[] = []
  const page = client.query(GetResourceTagsDocument, {}).subscribe((result) => results.push(seen(result)))
  await expect.poll(() => operations(sandbox)).toHaveLength(1)

  await client.mutation(CreateResourceTagDocument, tag)
  release()

  await expect
    .poll(() => results)
    .toEqual([
      { tags: 2, stale: true },
      { tags: 3, stale: false },
    ])
  page.unsubscribe()
  expect(operations(sandbox)).toEqual(['GetResourceTags', 'CreateResourceTag', 'GetResourceTags'])
})

it('a promise of a query that a mutation overtakes waits for the second result', async () => {
  const { sandbox, client, release } = await holdingBack()
  const reading = client.query(GetResourceTagsDocument, {}).toPromise()
  await expect.poll(() => operations(sandbox)).toHaveLength(1)

  await client.mutation(CreateResourceTagDocument, tag)
  release()

  expect(seen(await reading)).toEqual({ tags: 3, stale: false })
})

it('a query about something else is read once', async () => {
  const { sandbox, client, release } = await holdingBack()
  const reading = client.query(GetOrganizationDocument, {}).toPromise()
  await expect.poll(() => operations(sandbox)).toHaveLength(1)

  await client.mutation(CreateResourceTagDocument, tag)
  release()

  expect(await reading).toMatchObject({ stale: false })
  expect(operations(sandbox)).toEqual(['GetOrganization', 'CreateResourceTag'])
})

it('after a mutation of your own whose fields are not known, every query under way is read again', async () => {
  const { sandbox, client, release } = await holdingBack()
  const reading = client.query(GetOrganizationDocument, {}).toPromise()
  await expect.poll(() => operations(sandbox)).toHaveLength(1)

  await client.mutation(gql('mutation Own { importUsers(data: []) { id } }'), {})
  release()

  await reading
  expect(operations(sandbox)).toEqual(['GetOrganization', 'Own', 'GetOrganization'])
})

it('a page that closes while a query is read again ends the request without a result', async () => {
  const { sandbox, client, release } = await holdingBack()
  const results: object[] = []
  const page = client.query(GetResourceTagsDocument, {}).subscribe((result) => {
    results.push(seen(result))
    page.unsubscribe()
  })
  await expect.poll(() => operations(sandbox)).toHaveLength(1)

  await client.mutation(CreateResourceTagDocument, tag)
  release()

  await expect.poll(() => results).toEqual([{ tags: 2, stale: true }])
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(results).toHaveLength(1)
})

it('a list of the facade is read once, as the API answers it', async () => {
  const { sandbox, client, release } = await holdingBack()
  const reading = new Labelbox({ client }).execute(GetResourceTagsDocument, {})
  await expect.poll(() => operations(sandbox)).toHaveLength(1)

  await client.mutation(CreateResourceTagDocument, tag)
  release()

  expect((await reading).organization?.resourceTag).toHaveLength(2)
  expect(operations(sandbox)).toEqual(['GetResourceTags', 'CreateResourceTag'])
})
