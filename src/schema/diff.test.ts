import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { diffSchemas } from './diff.ts'

it('sorts changes by what they can do to a client', async () => {
  const diff = await diffSchemas(
    buildSchema('enum Color { RED } type Query { a: Int b: Int color: Color }'),
    buildSchema('enum Color { RED BLUE } type Query { b: Int @deprecated(reason: "old") c: Int color: Color }'),
  )
  expect(diff.breaking.map(({ path }) => path)).toEqual(['Query.a'])
  expect(diff.dangerous.map(({ path }) => path)).toEqual(['Color.BLUE'])
  expect(diff.safe.map(({ message }) => message)).toEqual([
    "Field 'Query.b' is deprecated",
    "Field 'c' was added to object type 'Query'",
  ])
})

it('finds nothing between a schema and itself', async () => {
  const schema = buildSchema('type Query { a: Int }')
  expect(await diffSchemas(schema, schema)).toEqual({ breaking: [], dangerous: [], safe: [] })
})
