import fc from 'fast-check'
import { buildSchema, parse, print, printSchema, validate, validateSchema, visit } from 'graphql'
import { expect, it } from 'vitest'
import { diffSchemas } from '../diff/diffSchemas.ts'
import { ContradictionError, mergeExperimental } from './mergeExperimental.ts'
import { base } from '../testingSchema.ts'
import { isLong } from '../../../test/support/long.ts'

it('adds and marks what only the experimental endpoint has, and changes nothing else', () => {
  const merged = mergeExperimental(
    'type Query { a: Int } enum E { A }',
    'type Query { "Ours." a: String "New." b: New c: Int "Experimental endpoint (/_gql). Told." d: Int } type New { n: Int } enum E { A B }',
  )
  expect(merged).toBe(`enum E {
  A

  """Experimental endpoint (/_gql)."""
  B
}

type New {
  n: Int
}

type Query {
  a: Int

  """Experimental endpoint (/_gql). New."""
  b: New

  """Experimental endpoint (/_gql)."""
  c: Int

  """Experimental endpoint (/_gql). Told."""
  d: Int
}
`)
})

/** Changes from the public schema to the merged one. */
const added = async (own: string, others: string): Promise<readonly string[]> => {
  const changes = await diffSchemas(buildSchema(own), buildSchema(mergeExperimental(own, others)))
  return changes.map(({ type, path, interface: name }) => [type, path, name].filter(Boolean).join(' ')).sort()
}

const query = 'type Query { a: U }'
const types = 'type A { a: Int } type B { a: Int } type C { a: Int }'

it.each([
  [
    'members of a union',
    `${query} ${types} union U = A | B`,
    `${query} ${types} union U = C | A`,
    ['UNION_MEMBER_ADDED U'],
  ],
  [
    'arguments',
    'type Query { a(x: Int): Int }',
    'type Query { a(y: Int = 1, x: String): Int }',
    ['FIELD_ARGUMENT_ADDED Query.a.y'],
  ],
  [
    'an interface of a type',
    'interface N { id: ID } type A { id: ID n: N } type Query { a: A }',
    'interface N { id: ID } type A implements N { id: ID n: N } type Query { a: A }',
    ['OBJECT_TYPE_INTERFACE_ADDED A N'],
  ],
  [
    'fields of an interface and its types',
    'interface N { id: ID } type A implements N { id: ID } type Query { a: N }',
    'interface N { id: ID new: Int } type A implements N { id: ID new: Int } type Query { a: N }',
    ['FIELD_ADDED A.new', 'FIELD_ADDED N.new'],
  ],
  [
    'interfaces of an interface',
    'interface M { id: ID } interface N { id: ID } type A implements N { id: ID } type Query { a: N b: M }',
    'interface M { id: ID } interface N implements M { id: ID } type A implements N & M { id: ID } type Query { a: N b: M }',
    ['OBJECT_TYPE_INTERFACE_ADDED A M', 'OBJECT_TYPE_INTERFACE_ADDED N M'],
  ],
  [
    'locations and arguments of a directive',
    'directive @d on FIELD type Query { a: Int }',
    'directive @d(if: Boolean) on QUERY type Query { a: Int }',
    ['DIRECTIVE_ARGUMENT_ADDED @d', 'DIRECTIVE_LOCATION_ADDED @d'],
  ],
  [
    'a root type with another name, under the public name',
    'type Query { a: Int q: Query }',
    'schema { query: Root mutation: Change } type Root { a: Int b: Root } type Change { c: Root }',
    ['FIELD_ADDED Query.b', 'SCHEMA_MUTATION_TYPE_CHANGED', 'TYPE_ADDED Change'],
  ],
  [
    'root fields under an unusual public name',
    'schema { query: Root } type Root { a: Int }',
    'type Query { b: Int } type Mutation { c: Query }',
    ['FIELD_ADDED Root.b', 'SCHEMA_MUTATION_TYPE_CHANGED', 'TYPE_ADDED Mutation'],
  ],
])('adds %s', async (_, own, others, expected) => {
  expect(await added(own, others)).toEqual(expected)
})

it('makes experimental arguments and input fields optional', () => {
  const merged = mergeExperimental(
    'type Query { a(x: Int): Int b(i: I): Int } input I { n: Int }',
    'type Query { a("Which." y: [Int!]!): Int b(i: I): Int } input I { n: Int m: ID! }',
  )
  const schema = buildSchema(merged)
  expect(validate(schema, parse('{ a b(i: { n: 1 }) }'))).toEqual([])
  expect(merged).toContain('"""Experimental endpoint (/_gql). Which."""\n    y: [Int!]\n')
  expect(merged).toContain('"""Experimental endpoint (/_gql)."""\n  m: ID\n')
})

it('keeps a public interface if public types lack its experimental fields', () => {
  const own = 'interface N { id: ID } type A implements N { id: ID } type B implements N { id: ID } type Query { a: N }'
  const others = 'interface N { id: ID new: Int } type A implements N { id: ID new: Int } type Query { a: N }'
  const merged = buildSchema(mergeExperimental(own, others))
  expect(printSchema(merged)).toMatch(/^interface N \{\n {2}id: ID\n\}$/m)
  expect(printSchema(merged)).toContain('"""Experimental endpoint (/_gql)."""\n  new: Int')
})

it('rejects endpoints that define a name differently', () => {
  const merge = () =>
    mergeExperimental('type Query { a: X } type X { a: Int }', 'type Query { b(x: X): Int } input X { a: Int }')
  expect(merge).toThrow(ContradictionError)
  expect(merge).toThrow('Input Type')
})

it('restores the whole schema from any two parts of it', () => {
  const parts = [
    ...['name: String ', 'born: Date', 'model: String ', ', force: Boolean', ', first: Int = 10', 'limit: Int '],
    ...[' | Robot', ' GREEN', 'color: Color nested', 'serial: Int', '  node(id: ID!): Node\n', ', after: ID'],
  ]
  const some = fc.subarray(parts)
  const without = (gone: readonly string[]) =>
    gone.reduce((sdl, part) => sdl.replace(part, part === 'color: Color nested' ? 'nested' : ''), base)
  const bare = (sdl: string) =>
    print(
      visit(parse(sdl), { enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined) }),
    )
  const whole = bare(mergeExperimental(base, base))
  fc.assert(
    fc.property(some, some, (mine, theirs) => {
      const others = theirs.filter((part) => !mine.includes(part))
      const merged = mergeExperimental(without(mine), without(others))
      expect(validateSchema(buildSchema(merged))).toEqual([])
      expect(bare(merged)).toBe(whole)
    }),
    { numRuns: isLong ? 100 : 20 },
  )
})
