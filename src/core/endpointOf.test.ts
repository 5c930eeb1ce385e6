import { gql } from '@urql/core'
import { parse } from 'graphql'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { expect, it, vi } from 'vitest'
import { CancelInviteDocument, endpointOf, GetOrganizationDocument, GetRolesDocument } from 'labelbox-org/operations'
import { toSend } from '../schema/probe/apiSender.ts'
import { targetsOf } from '../schema/probe/probe.ts'
import { readDefinitions } from '../schema/documents/definitions.ts'
import { Labelbox } from '../labelbox.ts'

it.each([
  [undefined, 'https://api.labelbox.com/graphql', 'https://api.labelbox.com/_gql'],
  ['https://labelbox.example/api/graphql?x=graphql', undefined, 'https://labelbox.example/api/_gql?x=graphql'],
  [new URL('https://graphql/graphql/v1'), undefined, 'https://graphql/_gql/v1'],
  ['https://graphql/v1', undefined, 'https://graphql/v1'],
  ['https://app.example/api/labelbox', undefined, 'https://app.example/api/labelbox'],
])('with %s as the endpoint, documents go there or to %s', (endpoint, own = String(endpoint), experimental) => {
  expect(endpointOf(GetOrganizationDocument, endpoint)).toBe(own)
  expect(endpointOf(CancelInviteDocument, endpoint)).toBe(experimental)
})

it.each([
  ['mutation { a: cancelInvite(where: { id: 1 }) { id } }', '/_gql'],
  ['mutation { createResourceTag(input: {}) { id } ...R } fragment R on Mutation { cancelInvite { id } }', '/_gql'],
  ['mutation { ... @include(if: true) { cancelInvite { id } } }', '/_gql'],
  ['query { cancelInvite { id } }', '/graphql'],
  ['mutation { createResourceTag(input: {}) { cancelInvite } }', '/graphql'],
  ['query { users(where: { AND: [{ groupId_in: ["g"] }] }) { id } }', '/_gql'],
  ['query { ...U } fragment U on Query { users(where: { groupId_in: ["g"] }) { id } }', '/_gql'],
  ['query { groupId_in: users(where: { email: "groupId_in" }) { groupId_in } }', '/graphql'],
  ['query A { ...R } fragment R on Query { ...R }', '/graphql'],
  ['subscription { cancelInvite { id } }', '/graphql'],
  ['fragment R on Mutation { cancelInvite { id } }', '/graphql'],
  [
    'mutation { ...R } fragment R on Mutation { createResourceTag { ...T } } fragment T on ResourceTag { cancelInvite }',
    '/graphql',
  ],
])('%s goes to %s', (text, path) => {
  expect(new URL(endpointOf(gql(text))).pathname).toBe(path)
})

it('reads a document of the parser of graphql, whose tokens refer to each other', () => {
  const document = parse('query { users(where: { groupId_in: ["g"] }) { id } }')
  expect(new URL(endpointOf(document as never)).pathname).toBe('/_gql')
  expect(new URL(endpointOf(parse('{ users { id } }') as never)).pathname).toBe('/graphql')
})

it('refuses what is not a URL', () => {
  expect(() => endpointOf(CancelInviteDocument, '/graphql')).toThrow(TypeError)
})

it('resolves a relative endpoint in a page', () => {
  vi.stubGlobal('location', { href: 'https://app.example/members' })
  try {
    expect(endpointOf(CancelInviteDocument, '/graphql')).toBe('https://app.example/_gql')
  } finally {
    vi.unstubAllGlobals()
  }
})

// The API of today has no query that is only there.
vi.mock('../../generated/experimentalQueries.ts', () => ({ experimentalQueries: /\b(?:roles|groupId_in)\b/ }))
vi.mock(import('../../generated/experimentalFields.ts'), async (original) => {
  const { experimentalFields, experimentalMembers } = await original()
  return { experimentalMembers, experimentalFields: { ...experimentalFields, query: ['roles'] } }
})

it('the client sends a query by the same table, and so does probe', async () => {
  await using sandbox = await createSandbox()
  const connection = { endpoint: sandbox.url, apiKey: sandbox.apiKey }
  const labelbox = new Labelbox(connection)
  await labelbox.execute(GetRolesDocument, {})
  await labelbox.execute(GetOrganizationDocument, {})
  const [target] = targetsOf(readDefinitions({ 'a.graphql': 'query Probed { roles { id } }' }))
  if (target) await toSend(connection)(target.path, target.document, {})

  expect(sandbox.received.map(({ path, operationName }) => [operationName, path])).toEqual([
    ['GetRoles', '/_gql'],
    ['GetOrganization', '/graphql'],
    ['Probed', '/_gql'],
  ])
  expect(new URL(endpointOf(GetRolesDocument)).pathname).toBe('/_gql')
})
