import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { UnreadableError } from '../unreadableError.ts'
import { comparableRenames, findRenames, renamedAt, type GivenRenames } from './renames.ts'

const own = `
  directive @cached(maxAge: Int) on FIELD
  enum Color { RED BLUE }
  input Filter { text: String color: Color }
  type Person { id: ID! name: String first_name: String color: Color friends(first: Int): [Person!] }
  type Query { person(filter: Filter): Person people: [Person!] }
`

const found = (before: string, after: string, given?: Readonly<Record<string, string>>) => {
  const names: GivenRenames | undefined = given && new Map(Object.entries(given))
  const { known, unclear } = findRenames(buildSchema(before), buildSchema(after), names)
  return { known: Object.fromEntries(known), unclear: Object.fromEntries(unclear) }
}

const edited = (...edits: readonly (readonly [from: RegExp, to: string])[]): string =>
  edits.reduce((sdl, [from, to]) => sdl.replaceAll(from, to), own)

describe('other names of types', () => {
  it.each([
    ['an object', 'Person', 'User'],
    ['an enum', 'Color', 'Paint'],
    ['an input', 'Filter', 'Where'],
  ])('are found where the type was, if it is alike: %s', (_, name, other) => {
    expect(found(own, edited([new RegExp(`\\b${name}\\b`, 'g'), other]))).toEqual({
      known: { [name]: other },
      unclear: {},
    })
  })

  it.each([
    ['half of its members are the same', 'id: ID! name: String age: Int', { known: { Person: 'User' } }],
    ['fewer are', 'id: ID! age: Int born: Int', { known: {}, unclear: { Person: ['User'] } }],
  ])('are certain if %s', (_, members, expected) => {
    const before = 'type Person { id: ID! name: String } type Query { person: Person }'
    expect(found(before, `type User { ${members} } type Query { person: User }`)).toMatchObject(expected)
  })

  it('are unclear if two types are there instead, if the other one existed, and for scalars', () => {
    const before = 'scalar Day type A { x: Int } type B { x: Int } type Query { a: A other: A b: B day: Day }'
    expect(found(before, 'type C { x: Int } type D { x: Int } type Query { a: C other: D }').unclear).toEqual({
      A: ['C', 'D'],
    })
    expect(found(before, 'type B { x: Int } type Query { a: B b: B }').unclear).toEqual({ A: ['B'] })
    expect(found(before, `scalar Date ${before.replace('scalar Day', '').replace('day: Day', 'day: Date')}`)).toEqual({
      known: {},
      unclear: { Day: ['Date'] },
    })
    expect(found(before, 'type C { x: Int } type Query { a: C other: C b: C }').unclear).toEqual({ A: ['C'], B: ['C'] })
  })

  it('are not looked for where nothing of a type is left', () => {
    expect(
      found('type A { x: Int } type Query { a: A b: Int }', 'type C { x: Int } type Query { b: Int c: C }'),
    ).toEqual({
      known: {},
      unclear: {},
    })
  })

  it('are followed from one type to the next', () => {
    const before = 'type A { b: B x: Int } type B { c: C y: Int } type C { z: Int } type Query { a: A }'
    const names: Readonly<Record<string, string>> = { A: 'A2', B: 'B2', C: 'C2' }
    expect(
      found(
        before,
        before.replaceAll(/\b[ABC]\b/g, (name) => names[name] ?? name),
      ).known,
    ).toEqual(names)
  })

  it('are found by possible types, for what only fragments lead to', () => {
    const before = 'interface N { id: ID } type A implements N { id: ID x: Int } type Query { n: N }'
    expect(found(before, before.replaceAll(/\bA\b/g, 'B')).known).toEqual({ A: 'B' })
    const union = 'type A { x: Int } union U = A interface I { x: Int } type Query { a: A }'
    expect(found(`${union} type Z { u: U }`, `${union.replace('union U', 'union V')} type Z { a: A }`).known).toEqual({
      U: 'V',
    })
  })
})

describe('a type that is still there, but at none of its places', () => {
  const before = 'type A { x: Int y: Int } enum E { V } type Query { a: A e: E }'
  const moved = (types: string, query: string) => found(before, `${types} type Query { ${query} }`)

  it('may be what is there now, if that is alike', () => {
    expect(moved('type A { q: Int } type B { x: Int z: Int y: Int } enum E { V }', 'a: B e: E')).toEqual({
      known: {},
      unclear: { A: ['B'] },
    })
    expect(moved('type A { q: Int } type B { x: Int z: Int } enum E { V }', 'a: B e: E').unclear).toEqual({})
    expect(moved('type A { x: Int y: Int } enum E { V } enum F { V }', 'a: A e: F').unclear).toEqual({})
    expect(moved('type A { q: Int } input B { x: Int y: Int } enum E { V }', 'a(b: B): Int e: E').unclear).toEqual({})
  })

  it('is what a person says', () => {
    const after = 'type A { q: Int } type B { x: Int y: Int } enum E { V } type Query { a: B e: E }'
    expect(found(before, after, { A: 'B' })).toEqual({ known: { A: 'B' }, unclear: {} })
    expect(found(before, after, { A: '' })).toEqual({ known: {}, unclear: {} })
  })
})

describe('a possible type with another name', () => {
  const before =
    'interface N { id: ID } type A implements N { id: ID x: Int } type K implements N { id: ID } type Query { n: N }'
  const renamed = before.replaceAll(/\bA\b/g, 'B')

  it('is neither one that was there before, nor one that is not alike', () => {
    expect(found(before, `${renamed} type M implements N { id: ID p: Int q: Int r: Int }`)).toEqual({
      known: { A: 'B' },
      unclear: {},
    })
  })

  it('is unclear among several that are alike', () => {
    const twins = `${renamed} type C implements N { id: ID x: Int }`
    expect(found(before, twins)).toEqual({ known: {}, unclear: { A: ['B', 'C'] } })
  })

  it('is found in a union of which another member stayed', () => {
    const union = 'type A { x: Int } type K { y: Int } union U = A | K type Query { u: U }'
    expect(found(union, union.replaceAll(/\bA\b/g, 'B')).known).toEqual({ A: 'B' })
  })
})

it('finds the other name of an input that stands at a second argument alone', () => {
  const before = 'input I { a: Int } type Query { f(x: Int, i: [I!]!): Int g: Int }'
  expect(found(before, before.replaceAll(/\bI\b/g, 'J'))).toEqual({ known: { I: 'J' }, unclear: {} })
})

describe('other names of members', () => {
  it.each<readonly [string, RegExp, string, object]>([
    ['of another case', /first_name/g, 'firstName', { 'Person.first_name': ['firstName'] }],
    ['a part of the other', /name: String first_name/g, 'nickname: String first_name', { 'Person.name': ['nickname'] }],
    ['with another type', /first_name: String/g, 'firstName: Int', {}],
    ['quite different', /first_name/g, 'surname', {}],
    ['of an argument', /\(first: Int\)/g, '(firstRows: Int)', { 'Person.friends.first': ['firstRows'] }],
    [
      'of one argument of several',
      /first: Int\)/g,
      'after: ID, firstRows: Int)',
      { 'Person.friends.first': ['firstRows'] },
    ],
    ['of an input field', /text: String/g, 'textPart: String', { 'Filter.text': ['textPart'] }],
    ['of an enum value', /RED/g, 'DARK_RED', { 'Color.RED': ['DARK_RED'] }],
    ['of a field that returns records', /friends/g, 'others', { 'Person.friends': ['others'] }],
  ])('are only suggested: %s', (_, from, to, unclear) => {
    expect(found(own, edited([from, to]))).toEqual({ known: {}, unclear })
  })

  it('are suggested for the same description', () => {
    const before = 'type Query { "The color." a: Int b: Int }'
    expect(found(before, 'type Query { "The color." z: Int b: Int }').unclear).toEqual({ 'Query.a': ['z'] })
    expect(found(before, 'type Query { "Another." z: Int b: Int }').unclear).toEqual({})
  })

  it('are not suggested once they are given, or said not to exist', () => {
    const after = edited([/first_name/g, 'firstName'])
    expect(found(own, after, { 'Person.first_name': 'firstName' })).toEqual({
      known: { 'Person.first_name': 'firstName' },
      unclear: {},
    })
    expect(found(own, after, { 'Person.first_name': '' })).toEqual({ known: {}, unclear: {} })
  })
})

it.each([
  [{ Gone: 'User' }, '--rename Gone=User: the old schema has no Gone.'],
  [{ Person: 'User' }, '--rename Person=User: the new schema still has Person.'],
  [{ 'Person.first_name': 'surname' }, '--rename Person.first_name=surname: the new schema has no Person.surname.'],
  [{ 'Person.name': 'first' }, '--rename Person.name=first: the new schema still has Person.name.'],
  [{ Color: 'Filter' }, '--rename Color=Filter: they are types of different kinds.'],
  [{ '@cached': '@stored' }, "--rename @cached=@stored: a directive can't be renamed."],
])('refuses %j', (given, message) => {
  const after = edited(
    [/first_name/g, 'firstName'],
    [/enum Color .*\n/g, ''],
    [/color: Color/g, ''],
    [/@cached/g, '@stored'],
  )
  const find = () => found(own, after, given)
  expect(find).toThrow(UnreadableError)
  expect(find).toThrow(message)
})

it('gives the coordinate in the new schema, each part by its own name', () => {
  const known = new Map([
    ['A', 'B'],
    ['A.x', 'y'],
    ['A.x.i', 'j'],
  ])
  expect(['A', 'A.x', 'A.x.i', 'A.z', 'C.x'].map((at) => renamedAt(at, { known }))).toEqual([
    'B',
    'B.y',
    'B.y.j',
    'B.z',
    'C.x',
  ])
  expect(renamedAt('A.x', { known: new Map() })).toBe('A.x')
})

it('compares no types that got one name, or the name of a type that was there', () => {
  const before = buildSchema(
    'type A { x: Int } type B { x: Int } type C { x: Int } type D { x: Int } type Query { a: A }',
  )
  const known = new Map([
    ['A', 'N'],
    ['B', 'N'],
    ['C', 'D'],
    ['D', 'E'],
    ['Query.a', 'b'],
    ['A.x', 'y'],
  ])
  expect([...comparableRenames({ known, unclear: new Map() }, before).known.keys()]).toEqual(['C', 'D', 'Query.a'])
  known.delete('D')
  expect([...comparableRenames({ known, unclear: new Map() }, before).known.keys()]).toEqual(['Query.a'])
})
