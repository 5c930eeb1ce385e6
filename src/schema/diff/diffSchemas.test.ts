import { buildClientSchema, buildSchema, introspectionFromSchema, type GraphQLSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { diffSchemas } from './diffSchemas.ts'

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
