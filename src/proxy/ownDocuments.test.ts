import { readFileSync } from 'node:fs'
import { transform } from 'esbuild'
import type { OperationResult, TypedDocumentNode } from '@urql/core'
import { Labelbox } from 'labelbox-org'
import type { TrustedDocument } from 'labelbox-org/proxy'
import { createLabelboxClient, toLabelboxError } from 'labelbox-org/urql'
import { beforeAll, describe, expect, it } from 'vitest'
import { generatedOperations } from '../../test/support/generatedOperations.ts'
import { proxied } from '../../test/support/proxied.ts'
import { failure } from '../../test/support/serving.ts'

// Documents with all that changes a text: fragments, aliases, directives, and names that a cache would add.
const operations = `
  fragment Person on User { id mail: email __typename }
  query Newest($first: PageSize!, $withRole: Boolean!) {
    organization {
      id
      people: users(first: $first) { ...Person orgRole @include(if: $withRole) { id name } }
      ... @skip(if: $withRole) { name }
    }
  }
  mutation Tag($text: String!) {
    made: createResourceTag(input: { text: $text, color: "ff0000" }) { id text }
  }
  mutation Cancel($id: ID!) {
    cancelInvite(where: { id: $id }) { id }
  }
  mutation Harmless($email: String!) {
    ...Hidden
  }
  fragment Hidden on Mutation {
    tag: createApiKey(data: { name: "k", targetUserEmailId: $email }) { id }
  }
`

interface Generated {
  readonly NewestDocument: TypedDocumentNode<object, object>
  readonly TagDocument: TypedDocumentNode<object, object>
  readonly CancelDocument: TypedDocumentNode<object, object>
  readonly HarmlessDocument: TypedDocumentNode<object, object>
  readonly trustedDocuments: readonly TrustedDocument[]
}

let own: Generated

beforeAll(async () => {
  const code = await generatedOperations(readFileSync('graphql/schema.graphql', 'utf8'), operations)
  const { code: script } = await transform(code, { loader: 'ts' })
  own = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as Generated
})

interface Page {
  query(document: TypedDocumentNode<object, object>, variables: object): Promise<object>
  mutate(document: TypedDocumentNode<object, object>, variables: object): Promise<object>
}

const pages: readonly (readonly [name: string, page: (endpoint: string) => Page])[] = [
  [
    'Labelbox',
    (endpoint) => {
      const labelbox = new Labelbox({ endpoint, trustedDocuments: true })
      const send: Page['query'] = (document, variables) => labelbox.execute(document, variables)
      return { query: send, mutate: send }
    },
  ],
  [
    'a urql client with its cache',
    (endpoint) => {
      const client = createLabelboxClient({ endpoint })
      const dataOf = ({ data, error }: OperationResult<object, object>): object => {
        if (error !== undefined) throw toLabelboxError(error)
        return data ?? {}
      }
      return {
        query: async (document, variables) => dataOf(await client.query(document, variables)),
        mutate: async (document, variables) => dataOf(await client.mutation(document, variables)),
      }
    },
  ],
]

describe.each(pages)('own documents through a proxy, from %s', (_, pageOf) => {
  it('are refused if the proxy lacks them, without reaching Labelbox', async () => {
    const { endpoint, sandbox } = await proxied({ authorize: () => true })
    const page = pageOf(endpoint)
    const refused = { code: 'NOT_TRUSTED', status: 400, mayHaveRun: false, attempts: 1 }
    expect(await failure(page.query(own.NewestDocument, { first: 2, withRole: true }))).toMatchObject(refused)
    expect(await failure(page.mutate(own.TagDocument, { text: 'urgent' }))).toMatchObject(refused)
    expect(sandbox.received).toHaveLength(0)
  })

  it.each([
    ['with their ids', () => own.trustedDocuments],
    ['without', () => [own.NewestDocument, own.TagDocument]],
  ])('are sent if it has them %s, in whatever form the page has them', async (_, documents) => {
    const { endpoint, sandbox } = await proxied(
      { authorize: () => true, documents: documents() },
      { users: 3, invites: 1 },
    )
    const page = pageOf(endpoint)
    const person = { id: expect.any(String) as string, mail: expect.stringContaining('@') as string }
    expect(await page.query(own.NewestDocument, { first: 1, withRole: true })).toMatchObject({
      organization: { people: [{ ...person, orgRole: { name: expect.any(String) as string } }] },
    })
    expect(await page.query(own.NewestDocument, { first: 2, withRole: false })).toMatchObject({
      organization: { name: expect.any(String) as string, people: [person, person] },
    })
    expect(await page.mutate(own.TagDocument, { text: 'urgent' })).toMatchObject({ made: { text: 'urgent' } })
    expect(sandbox.received).toHaveLength(3)
  })

  it('go where their fields are', async () => {
    const urls: string[] = []
    const fetch: typeof globalThis.fetch = (url) => {
      urls.push(url as string)
      return Promise.resolve(Response.json({ data: { cancelInvite: { id: 'i' }, made: { id: 't', text: 'x' } } }))
    }
    const { endpoint } = await proxied({
      authorize: () => true,
      documents: own.trustedDocuments,
      endpoint: 'https://labelbox.example/graphql',
      experimentalEndpoint: 'https://labelbox.example/_gql',
      fetch,
    })
    const page = pageOf(endpoint)
    await page.mutate(own.CancelDocument, { id: 'i' })
    await page.mutate(own.TagDocument, { text: 'x' })
    expect(urls).toEqual(['https://labelbox.example/_gql', 'https://labelbox.example/graphql'])
  })

  it('create no key, whatever they call it', async () => {
    const { endpoint, sandbox } = await proxied({ authorize: () => true, documents: own.trustedDocuments })
    const error = await failure(pageOf(endpoint).mutate(own.HarmlessDocument, { email: 'ada@example.com' }))
    expect(error).toMatchObject({ code: 'NOT_PERMITTED', status: 403, mayHaveRun: false })
    expect(sandbox.received).toHaveLength(0)
  })
})
