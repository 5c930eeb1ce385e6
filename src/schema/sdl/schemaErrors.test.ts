import { buildSchema, introspectionFromSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { checkDocuments } from '../check/checkDocuments.ts'
import { readDefinitions } from '../documents/definitions.ts'
import { impactOf } from '../impact/impact.ts'
import { requireSound, toSchema } from '../files/readFiles.ts'
import { takeSnapshot } from '../pull/snapshot.ts'
import { UnreadableError } from '../unreadableError.ts'

const operations = { 'a.graphql': 'query A { user { id role } }' }
const definitions = readDefinitions(operations)
const sound = 'enum Role { ADMIN }\ntype User { id: ID! role: Role }\n'
const query = (fields = '') => `type Query { user: User ${fields} }\n`

const elsewhere = [
  ['a required deprecated argument', query('old(x: Int! @deprecated): Int'), /cannot be deprecated/],
  ['a name with two underscores', query('b: __B') + 'type __B { c: Int }', /"__B" must not begin with/],
  ['a field with two underscores', query('b: B') + 'type B { __c: Int }', /"__c" must not begin with/],
  ['a type without fields', query('b: B') + 'type B', /Type B must define one or more fields/],
  ['an input type without fields', query('b(i: I): Int') + 'input I', /Input Object type I must define/],
  ['an enum without values', query('b: E') + 'enum E', /Enum type E must define/],
  ['an unimplemented interface', query('b: B') + 'interface N { n: Int } type B implements N { c: Int }', /N\.n/],
  ['a union of a type that is not an object', query('b: U') + 'union U = Role', /can only include Object types/],
  ['an undefined type', query('b: Gone'), /Unknown type "Gone"/],
  ['an undefined interface', query('b: B') + 'type B implements Gone { c: Int }', /Unknown type "Gone"/],
  ['two fields with one name', query('b: B') + 'type B { c: Int c: String }', /Field "B\.c" can only be defined once/],
  ['two types with one name', query('b: B') + 'type B { c: Int } type B { d: Int }', /only one type named "B"/],
  ['an output type for an argument', query('b(u: User): Int'), /must be Input Type/],
  ['a misplaced directive', query('b: B') + 'directive @d on ENUM type B @d { c: Int }', /"@d" may not be used on/],
  ['an input type that requires itself', query('b(i: I): Int') + 'input I { i: I! }', /"I" within itself/],
] as const

describe.each(elsewhere)('a schema with %s out of scope', (_name, sdl, message) => {
  const read = toSchema(sound + sdl, 'their.graphql')

  it('gives a warning, and operations are checked and compared', async () => {
    expect(requireSound(read, definitions).join('\n')).toMatch(message)
    expect(checkDocuments(definitions, read.schema).findings).toEqual([])
    const wrong = readDefinitions({ 'b.graphql': 'query B { user { id gone } }' })
    expect(checkDocuments(wrong, read.schema).findings).toHaveLength(1)
    const impact = await impactOf(definitions, read.schema, toSchema(sound + query(), 'new.graphql').schema)
    expect(impact.broken).toEqual([])
  })

  it('gives a valid snapshot, and is kept with --whole', async () => {
    const purpose = { operations, scope: {}, usage: undefined }
    const { sdl: part, warnings } = await takeSnapshot(read, undefined, purpose)
    expect(warnings.join('\n')).toMatch(message)
    expect(() => buildSchema(part)).not.toThrow()
    const { sdl: whole } = await takeSnapshot(read, part, purpose, { whole: true })
    expect(toSchema(whole, 'whole.graphql').schema.getQueryType()).toBeDefined()
  })
})

it.each([
  ['a required deprecated argument', 'type User { id: ID! role(x: Int! @deprecated): Int } type Query { user: User }'],
  ['a name with two underscores', 'type User { id: ID! role: Int __c: Int } type Query { user: User }'],
  ['an argument of the root field', 'type User { id: ID! role: Int } type Query { user(x: Int! @deprecated): User }'],
  ['an undefined type', 'type User { id: ID! role: Gone } type Query { user: User }'],
  ['two fields with one name', 'type User { id: ID! role: Int id: Int } type Query { user: User }'],
  ['no query type', 'type User { id: ID! role: Int }'],
])('rejects a schema with %s in scope', (_name, sdl) => {
  const read = toSchema(sdl, 'their.graphql')
  expect(() => requireSound(read, definitions)).toThrow(UnreadableError)
  expect(() => requireSound(read, definitions)).toThrow(/^their\.graphql is not a valid schema: /)
})

it('lists ten errors and counts the others', () => {
  const fields = Array.from({ length: 14 }, (_, at) => `f${at}(x: Int! @deprecated): Int`).join(' ')
  const warnings = requireSound(toSchema(sound + query(fields), 'their.graphql'), definitions)
  expect(warnings).toHaveLength(11)
  expect(warnings[0]).toMatch(/^their\.graphql has an error outside the part that the operations use: .*f0\(x:\)/)
  expect(warnings.at(-1)).toBe('their.graphql has 4 more errors there.')
})

it('reports errors of introspection JSON', () => {
  const schema = buildSchema(sound + query('old(x: Int! @deprecated): Int'), { assumeValid: true })
  const read = toSchema(JSON.stringify(introspectionFromSchema(schema)), 'their.json')
  expect(requireSound(read, definitions)).toEqual([expect.stringMatching(/their\.json .*cannot be deprecated/)])
})

describe('SDL with undefined directives', () => {
  it.each([
    [
      'Apollo Federation 2',
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", { name: "@shareable" }])
       type User @key(fields: "id") @key(fields: "role", resolvable: false) { id: ID! role: String @shareable }
       type Query { user: User @provides(fields: "id") }`,
    ],
    [
      'Apollo Federation 1',
      `extend type User @key(fields: "id") { id: ID! @external role: String @requires(fields: "id") }
       extend type Query { user: User }`,
    ],
    [
      'AWS AppSync',
      `type User @aws_api_key @aws_cognito_user_pools(cognito_groups: ["a"]) { id: ID! role: AWSJSON born: AWSDateTime }
       type Query { user(email: AWSEmail): User @aws_auth(cognito_groups: ["a"]) }
       type Subscription { changed: User @aws_subscribe(mutations: ["x"]) } schema { query: Query subscription: Subscription }`,
    ],
    [
      'AWS Amplify',
      `type User @model @auth(rules: [{ allow: owner }]) { id: ID! role: String @index(name: "byRole", queryField: "x") }
       type Query { user: User @function(name: "f") }`,
    ],
    ['Hasura', `type User { id: ID! role: String } type Query @cached(ttl: 60) { user: User @has_role(x: 1) }`],
  ])('is accepted: %s', (_name, sdl) => {
    const read = toSchema(sdl, 'their.graphql')
    expect(requireSound(read, definitions)).toEqual([])
    expect(checkDocuments(definitions, read.schema).findings).toEqual([])
    const wrong = readDefinitions({ 'b.graphql': 'query B { user { id gone } }' })
    expect(checkDocuments(wrong, read.schema).findings).toHaveLength(1)
  })

  it('is still rejected for an error in scope', () => {
    const read = toSchema(
      'type User @key(fields: "id") { id: ID! role: Gone } type Query { user: User }',
      'their.graphql',
    )
    expect(() => requireSound(read, definitions)).toThrow('their.graphql is not a valid schema: Unknown type "Gone"')
  })
})
