import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { diffSchemas } from './diff.ts'

it('sorts changes by what they can do to a client', async () => {
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

it('has a new type, with all that is in it, as one change', async () => {
  const diff = await diffSchemas(
    buildSchema('type Query { a: Int }'),
    buildSchema('type Query { a: Int } "New." type New { "Its id." id(of: Int!): ID } directive @new(a: Int) on FIELD'),
  )
  expect(diff.map(({ type, path }) => [type, path])).toEqual([
    ['DIRECTIVE_ADDED', '@new'],
    ['TYPE_ADDED', 'New'],
  ])
})

it('finds nothing between a schema and itself', async () => {
  const schema = buildSchema('type Query { a: Int }')
  expect(await diffSchemas(schema, schema)).toEqual([])
})
