import fc from 'fast-check'
import { buildSchema, executeSync, parse, validate } from 'graphql'
import { expect, it } from 'vitest'
import { missingVariable, readValidationMessage } from './validationMessage.ts'

const schema = buildSchema(`
  enum Color { RED GREEN }
  input Inner { deep: Int! }
  input Filter { name: String color: Color inner: Inner }
  type Person { id: ID! name: String friends(first: Int!, filter: Filter): [Person!] }
  type Robot { id: ID! }
  union Being = Person | Robot
  type Query { person(id: ID!): Person being: Being }
`)

it.each([
  ['{ person(id: 1) { nme } }', 'field', 'Person.nme', 'nme'],
  ['{ gone { id } }', 'field', 'Query.gone', 'gone'],
  ['{ person(id: 1, old: 2) { id } }', 'argument', 'Query.person(old:)', 'old'],
  ['{ person { id } }', 'argument', 'person(id:)', 'id'],
  ['{ person(id: 1) { friends(first: 1, filter: { nme: "x" }) { id } } }', 'input field', 'Filter.nme', 'nme'],
  ['{ person(id: 1) { friends(first: 1, filter: { inner: {} }) { id } } }', 'input field', 'Inner.deep', 'deep'],
  ['{ person(id: 1) { friends(first: 1, filter: { color: REED }) { id } } }', 'enum value', 'Color.REED', 'REED'],
  ['{ person(id: 1) { friends(first: 1, filter: { color: "x" }) { id } } }', 'enum value', 'Color.x', 'x'],
  ['{ person(id: 1) { friends(first: "x") { id } } }', 'type', 'Int', 'Int'],
  ['{ person(id: 1) { friends(first: 1, filter: 3) { id } } }', 'type', 'Filter', 'Filter'],
  ['{ person(id: 1) { id { x } } }', 'field', 'id', 'id'],
  ['{ person(id: 1) }', 'field', 'person', 'person'],
  ['{ being { ... on Gone { id } } }', 'type', 'Gone', 'Gone'],
  ['{ being { ... on Color { id } } }', 'fragment', undefined, undefined],
  ['{ being { ...F } } fragment F on Color { id }', 'fragment', 'F', 'F'],
  ['{ being { ...G } }', 'fragment', 'G', 'G'],
  ['query ($v: Gone) { person(id: $v) { id } }', 'type', 'Gone', 'Gone'],
  ['query ($v: String) { person(id: $v) { id } }', 'variable', '$v', 'v'],
  ['query ($v: Person) { person(id: $v) { id } }', 'variable', '$v', 'v'],
  ['query { person(id: $v) { id } }', 'variable', '$v', 'v'],
  ['query ($v: ID) { being { __typename } }', 'variable', '$v', 'v'],
  ['{ being @gone { __typename } }', 'directive', '@gone', 'gone'],
  ['{ being @deprecated { __typename } }', 'directive', '@deprecated', 'deprecated'],
  ['{ being @skip { __typename } }', 'directive', '@skip', 'skip'],
  ['mutation { x }', 'other', undefined, undefined],
])('understands the message of graphql-js for %s', (text, subject, what, name) => {
  const document = parse(text)
  const [error] = validate(schema, document)
  const message = error?.message ?? executeSync({ schema, document }).errors?.[0]?.message ?? ''
  expect(readValidationMessage(message)).toEqual({ subject, what, name })
  // Without the suggestions, which a server may omit.
  expect(readValidationMessage(message.replace(/ Did you mean .*$/, ''))).toEqual({ subject, what, name })
  expect(missingVariable(message)).toBe(undefined)
})

it.each([
  ['Cannot query field "a" on type "B". Did you mean "c", "d", or "e"?', 'field', 'B.a'],
  ['Cannot query field "a" on type "B". Did you mean to use an inline fragment on "C"?', 'field', 'B.a'],
  ['Unknown argument "a" on field "b" of type "C".', 'argument', 'C.b(a:)'],
  ['Unknown argument "a" on field "C.b". Did you mean "d"?', 'argument', 'C.b(a:)'],
  ['Argument "C.b(a:)" of type "ID!" is required, but it was not provided.', 'argument', 'C.b(a:)'],
  ['Field "b" argument "a" of type "ID!" is required but not provided.', 'argument', 'b(a:)'],
  ['Field I.a of required type String! was not provided.', 'input field', 'I.a'],
  ['Field "a" is not defined by type I.', 'input field', 'I.a'],
  ['Expected type E, found X.', 'type', 'E'],
  ['Expected value of type "E!", found "X".', 'type', 'E'],
  ['Variable "$a" expected value of type "Gone!" which cannot be used as an input type.', 'variable', '$a'],
  ['Syntax Error: Expected Name, found "}".', 'syntax', undefined],
  ['Syntax Error GraphQL request (1:2) Unexpected', 'syntax', undefined],
  ['Schema is not configured for mutations.', 'other', undefined],
  ['Schema is not configured to execute mutation operation.', 'other', undefined],
])('understands messages of other versions: %s', (message, subject, what) => {
  expect(readValidationMessage(message)).toMatchObject({ subject, what })
})

const aName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/)

it('recognizes a missing variable of any name and type', () => {
  fc.assert(
    fc.property(aName, fc.constantFrom('Int!', '[Int!]!', 'ID!', '[[String]]!'), (name, type) => {
      const inSchema = buildSchema(`type Query { f(a: ${type}): Int }`)
      const document = parse(`query ($${name}: ${type}) { f(a: $${name}) }`)
      const [missing] = executeSync({ schema: inSchema, document, variableValues: {} }).errors ?? []
      const [none] = executeSync({ schema: inSchema, document, variableValues: { [name]: null } }).errors ?? []
      for (const { message = '' } of [missing ?? {}, none ?? {}]) {
        expect(missingVariable(message)).toBe(name)
        expect(readValidationMessage(message)).toBe(undefined)
      }
    }),
    { numRuns: 60 },
  )
})

it.each([
  ["Variable 'a' has coerced Null value for NonNull type 'Boolean!'", 'a'],
  ["Variable 'a' has an invalid value: Variable 'a' has coerced Null value for NonNull type 'Boolean!'", 'a'],
  ['Variable $a of type Boolean! was provided invalid value', 'a'],
  ['Variable "$a" of non-null type "Boolean!" must not be null.', 'a'],
  ['Variable "$a" got invalid value 3; Boolean cannot represent a non boolean value: 3', undefined],
  ['a variable is required', undefined],
])('understands messages of other servers about missing variables: %s', (message, name) => {
  expect(missingVariable(message)).toBe(name)
})

it('ignores known messages inside other text', () => {
  const known = [
    'Cannot query field "a" on type "B".',
    'Unknown argument "a" on field "B.c".',
    'Variable "$a" of required type "Int!" was not provided.',
    "Variable 'a' has coerced Null value for NonNull type 'Boolean!'",
    'Syntax Error: Expected Name, found "}".',
  ]
  const text = fc.string({ minLength: 1 })
  fc.assert(
    fc.property(text, fc.constantFrom(...known), (before, message) => {
      expect(readValidationMessage(`${before}${message}`)).toBe(undefined)
      expect(missingVariable(`${before}${message}`)).toBe(undefined)
    }),
  )
})
