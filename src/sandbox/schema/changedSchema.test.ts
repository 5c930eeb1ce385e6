import { expect, it } from 'vitest'
import { without } from '../../../test/support/without.ts'
import { ask, sandboxed, tag } from '../testingSandbox.ts'

it('serves a changed schema: removed fields are gone, added fields are null', async () => {
  const sandbox = await sandboxed({
    schema: (sdl) => without('User.nickname')(sdl).replace(/^type User \{/m, 'type User { shoeSize: Int'),
  })
  expect(await ask(sandbox, '{ user { nickname } }')).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' })
  expect(await ask(sandbox, '{ user { email shoeSize } }')).toMatchObject({
    data: { user: { email: expect.stringContaining('@') as unknown, shoeSize: null } },
  })
})

it('serves a schema without some types and scalars', async () => {
  const sandbox = await sandboxed({
    schema: (sdl) => sdl.replaceAll('UserWhereInput', 'PeopleFilter').replaceAll('DateTime', 'Instant'),
  })
  expect(await ask(sandbox, '{ users(where: { deleted: false }, first: 1) { createdAt } }')).toMatchObject({
    data: { users: [{ createdAt: expect.stringMatching(/^\d{4}-/) as unknown }] },
  })
})

it('refuses introspection when the option is false, and serves other queries', async () => {
  const sandbox = await sandboxed({ introspection: false })
  for (const query of ['{ __schema { queryType { name } } }', '{ __type(name: "User") { name } }']) {
    const { code, status } = await ask(sandbox, query)
    expect({ code, status }).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED', status: 400 })
  }
  expect(await ask(sandbox, '{ organization { __typename } }')).toMatchObject({
    data: { organization: { __typename: 'Organization' } },
  })
})

it('logs the root fields that ran', async () => {
  const sandbox = await sandboxed()
  await ask(sandbox, '{ a: organization { id } user @skip(if: true) { id } roles { id } }')
  await ask(sandbox, tag)
  await ask(sandbox, 'query ($id: ID!) { user(where: { id: $id }) { id } }')
  await ask(sandbox, '{ organization { nothing } }')
  expect(sandbox.received.map(({ rootFields }) => rootFields)).toEqual([
    ['organization', 'roles'],
    ['createResourceTag'],
    [],
    [],
  ])
})
