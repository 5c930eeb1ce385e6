import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { hasPart, membersOf } from './typeMembers.ts'

const schema = buildSchema(`
  directive @cached(maxAge: Int) on FIELD
  scalar Date
  enum Color { "Warm." RED BLUE }
  input Filter { "Part of it." text: String! color: Color = RED }
  interface Node { id: ID! }
  type Person implements Node { id: ID! "The others." friends("At most." first: Int, after: ID): [Person!] }
  union Being = Person
  type Query { person(filter: Filter): Person being: Being born: Date }
`)

it.each([
  ['Person', ['id: ID! ()', 'friends: [Person!] The others. (first, after)']],
  ['Node', ['id: ID! ()']],
  ['Filter', ['text: String! Part of it. ()', 'color: Color ()']],
  ['Color', ['RED:  Warm. ()', 'BLUE:  ()']],
  ['Being', []],
  ['Date', []],
])('the members of %s', (name, expected) => {
  const type = schema.getType(name)
  if (!type) throw new Error(`There is no ${name}.`)
  const members = [...membersOf(type)].map(
    ([member, { type, description, arguments: args }]) =>
      `${member}: ${type} ${description === '' ? '' : `${description} `}(${[...args.keys()].join(', ')})`,
  )
  expect(members).toEqual(expected)
})

const there = [
  'Person',
  'Date',
  'Person.friends',
  'Person.friends.first',
  'Filter.text',
  'Color.RED',
  '@cached',
  '@cached.maxAge',
]
const gone = [
  ...['Gone', 'Gone.id', 'Person.gone', 'Person.id.first', 'Person.friends.gone', 'Filter.gone', 'Color.GREEN'],
  ...['Being.Person', '@gone', '@gone.maxAge', '@cached.gone', 'cached'],
]

it.each([...there.map((at) => [at, true] as const), ...gone.map((at) => [at, false] as const)])(
  'whether the schema has %s: %s',
  (at, isThere) => {
    expect(hasPart(schema, at)).toBe(isThere)
  },
)
