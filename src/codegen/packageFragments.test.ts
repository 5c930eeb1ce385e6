import { readdirSync, readFileSync } from 'node:fs'
import { InMemoryCache } from '@apollo/client'
import type { useFragment } from '@apollo/client/react'
import { generate } from '@graphql-codegen/cli'
import { stringifyDocument } from '@urql/core'
import { parse, print } from 'graphql'
import { expect, expectTypeOf, it } from 'vitest'
import * as operations from '../../generated/operations.ts'
import { typeErrors } from '../../test/support/typeErrors.ts'
import { labelboxOperations } from './index.ts'

/** The file that is generated for documents given as text. */
async function generated(...documents: string[]): Promise<string> {
  const generates = { 'own.ts': labelboxOperations(documents) }
  const files = (await generate({ generates, silent: true }, false)) as readonly { readonly content: string }[]
  return files[0]?.content ?? ''
}

const newest = 'query Newest { organization { id users(first: 3) { ...User orgRole { name } } } }'

it('own operations spread the fragments of the package without defining them', async () => {
  const content = await generated(newest)
  const typed = `${content}
const user = {} as NonNullable<NewestQuery['organization']>['users'][number]
export const [email, role]: [string | null, string | null | undefined] = [user.email, user.orgRole?.name]
`
  expect(typeErrors({ 'own.ts': typed })).toEqual([])
  expect(content).toContain('"__meta__":{"dates":["organization.users.lastLoginAt"')
  expect(content).not.toContain('export const UserFragmentDoc')
})

it('own fragments spread them too, and become constants of their own', async () => {
  const person = 'fragment Person on User { ...User orgRole { name } }'
  const content = await generated('query One { user { ...Person } }', person)
  const [, document = '{}'] =
    /PersonFragmentDoc = (\{.*\}) as unknown as TypedFragment<PersonFragment>;/.exec(content) ?? []
  const { definitions } = JSON.parse(document) as { definitions: readonly { name: { value: string } }[] }
  expect(definitions.map(({ name }) => name.value)).toEqual(['Person', 'User'])
})

it.each([
  ['with other fields', 'fragment User on User { id }'],
  ['on another type', 'fragment User on Invite { id inviteeEmail }'],
])('refuses an own fragment of the same name %s, by name', async (_, fragment) => {
  await expect(generated(newest, fragment)).rejects.toThrow(
    /defines the fragment User, and labelbox-org has another one of that name\. Rename yours/,
  )
})

it('takes a copy of the fragment', async () => {
  const copy = readFileSync('graphql/fragments/user.graphql', 'utf8')
  expect(await generated(newest, copy)).toContain('export const UserFragmentDoc')
})

it.each(readdirSync('graphql/fragments'))('labelbox-org/operations exports %s as a document', (file) => {
  const name = `${file[0]?.toUpperCase() ?? ''}${file.slice(1, -'.graphql'.length)}FragmentDoc`
  const document = (operations as unknown as Readonly<Record<string, typeof operations.UserFragmentDoc>>)[name]
  const text = readFileSync(`graphql/fragments/${file}`, 'utf8')
  expect(document && print(parse(stringifyDocument(document)))).toBe(print(parse(text)))
})

it("are what Apollo's cache and its useFragment take, with the types of their fields", () => {
  const cache = new InMemoryCache()
  const fields = { name: null, nickname: null, picture: null, isViewer: null, isExternalUser: null }
  const dates = { lastLoginAt: null, createdAt: null, updatedAt: null }
  const ada = { __typename: 'User', id: '1', email: 'ada@example.com', ...fields, ...dates }
  cache.writeQuery({ query: operations.GetUserDocument, data: { user: ada } })

  const user = cache.readFragment({ id: 'User:1', fragment: operations.UserFragmentDoc })

  expect(user?.email).toBe('ada@example.com')
  expectTypeOf(user?.email).toEqualTypeOf<string | null | undefined>()
  expectTypeOf({ fragment: operations.UserFragmentDoc, from: 'User:1' }).toExtend<
    useFragment.Options<operations.UserFragment, Record<string, never>>
  >()
})
