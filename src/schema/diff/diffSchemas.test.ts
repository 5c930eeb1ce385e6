import { buildClientSchema, buildSchema, introspectionFromSchema, type GraphQLSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { diffSchemas } from './diffSchemas.ts'
import type { Renames } from './renames.ts'

it('sorts changes by class', async () => {
  const diff = await diffSchemas(
    buildSchema('enum Color { RED } type Query { a: Int b: Int color: Color }'),
    buildSchema('enum Color { RED BLUE } type Query { b: Int @deprecated(reason: "old") c: Int color: Color }'),
  )
  expect(diff.map((change) => [change.class, change.path, change.message])).toEqual([
    ['breaking', 'Query.a', "Field 'a' was removed from object type 'Query'"],
    ['dangerous', 'Color.BLUE', "Enum value 'BLUE' was added to enum 'Color'"],
    ['safe', 'Query.b', "Field 'Query.b' is deprecated"],
    ['safe', 'Query.c', "Field 'c' was added to object type 'Query'"],
  ])
})

it('reports a new type with its parts as one change', async () => {
  const diff = await diffSchemas(
    buildSchema('type Query { a: Int }'),
    buildSchema('type Query { a: Int } "New." type New { "Its id." id(of: Int!): ID } directive @new(a: Int) on FIELD'),
  )
  expect(diff.map(({ type, path }) => [type, path])).toEqual([
    ['DIRECTIVE_ADDED', '@new'],
    ['TYPE_ADDED', 'New'],
  ])
})

it('calls a root field that leaves the experimental endpoint dangerous, in queries too, as released versions ask there', async () => {
  const at = '"Experimental endpoint (/_gql)."'
  const there = `type Query { ${at} a: T } type Mutation { ${at} b: T } type T { ${at} c: Int }`
  const [before, after] = [buildSchema(there), buildSchema(there.replaceAll(at, ''))]
  const moves = async (from: GraphQLSchema, to: GraphQLSchema) =>
    (await diffSchemas(from, to))
      .filter(({ type }) => type.endsWith('_ENDPOINT_CHANGED'))
      .map((change) => [change.class, change.path])

  expect(await moves(before, after)).toEqual([
    ['dangerous', 'Mutation.b'],
    ['dangerous', 'Query.a'],
    ['safe', 'T.c'],
  ])
  expect((await moves(after, before)).map(([level]) => level)).toEqual(['breaking', 'breaking', 'breaking'])
})

it('finds no change between equal schemas', async () => {
  const schema = buildSchema('type Query { a: Int }')
  expect(await diffSchemas(schema, schema)).toEqual([])
})

const introspected = (schema: GraphQLSchema) =>
  buildClientSchema(introspectionFromSchema(schema, { oneOf: true, specifiedByUrl: true, inputValueDeprecation: true }))

describe.each([
  ['SDL', (schema: GraphQLSchema) => schema],
  ['introspection', introspected],
])('diffSchemas of schemas from %s', (_, read) => {
  it.each([
    ['input I { a: Int b: Int }', 'input I @oneOf { a: Int b: Int }', 'breaking', 'TYPE_ONE_OF_ADDED', 'I'],
    ['input I @oneOf { a: Int b: Int }', 'input I { a: Int b: Int }', 'safe', 'TYPE_ONE_OF_REMOVED', 'I'],
    [
      'input I { a: Int b: Int }',
      'input I { a: Int b: Int @deprecated }',
      'safe',
      'INPUT_FIELD_DEPRECATION_ADDED',
      'I.b',
    ],
    ['input I { b: Int @deprecated }', 'input I { b: Int }', 'safe', 'INPUT_FIELD_DEPRECATION_REMOVED', 'I.b'],
    [
      'input I { b: Int @deprecated }',
      'input I { b: Int @deprecated(reason: "Use a.") }',
      'safe',
      'INPUT_FIELD_DEPRECATION_REASON_CHANGED',
      'I.b',
    ],
    [
      'type T { f(a: Int): Int }',
      'type T { f(a: Int @deprecated(reason: "Old.")): Int }',
      'safe',
      'FIELD_ARGUMENT_DEPRECATION_ADDED',
      'T.f.a',
    ],
    ['scalar D', 'scalar D @specifiedBy(url: "https://a.example")', 'safe', 'TYPE_SPECIFIED_BY_ADDED', 'D'],
    [
      'scalar D @specifiedBy(url: "https://a.example")',
      'scalar D @specifiedBy(url: "https://b.example")',
      'dangerous',
      'TYPE_SPECIFIED_BY_CHANGED',
      'D',
    ],
    ['scalar D @specifiedBy(url: "https://a.example")', 'scalar D', 'dangerous', 'TYPE_SPECIFIED_BY_REMOVED', 'D'],
    ['type T { f: Int }', 'type T { f: Int @deprecated(reason: "Old.") }', 'safe', 'FIELD_DEPRECATION_ADDED', 'T.f'],
    ['input I { a: Int! = 1 }', 'input I { a: Int! }', 'breaking', 'INPUT_FIELD_DEFAULT_VALUE_CHANGED', 'I.a'],
    ['input I { a: Int! = 1 }', 'input I { a: Int! = 2 }', 'dangerous', 'INPUT_FIELD_DEFAULT_VALUE_CHANGED', 'I.a'],
    [
      'type T { f(a: Int! = 1): Int }',
      'type T { f(a: Int!): Int }',
      'breaking',
      'FIELD_ARGUMENT_DEFAULT_CHANGED',
      'T.f.a',
    ],
    [
      'directive @d(a: Int! = 1) on FIELD',
      'directive @d(a: Int!) on FIELD',
      'breaking',
      'DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED',
      '@d.a',
    ],
  ])('reports %s → %s as %s', async (from, to, level, type, path) => {
    const [before, after] = [from, to].map((sdl) => read(buildSchema(`${sdl} type Query { q: Int }`)))
    const diff = before && after ? await diffSchemas(before, after) : []
    expect(diff.map((change) => [change.class, change.type, change.path])).toEqual([[level, type, path]])
  })
})

it('reports a new type of an existing interface as a dangerous change of the interface', async () => {
  const sdl = 'interface N { id: ID } type A implements N { id: ID } type Query { n: N }'
  const added = 'interface M { id: ID } type C implements N & M { id: ID x: Int } interface O implements N { id: ID }'
  const diff = await diffSchemas(buildSchema(sdl), buildSchema(`${sdl} ${added}`))
  expect(diff.map((change) => [change.class, change.type, change.path, change.interface])).toEqual([
    ['dangerous', 'OBJECT_TYPE_INTERFACE_ADDED', 'C', 'N'],
    ['safe', 'TYPE_ADDED', 'C', undefined],
    ['safe', 'TYPE_ADDED', 'M', undefined],
    ['safe', 'TYPE_ADDED', 'O', undefined],
  ])
})

const reported = async (before: string, after: string, known?: Readonly<Record<string, string>>) => {
  const renames: Renames | undefined = known && { known: new Map(Object.entries(known)), unclear: new Map() }
  const diff = await diffSchemas(buildSchema(before), buildSchema(after), renames)
  return diff.map((change) => [change.class, change.type, change.message])
}

it('reports each new name once, as breaking, and what else has changed under it', async () => {
  const before = `
    directive @d(a: Int) on FIELD
    enum E { V W }
    input I { m: Int e: E }
    interface N { id: ID }
    type T implements N { id: ID f(a: Int, i: I): Int }
    union U = T
    type Query { t: T u: U n: N }`
  const known = {
    T: 'T2',
    'T.f': 'f2',
    'T.f.a': 'a2',
    I: 'I2',
    'I.m': 'm2',
    'E.V': 'V2',
    U: 'U2',
    N: 'N2',
    Query: 'Ask',
  }
  const after = `
    schema { query: Ask }
    directive @d(a: Int) on FIELD
    enum E { V2 W }
    input I2 { m2: Int e: E }
    interface N2 { id: ID }
    type T2 implements N2 { id: ID f2(a2: Int, i: I2): Int g: Int }
    union U2 = T2
    type Ask { t: T2 u: U2 n: N2 }`
  expect(await reported(before, after, known)).toEqual([
    ['breaking', 'ENUM_VALUE_RENAMED', "'E.V' is named 'V2' now"],
    ['breaking', 'TYPE_RENAMED', "'I' is named 'I2' now"],
    ['breaking', 'INPUT_FIELD_RENAMED', "'I.m' is named 'm2' now"],
    ['breaking', 'TYPE_RENAMED', "'N' is named 'N2' now"],
    ['breaking', 'TYPE_RENAMED', "'Query' is named 'Ask' now"],
    ['breaking', 'TYPE_RENAMED', "'T' is named 'T2' now"],
    ['breaking', 'FIELD_RENAMED', "'T.f' is named 'f2' now"],
    ['breaking', 'FIELD_ARGUMENT_RENAMED', "'T.f.a' is named 'a2' now"],
    ['breaking', 'TYPE_RENAMED', "'U' is named 'U2' now"],
    ['safe', 'FIELD_ADDED', "Field 'g' was added to object type 'T2'"],
  ])
})

it('names the endpoints of what has moved, and says why a move is dangerous', async () => {
  const at = '"Experimental endpoint (/_gql)."'
  const there = `type Query { ${at} a(${at} x: Int): Int b(i: I): Int } input I { ${at} c: Int } enum E { ${at} V W }
    interface N { ${at} d: Int } type Mutation { e: E n: N }`
  const gone = there.replaceAll(at, '')
  expect(await reported(there, gone)).toEqual([
    ['dangerous', 'FIELD_ENDPOINT_CHANGED', "'Query.a' moved from '/_gql' to '/graphql'"],
    ['safe', 'ENUM_VALUE_ENDPOINT_CHANGED', "'E.V' moved from '/_gql' to '/graphql'"],
    ['safe', 'INPUT_FIELD_ENDPOINT_CHANGED', "'I.c' moved from '/_gql' to '/graphql'"],
    ['safe', 'FIELD_ENDPOINT_CHANGED', "'N.d' moved from '/_gql' to '/graphql'"],
    ['safe', 'FIELD_ARGUMENT_ENDPOINT_CHANGED', "'Query.a.x' moved from '/_gql' to '/graphql'"],
  ])
  expect(await reported(gone, there)).toEqual([
    ['breaking', 'ENUM_VALUE_ENDPOINT_CHANGED', "'E.V' moved from '/graphql' to '/_gql'"],
    ['breaking', 'INPUT_FIELD_ENDPOINT_CHANGED', "'I.c' moved from '/graphql' to '/_gql'"],
    ['breaking', 'FIELD_ENDPOINT_CHANGED', "'N.d' moved from '/graphql' to '/_gql'"],
    ['breaking', 'FIELD_ENDPOINT_CHANGED', "'Query.a' moved from '/graphql' to '/_gql'"],
    ['breaking', 'FIELD_ARGUMENT_ENDPOINT_CHANGED', "'Query.a.x' moved from '/graphql' to '/_gql'"],
  ])
  const [move] = await diffSchemas(buildSchema(there), buildSchema(gone))
  expect(move?.reason).toBe("Released versions send it to '/_gql', which may not have it for long.")
  // A part that was not there before has not moved.
  expect(await reported('type Query { b: Int }', `type Query { b: Int ${at} a: Int }`)).toEqual([
    ['safe', 'FIELD_ADDED', "Field 'a' was added to object type 'Query'"],
  ])
})

it.each([
  ['input I { a: Int }', 'input I @oneOf { a: Int }', "Input object 'I' now takes exactly one of its fields"],
  ['input I @oneOf { a: Int }', 'input I { a: Int }', "Input object 'I' now takes more than one of its fields"],
  ['scalar D', 'scalar D @specifiedBy(url: "a")', "Scalar 'D' now has a specification"],
  ['scalar D @specifiedBy(url: "a")', 'scalar D', "Scalar 'D' has no specification any more"],
  ['scalar D @specifiedBy(url: "a")', 'scalar D @specifiedBy(url: "b")', "Scalar 'D' has another specification"],
  ['input I { a: Int }', 'input I { a: Int @deprecated }', "Input field 'I.a' is deprecated"],
  ['input I { a: Int @deprecated }', 'input I { a: Int }', "Input field 'I.a' is no longer deprecated"],
  ['type T { f(a: Int @deprecated): Int }', 'type T { f(a: Int): Int }', "Argument 'T.f.a' is no longer deprecated"],
  [
    'type T { f(a: Int, b: Int): Int }',
    'type T { f(a: Int, b: Int @deprecated): Int }',
    "Argument 'T.f.b' is deprecated",
  ],
  [
    'interface T { f(a: Int @deprecated): Int }',
    'interface T { f(a: Int @deprecated(reason: "Now.")): Int }',
    "Argument 'T.f.a' is deprecated for another reason",
  ],
])('says of %s → %s: %s', async (before, after, message) => {
  const query = 'type Query { q: Int }'
  expect((await reported(`${before} ${query}`, `${after} ${query}`)).map(([, , said]) => said)).toEqual([message])
})
