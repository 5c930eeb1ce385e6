import { buildSchema } from 'graphql'
import { readDefinitions } from './documents/definitions.ts'
import { impactOf, type Impact } from './impact/impact.ts'

/** A schema with every kind of part. */
export const base = `directive @cached(maxAge: Int = 10, scope: Scope) on FIELD | QUERY
enum Scope { PRIVATE PUBLIC SHARED }
enum Color { RED GREEN BLUE }
scalar Date
interface Node { id: ID! note: String }
type Person implements Node { id: ID! note: String name: String age: Int! color: Color friends(first: Int, after: ID): [Person!] born: Date }
type Robot implements Node { id: ID! note: String model: String maker: Person serial: Int }
type Stone { weight: Int hardness: Int origin: String }
union Being = Person | Robot
input Filter { text: String = "" color: Color limit: Int nested: Inner }
input Inner { low: Int high: Int! = 3 kind: Scope }
input NewPerson { name: String! age: Int color: Color }
type Query {
  person(id: ID!, color: Color): Person
  people(filter: Filter, first: Int = 10): [Person!]!
  being(id: ID!): Being
  node(id: ID!): Node
  stone: Stone
}
type Mutation { addPerson(data: NewPerson!): Person removePerson(id: ID!, force: Boolean): Boolean renamePerson(id: ID!, name: String): Person }
`

/** Operations that use most of the schema, but not `Stone`. */
export const files = {
  'a/person.graphql': `fragment P on Person {
  id
  name
  color
}
query GetPerson($id: ID!) {
  person(id: $id, color: RED) {
    ...P
    friends(first: 3) { name }
  }
}
`,
  'b/people.graphql': `query People($filter: Filter) {
  people(filter: $filter) @cached(maxAge: 3) { age }
}
query Tall { people(filter: { text: "x", nested: { low: 1, kind: PUBLIC } }, first: 5) { born } }
query Any { being(id: 1) { __typename ... on Robot { model maker { ...P } } } }
query ANode { node(id: 1) { id ... on Person { age } } }
`,
  'c/change.graphql': `mutation Add($data: NewPerson!) { addPerson(data: $data) { id } }
mutation Remove { removePerson(id: 1, force: true) }
`,
}

/** The impact of edits of the schema text on the operations. */
export const edited = (...edits: readonly (readonly [from: string, to: string])[]): Promise<Impact> => {
  const text = edits.reduce((sdl, [from, to]) => {
    if (!sdl.includes(from)) throw new Error(`The schema has no ${from}`)
    return sdl.replace(from, to)
  }, base)
  return impactOf(readDefinitions(files), buildSchema(base), buildSchema(text))
}
