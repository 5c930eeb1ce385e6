import { expectTypeOf, it } from 'vitest'
import { labelboxCache, type Arguments, type CacheRules } from 'labelbox-org/graphcache'
import type { ObjectTypes } from '../../generated/objectTypes.ts'

it('a rule has the names and arguments of the schema', () => {
  labelboxCache({
    updates: {
      Mutation: {
        setUserAccess: (_, { where }) => expectTypeOf(where.id).toEqualTypeOf<string>(),
        // @ts-expect-error no mutation is called that
        setUserAcess: () => undefined,
      },
    },
    // @ts-expect-error an organization has no members
    resolvers: { Organization: { members: () => undefined } },
  })
  // @ts-expect-error no type is called that
  labelboxCache({ keys: { Member: () => null } })
  // @ts-expect-error a tag has no name
  labelboxCache({ optimistic: { updateResourceTag: ({ data }) => String(data.name) } })
  // @ts-expect-error no list is called that
  labelboxCache({ endless: ['people'] })
  labelboxCache({ endless: ['users', 'invites'] })
})

it('a field without arguments has none', () => {
  expectTypeOf<Arguments<ObjectTypes['User']['email']>>().toEqualTypeOf<Readonly<Record<string, never>>>()
  expectTypeOf<keyof CacheRules>().toEqualTypeOf<'keys' | 'resolvers' | 'updates' | 'optimistic'>()
})
