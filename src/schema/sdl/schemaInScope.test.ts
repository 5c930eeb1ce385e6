import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { buildSchema, Kind, parse, print, validate, validateSchema, type ASTNode } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documentInScope, schemaInScope } from './schemaInScope.ts'
import { isLong } from '../../../test/support/long.ts'

/** A schema with unused parts of each kind. */
const api = `directive @slow on FIELD
directive @internal on OBJECT
scalar Date
enum Size { S M L }
enum Other { A }
input Filter { text: String, size: Size, inner: Inner }
input Inner { since: Date, again: Filter }
input Unused { other: Other }
interface Node { id: ID!, owner: Owner }
interface Named { name: String }
union Owner = Person | Company
type Person implements Node & Named { id: ID!, owner: Person, name: String, pets: [Pet!], bank: Bank }
type Company implements Named { name: String, bank: Bank, size: Size }
type Pet implements Node { id: ID!, owner: Person, weight(unit: Size): Float, vet: Vet }
type Vet implements Named { name: String }
type Bank { account: Account }
type Account { number: Int }
type Query { node(id: ID!): Node, pets(filter: Filter): [Pet!], banks: [Bank!], vets: [Vet!] }
type Mutation { feed(id: ID!): Pet, sell: Bank }
type Subscription { fed: Pet }
`

const part = (...documents: readonly string[]) =>
  schemaInScope(
    buildSchema(api),
    documents.map((text) => parse(text)),
  )

describe('partWithin', () => {
  it('keeps used types with fields, arguments and inputs, and counts the rest', () => {
    const { sdl, types, leftOut } = part('{ pets { weight } }')
    expect(sdl).toBe(`directive @slow on FIELD

scalar Date

input Filter {
  inner: Inner
  size: Size
  text: String
}

input Inner {
  again: Filter
  since: Date
}

type Pet {
  id: ID!
  weight(unit: Size): Float
}

type Query {
  pets(filter: Filter): [Pet!]
}

enum Size {
  L
  M
  S
}
`)
    expect(types).toBe(6)
    expect(leftOut).toEqual({ types: 12, rootFields: 6, fields: ['Pet.owner', 'Pet.vet'] })
  })

  it('keeps possible types of interfaces and unions with the required fields', () => {
    const { sdl } = part('{ node(id: 1) { id } }')
    expect(sdl).toContain('interface Node {\n  id: ID!\n}')
    // No document reads the type, so it has only the fields of the interface.
    expect(sdl).toContain('type Pet implements Node {\n  id: ID!\n}')
    const withOwner = part('{ node(id: 1) { owner { __typename } } }').sdl
    expect(withOwner).toContain('union Owner = Company | Person')
    expect(withOwner).toContain('type Company {\n  name: String\n  size: Size\n}')
    // The interface requires the field, so it stays with its type.
    expect(withOwner).toContain('type Pet implements Node {\n  id: ID!\n  owner: Person\n}')
  })

  it('keeps all fields of a type that would have none', () => {
    const { sdl } = part('{ banks { __typename } }')
    expect(sdl).toContain('type Bank {\n  account: Account\n}')
    expect(sdl).toContain('type Account {\n  number: Int\n}')
  })

  it('accepts invalid documents', () => {
    expect(part('query Scope { node gone pets { vet } } mutation Scope { sell }').sdl).toMatch(
      /type Mutation \{\n {2}sell: Bank\n\}(.|\n)*type Vet /,
    )
  })

  it('keeps unusual names of root types', () => {
    const schema = buildSchema('schema { query: Q mutation: M } type Q { a: Int b: Int } type M { c: Int }')
    expect(schemaInScope(schema, [parse('{ a }')]).sdl).toBe('schema {\n  query: Q\n}\n\ntype Q {\n  a: Int\n}\n')
  })

  it.each([
    [
      'a field that returns a root type',
      'type Query { a: P } type P { m: Mutation, x: Int } type Mutation { go: P, run: Int, act: Int }',
      '{ a { x m { __typename } } }',
      'type Mutation {\n  act: Int\n}',
    ],
    [
      'a union with a root type',
      'type Query { a: Un } type Mutation { m: T } union Un = Mutation | T type T { t: Int }',
      '{ a { ... on T { t } } }',
      'type Mutation {\n  m: T\n}',
    ],
    [
      'a payload that returns the query type',
      'type Query { a: Int b: Int } type Mutation { go: P } type P { x: Int query: Query! }',
      'mutation { go { x query { __typename } } }',
      'type Query {\n  a: Int\n}',
    ],
    [
      'a root type with an interface',
      'interface Node { id: ID n: Node } type Query implements Node { id: ID n: Node a: Int b: Int } type T implements Node { id: ID n: Node t: Int }',
      '{ a n { ... on T { t } } }',
      'type Query implements Node {\n  a: Int\n  id: ID\n  n: Node\n}',
    ],
    [
      'a root type with an interface and further types',
      'interface Has { u: U } type U { x: Int } type Mutation implements Has { u: U go: Int } type Query { a: Has }',
      '{ a { u { x } } }',
      'type Mutation implements Has {\n  u: U\n}',
    ],
  ])('gives a valid schema for %s', (_, sdl, document, kept) => {
    const { sdl: text } = schemaInScope(buildSchema(sdl), [parse(document)])
    expect(text).toContain(kept)
    const schema = buildSchema(text)
    expect(validateSchema(schema)).toEqual([])
    expect(validate(schema, parse(document))).toEqual([])
  })

  it('drops an unused root type', () => {
    expect(part('{ pets { id } } mutation M { __typename }').sdl).not.toContain('Mutation')
  })

  it('keeps the whole snapshot of this package', async () => {
    const read = async (folder: string) =>
      Promise.all((await readdir(folder)).map((name) => readFile(`${folder}/${name}`, 'utf8')))
    const documents = [...(await read('graphql/operations')), ...(await read('graphql/fragments'))]
    const scope = await readFile('graphql/scope.graphql', 'utf8')
    const schema = buildSchema(await readFile('graphql/schema.graphql', 'utf8'))
    expect(
      schemaInScope(
        schema,
        [...documents, scope].map((text) => parse(text)),
      ).leftOut,
    ).toEqual({ types: 0, rootFields: 0, fields: [] })
  })
})

describe('schemaInScope for random documents', () => {
  const leaf = fc.constantFrom(
    '__typename',
    '...N',
    '...on Node { id }',
    '...on Person { bank { account { number } } }',
  )
  const pet = fc.constantFrom('id', 'weight(unit: S)', 'owner { id name }', 'vet { name }', '__typename')
  const fields = fc.oneof(
    leaf.map((each) => `node(id: 1) { ${each} }`),
    pet.map((each) => `pets(filter: { inner: { since: 1 } }) { ${each} }`),
    fc.constantFrom(
      'banks { __typename }',
      'vets { name }',
      'node(id: 1) { owner { __typename ... on Company { name } ... on Named { name } } }',
    ),
  )
  const mutation = pet.map((each) => `mutation M { feed(id: 1) { ${each} } }`)
  const operations = fc
    .tuple(fc.array(fields, { minLength: 1, maxLength: 4 }), fc.option(mutation, { nil: '' }))
    .map(([each, change]) =>
      each
        .map((field, at) => `query Q${at} { ${field} }\n`)
        .join('')
        .concat(change, '\nfragment N on Node { owner { ... on Person { pets { weight } } } }'),
    )

  it('gives a valid schema that accepts the same documents', () => {
    fc.assert(
      fc.property(operations, (text) => {
        const document = parse(text)
        const before = validate(buildSchema(api), document).map(({ message }) => message)
        const schema = buildSchema(part(text).sdl)
        expect(validateSchema(schema)).toEqual([])
        expect(validate(schema, document).map(({ message }) => message)).toEqual(before)
      }),
      { numRuns: isLong ? 100 : 25 },
    )
  })

  it('gives the same text whatever the order of the schema', () => {
    fc.assert(
      fc.property(operations, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (text, random) => {
        const next = (): number => random.next().value as number
        const shuffled = buildSchema(print(shuffle(parse(api), next)))
        expect(schemaInScope(shuffled, [parse(text)]).sdl).toBe(part(text).sdl)
      }),
      { numRuns: isLong ? 100 : 25 },
    )
  })
})

/** Shuffles every list of a document. */
function shuffle<T>(node: T, random: () => number): T {
  if (Array.isArray(node)) {
    const keyed = (node as readonly ASTNode[]).map((each) => [random(), shuffle(each, random)] as const)
    return keyed.sort(([a], [b]) => a - b).map(([, each]) => each) as T
  }
  if (typeof node !== 'object' || node === null || !('kind' in node) || node.kind === Kind.NAME) return node
  const entries = Object.entries(node).filter(([key]) => key !== 'loc')
  return Object.fromEntries(entries.map(([key, value]) => [key, shuffle(value, random)])) as T
}

it.each([
  ['a fragment', '{ pets { id } } fragment F on Vet { gone }'],
  ['an inline fragment', '{ pets { id ... on Vet { gone } } }'],
])('keeps a type that %s names, so that a mistake in it is reported as such', (_, text) => {
  expect(part('{ pets { id } }').sdl).not.toContain('type Vet')
  const { sdl } = part(text)
  expect(sdl).toContain('type Vet {\n  name: String\n}')
})

it('keeps the order of the original text, the names of its root types, and directives for documents and schemas', () => {
  const text = parse(`
    schema { mutation: Change query: Ask }
    type Pet { name: String id: ID! }
    directive @both on FIELD | OBJECT
    directive @internal on OBJECT
    type Change { feed: Pet }
    type Ask { pet: Pet owner: Owner }
    type Owner { id: ID }
    extend type Pet { age: Int owner: Owner }
  `)
  const schema = buildSchema(print(text))
  expect(print(documentInScope(text, schema, [parse('{ pet { age } }')]))).toBe(`schema {
  query: Ask
}

type Pet {
  name: String
  id: ID!
}

directive @both on FIELD | OBJECT

type Ask {
  pet: Pet
}

extend type Pet {
  age: Int
}`)
})
