import { readFile } from 'node:fs/promises'
import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documents } from '../../../generated/documents.ts'
import { methods } from '../../organization/usage.ts'
import { checkDocuments, isWarning, unsentOperations } from './checkDocuments.ts'
import { readDefinitions } from '../documents/definitions.ts'
import { readMarks } from '../sdl/inferredMarks.ts'
import { operationWeight } from './operationWeight.ts'

const schema = buildSchema(`
interface Node { id: ID! }
interface Named { name: String }
type Person implements Node & Named {
  id: ID!
  name: String
  nick: String @deprecated(reason: "Use name.")
  friends(first: Int): [Person!]
  pets: [Pet!]
  wallet: Wallet
  letters(limit: Int = 20): LetterPage
}
type Pet implements Node { id: ID! old: Int @deprecated color: Color }
type Wallet { coins: Int }
type LetterPage { nodes: [Letter!] next: String }
type Letter { text: String }
enum Color { RED GREEN @deprecated(reason: "Nobody sees it.") }
input Filter { text: String, exact: Boolean @deprecated(reason: "It always is.") }
union Being = Person | Pet | Wallet
type Query {
  person(id: ID, color: Color): Person
  people(filter: Filter, first: Int, last: Int): [Person!]
  being: Being
  node: Node
  named: Named
}
type Mutation { rename(id: ID!, name: String): Person }
`)

const check = (text: string, files: Record<string, string> = {}) =>
  checkDocuments(readDefinitions({ 'a.graphql': text, ...files }), schema).findings
const found = (text: string, files?: Record<string, string>) =>
  check(text, files).map(({ rule, message, place }) => [rule, `${place?.line}:${place?.column}`, message])

describe('checkDocuments', () => {
  it.each([
    ['query A { person { id name pets { id color } wallet { coins } } }'],
    ['query A { person { ...F } } fragment F on Person { ...G } fragment G on Person { id }'],
    ['query A { person { ... { id } } node { ... on Node { id } } }'],
    ['query A { person { ... on Node { id } } }'],
    ['query A { being { __typename ... on Person { id } ... on Wallet { coins } } }'],
    ['query A { named { name } }'],
    ['mutation A { rename(id: 1) { id } }'],
    ['fragment F on Person { name }'],
    ['query Same { person { ...Same } } fragment Same on Person { id }'],
    ['{ named { name } } query { wallet: being { __typename } }'],
    ['query A { person { ... { ... { id } } } node { ...N } } fragment N on Node { id }'],
  ])('accepts %s', (text) => {
    expect(found(text)).toEqual([])
  })

  it.each([
    ['query A { person { id zzz } }', 'invalid', '1:23', 'Cannot query field "zzz" on type "Person".'],
    ['query A($x: Int) { person { id } }', 'invalid', '1:9', 'Variable "$x" is never used in operation "A".'],
    ['subscription A { x }', 'invalid', '1:1', 'The schema has no root type for this kind of operation.'],
    [
      'query A { person { ...F } } fragment F on Gone { id }',
      'invalid',
      '1:43',
      'Unknown type "Gone". Did you mean "Node"?',
    ],
    ['fragment F on Person { id zzz }', 'invalid', '1:27', 'Cannot query field "zzz" on type "Person".'],
    ['query A { person { id nick } }', 'deprecated', '1:23', 'The field Person.nick is deprecated. Use name.'],
    [
      'query A { person(color: GREEN) { id } }',
      'deprecated',
      '1:25',
      'The enum value "Color.GREEN" is deprecated. Nobody sees it.',
    ],
    [
      'query A { people(filter: { exact: true }) { id } }',
      'deprecated',
      '1:28',
      'The input field Filter.exact is deprecated. It always is.',
    ],
    ['query A {\n  person { name }\n}', 'id', '2:3', 'Person has an id that is not selected.'],
    ['query A { person { id pets { color } } }', 'id', '1:23', 'Pet has an id that is not selected.'],
    ['query A { person { id: name } }', 'id', '1:11', 'Person has an id that is not selected.'],
    ['query A { person { key: id } }', 'id', '1:11', 'Person has an id that is not selected.'],
    [
      'query A($x: Boolean!) { person { id @include(if: $x) } }',
      'id',
      '1:25',
      'Person has an id that is not selected.',
    ],
    ['query A { node { ... on Person { id } } }', 'id', '1:11', 'Node has an id that is not selected.'],
    ['query A { being { ... on Person { name } } }', 'id', '1:19', 'Person has an id that is not selected.'],
    ['query A { being { ...F } } fragment F on Pet { color }', 'id', '1:19', 'Pet has an id that is not selected.'],
    ['mutation A { rename(id: 1) { name } }', 'id', '1:14', 'Person has an id that is not selected.'],
    ['query A($x: Boolean!) { person { id @skip(if: $x) } }', 'id', '1:25', 'Person has an id that is not selected.'],
    ['query A { person { ... on Named { name } } }', 'id', '1:11', 'Person has an id that is not selected.'],
    [
      'query A { person { ...G } } fragment G on Named { name }',
      'id',
      '1:11',
      'Person has an id that is not selected.',
    ],
    [
      'query A { node { id } } query A { named { name } }',
      'duplicate',
      '1:25',
      'Another operation A exists at a.graphql:1.',
    ],
    [
      'fragment F on Pet { id } fragment F on Wallet { coins }',
      'duplicate',
      '1:26',
      'Another fragment F exists at a.graphql:1.',
    ],
  ])('reports for %s: %s at %s', (text, rule, at, message) => {
    expect(found(text)).toEqual([[rule, at, message]])
  })

  it('reports a problem in a shared fragment once, at its position in the fragment', () => {
    const fragment = '# A person.\nfragment F on Person {\n  id\n  gone\n  nick\n}\n'
    expect(
      check('query A { person { ...F } }\nquery B { people { ...F } }', { 'f.graphql': fragment }).map(
        ({ rule, place }) => [rule, place],
      ),
    ).toEqual([
      ['invalid', { file: 'f.graphql', line: 4, column: 3 }],
      ['deprecated', { file: 'f.graphql', line: 5, column: 3 }],
    ])
  })

  it.each([
    ['with an id', 'id ...F', ['invalid']],
    ['without', '...F name', ['id', 'invalid']],
  ])('reports a fragment that spreads itself, %s', (_, fields, rules) => {
    expect(found(`query A { person { ...F } } fragment F on Person { ${fields} }`).map(([rule]) => rule)).toEqual(rules)
  })

  it('sorts by file, line and column, and says which operation or fragment it is', () => {
    const findings = check('query Last {\n  person { id zzz }\n  node { yyy id xxx }\n}', {
      'b.graphql': 'query B { gone }',
      'A.graphql': '\n\n\n\nfragment First on Person { id gone }',
    })
    expect(findings.map(({ name, place }) => [place?.file, place?.line, place?.column, name])).toEqual([
      ['A.graphql', 5, 31, 'First'],
      ['a.graphql', 2, 15, 'Last'],
      ['a.graphql', 3, 10, 'Last'],
      ['a.graphql', 3, 17, 'Last'],
      ['b.graphql', 1, 11, 'B'],
    ])
  })

  it('measures each operation, and no fragment', () => {
    const text = 'query A { people { ...F } } mutation B { rename(id: 1) { id } } fragment F on Person { id }'
    expect(checkDocuments(readDefinitions({ 'a.graphql': text }), schema).operations).toEqual([
      { name: 'A', depth: 2, cost: 100 },
      { name: 'B', depth: 2, cost: 1 },
    ])
  })

  it('takes what may go wrong as a warning', () => {
    const isWarningOf = (rule: Parameters<typeof isWarning>[0]['rule']) =>
      isWarning({ rule, message: '', name: '', place: undefined })
    expect(['inferred', 'endpoint', 'invalid', 'unused'].map((rule) => isWarningOf(rule as 'id'))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

const marks = readMarks(`
input Filter { # inferred: type name
  text: String
}
enum Color { RED } # inferred: type name
type Pet { id: ID } # inferred: type name; said so
type Query {
  a: Int # inferred: existence
}
type Mutation {
  rename(where: Where): Int # inferred: name of the where input type
  make(data: Make, where: Where, tag: String): Int # inferred: names of the input types
}
input Make { id: ID }
input Where { id: ID }
`)
const guesses = buildSchema(`
input Filter { text: String, id: ID }
input Make { name: String!, color: Color! }
input Where { id: ID! }
enum Color { RED GREEN }
type Pet { id: ID! pets(filters: [Filter!], color: Color): [Pet!] }
union Being = Pet
type Query { pet(filter: Filter, color: Color, id: ID): Pet being: Being }
type Mutation { rename(where: Where, name: String): Int make(data: Make, where: Where, tag: String): Int }
`)

describe('names that are inferred', () => {
  const warned = (text: string) =>
    checkDocuments(readDefinitions({ 'a.graphql': text }), guesses, undefined, marks)
      .findings.filter(({ rule }) => rule === 'inferred')
      .map(({ message, place }) => `${place?.line}:${place?.column} ${message.replace(/^.*? name\. /, '')}`)

  it.each([
    ['query A($text: String) { pet(filter: { text: $text }, color: RED) { id } }'],
    ['query A { pet { id __typename ... { id } } }'],
    ['mutation A($id: ID!, $tag: String) { make(where: { id: $id }, tag: $tag) }'],
    ['mutation A($name: String) { rename(name: $name) }'],
  ])('are not in %s', (text) => {
    expect(warned(text)).toEqual([])
  })

  it.each([
    [
      'query A($f: Filter) { pet(filter: $f) { id } }',
      '1:13 Write the value in place of $f, with a variable for each part: filter: { text: $text }',
    ],
    [
      'query A($f: [Filter!]!) { pet { pets(filters: $f) { id } } }',
      '1:13 Write the value in place of $f, with a variable for each part: filters: [{ text: $text }]',
    ],
    [
      'query A($c: Color = RED) { pet { ...F } } fragment F on Query { pet(color: $c) { id } }',
      '1:13 Write the value itself in place of $c: color: RED',
    ],
    ['query A($c: Color!) { pet { id } }', '1:13 Color is a guessed name'],
    ['query A { pet { ... on Pet { id } } }', '1:24 Select the fields in place, without a fragment on Pet.'],
    [
      'query A { pet { ...P } } query B { pet { ...P } } fragment P on Pet { id }',
      '1:65 Select the fields in place, without a fragment on Pet.',
    ],
    [
      'mutation A($w: Where) { rename(where: $w) }',
      '1:16 The type of Mutation.rename(where:) is a guess, and Labelbox refuses a variable of another type. ' +
        'Write the value in place of $w, with a variable for each part: where: { id: $id }',
    ],
    [
      'mutation A($m: Make) { make(data: $m) }',
      '1:16 The type of Mutation.make(data:) is a guess, and Labelbox refuses a variable of another type. ' +
        'Write the value in place of $m, with a variable for each part: data: { name: $name, color: ... }',
    ],
  ])('are reported once for %s', (text, message) => {
    expect(warned(text)).toEqual([expect.stringContaining(message) as unknown])
  })
})

it('asks for no id that the schema says perhaps can’t be read', () => {
  const sdl = 'type Query {\n  a: T # inferred: that its id can be read\n  b: T\n}\ntype T { id: ID! c: Int t: T }\n'
  const found = checkDocuments(
    readDefinitions({ 'a.graphql': 'query A { a { c t { c } } b { c } }' }),
    buildSchema(sdl),
    undefined,
    readMarks(sdl),
  ).findings.map(({ rule, place }) => [rule, place?.column])
  expect(found).toEqual([
    ['id', 17],
    ['id', 27],
  ])
})

it('warns where an operation of the public endpoint asks for a part of the experimental one', () => {
  const at = '"Experimental endpoint (/_gql)."'
  const schema = buildSchema(`
    type Query { user(where: Where): User }
    type User { id: ID! ${at} role: String }
    input Where { ${at} id: ID }
    type Mutation { ${at} cancelInvite: User rename: User }
  `)
  const warned = (text: string) =>
    checkDocuments(readDefinitions({ 'a.graphql': text }), schema).findings.map(({ rule, message }) => [rule, message])
  const of = (part: string) => ['endpoint', `${part} is only at /_gql, and this operation is sent to /graphql.`]

  expect(warned('query A { user(where: { id: 1 }) { ...F } } fragment F on User { id role }')).toEqual([
    of('Where.id'),
    of('User.role'),
  ])
  expect(warned('mutation A { rename { id role } }')).toEqual([of('User.role')])
  expect(warned('mutation A { cancelInvite { id role } }')).toEqual([])
  expect(warned('query A($where: Where) { user(where: $where) { id } }')).toEqual([])
})

describe('operationWeight', () => {
  const weightOf = (text: string) => {
    const [definition] = readDefinitions({ 'a.graphql': text })
    if (!definition) throw new Error('There is no operation.')
    return operationWeight(definition, schema)
  }

  it.each([
    ['{ person { id } }', 2, 1],
    ['{ person { wallet { coins } } }', 3, 2],
    ['{ people { id } }', 2, 100],
    ['{ people(first: 5) { id } }', 2, 5],
    ['{ people(last: 7) { id } }', 2, 7],
    ['query ($n: Int = 3) { people(first: $n) { id } }', 2, 3],
    ['query ($n: Int) { people(first: $n) { id } }', 2, 100],
    ['{ people(first: 5) { friends(first: 2) { pets { id } } } }', 4, 5 * (1 + 2 * (1 + 10))],
    // A page is one object; its list has the requested length.
    ['{ person { letters { nodes { text } } } }', 4, 1 + 20 * (1 + 1)],
    ['{ being { ... on Person { pets { id } } ... on Wallet { coins } } }', 3, 11],
    ['{ person { ...F } } fragment F on Person { friends(first: 2) { id } }', 3, 3],
    ['{ person { gone { deeper } } }', 2, 1],
    ['{ people(first: 0) { id } }', 2, 100],
    ['query ($n: Int = 3, $other: Int = 4) { people(first: $other) { id } }', 2, 4],
    ['query ($n: Int = 3) { people(last: $missing) { id } }', 2, 100],
    ['fragment F on Person { friends { id } }', 0, 0],
    ['{ being { ... { __typename } ... on Person { ... { pets { id } } } } }', 3, 11],
    // In a page, the size of the page counts once.
    ['{ person { letters { nodes { text } next } pets { id } } }', 4, 1 + 20 * 2 + 10],
  ])('gives %s a depth of %i and a cost of %i', (text, depth, cost) => {
    expect(weightOf(text)).toEqual({ depth, cost })
  })

  it('handles 60 nested fragments that each spread the next one twice', () => {
    const last = 'fragment F60 on Person { friends(first: 1) { id } }'
    const nested = Array.from({ length: 60 }, (_, at) => `fragment F${at} on Person { ...F${at + 1} ...F${at + 1} }`)
    const weight = weightOf(['query A { person { ...F0 } }', ...nested, last].join('\n'))
    expect(weight).toEqual({ depth: 3, cost: 1 + 2 ** 60 })
  })

  it('is reported above the limits', () => {
    const text = 'query A { people { id friends(first: 2) { id } } }'
    const limited = (depth: number, cost: number) =>
      checkDocuments(readDefinitions({ 'a.graphql': text }), schema, { depth, cost }).findings.map(({ rule }) => rule)
    expect(limited(3, 300)).toEqual([])
    expect(limited(2, 300)).toEqual(['depth'])
    expect(limited(3, 299)).toEqual(['cost'])
  })

  it('is reported with its limit', () => {
    const text = 'query A { people { id friends(first: 2) { id } } }'
    const { findings } = checkDocuments(readDefinitions({ 'a.graphql': text }), schema, { depth: 2, cost: 299 })
    expect(findings.map(({ message }) => message)).toEqual([
      'It is 3 levels deep; the limit is 2.',
      'A response may contain 300 objects; the limit is 299. Request smaller pages or fewer fields.',
    ])
  })

  it('may be 10 levels and 10,000 objects without other limits', () => {
    const rulesOf = (text: string) => check(text).map(({ rule }) => rule)
    const deep = (levels: number) => `query A { person { id ${nested(levels)} } }`
    const nested = (levels: number): string =>
      levels === 0 ? 'name' : `friends(first: 1) { id ${nested(levels - 1)} }`
    expect(rulesOf(deep(8))).toEqual([])
    expect(rulesOf(deep(9))).toEqual(['depth'])
    expect(rulesOf('query A { people(first: 10000) { id } }')).toEqual([])
    expect(rulesOf('query A { people(first: 10001) { id } }')).toEqual(['cost'])
  })
})

describe('the operations of this package', () => {
  it('pass the check, and a method sends each of them', async () => {
    const definitions = readDefinitions(documents)
    const sdl = await readFile('graphql/schema.graphql', 'utf8')
    expect(checkDocuments(definitions, buildSchema(sdl), undefined, readMarks(sdl)).findings).toEqual([])
    expect(unsentOperations(definitions, methods)).toEqual([])
    const without = Object.fromEntries(Object.entries(methods).filter(([name]) => name !== 'GetRoles'))
    expect(unsentOperations(definitions, { ...without, GetRoles: [] })).toEqual(unsentOperations(definitions, without))
    expect(unsentOperations(definitions, without)).toEqual([
      expect.objectContaining({
        rule: 'unused',
        name: 'GetRoles',
        place: expect.objectContaining({ file: 'graphql/operations/getRoles.graphql' }) as unknown,
      }),
    ])
  })
})
