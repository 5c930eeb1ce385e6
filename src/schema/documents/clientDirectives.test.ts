import { buildSchema, print } from 'graphql'
import { expect, it } from 'vitest'
import { applyTo } from '../apply/repair.ts'
import { checkDocuments } from '../check/checkDocuments.ts'
import { documentOf, readDefinitions } from './definitions.ts'

const schema = buildSchema('type User { id: ID! name: String list(first: Int): [User!] } type Query { user: User }')
const messages = (text: string, others: readonly string[] = []) =>
  checkDocuments(readDefinitions({ 'a.graphql': text }, others), schema).findings.map(({ message }) => message)

it.each([
  ['query A { user { id name @_optional } }'],
  ['query A { user { id name @_required list @_relayPagination { id } } }'],
  ['query A { user { id ...F @_unmask } } fragment F on User @_anything { id }'],
  ['query A { user { id list(first: 3) @connection(key: "x", filter: ["first"]) { id } } }'],
  ['query A($key: String) { user { id list @connection(key: $key) { id } } }'],
  ['query A { user { id isSelected @client } local @client { a { b } } }'],
  ['query A($x: Int) { user { id shade(of: $x) @client } }'],
  ['query A { user { id ...F @nonreactive ...F @unmask(mode: "migrate") } } fragment F on User { id }'],
  ['query A { user { id a @client @export(as: "x") } }'],
  ['query A { user { id } weather @rest(type: "W", path: "/w") { degrees } }'],
  ['query A($x: Int) { user { id ...F } } fragment F on User { id shade(of: $x) @client }'],
])('ignores client directives in %s', (text) => {
  expect(messages(text)).toEqual([])
})

it.each([
  ['query A { user { id name @optional } }', 'Unknown directive "@optional".'],
  ['query A { user { id gone @_optional } }', 'Cannot query field "gone" on type "User".'],
  [
    'query A { user { id list(first: "x") @connection(key: "x") { id } } }',
    'Int cannot represent non-integer value: "x"',
  ],
  // urql sends the variable anyway.
  ['query A($x: Int) { user { id name @_optional(if: $x) } }', 'Variable "$x" is never used in operation "A".'],
])('reports other errors next to client directives in %s', (text, message) => {
  expect(messages(text)).toEqual([message])
})

it('removes directives that the caller names', () => {
  const text = 'query A { user { id @live name @_optional } }'
  expect(messages(text)).toEqual(['Unknown directive "@live".'])
  expect(messages(text, ['live'])).toEqual([])
})

it.each([
  ['{ user { name @_optional local @client } }', '{ user { name } }'],
  ['{ user { local @client } }', '{ user { __typename } }'],
  [
    'query A($x: Int, $y: Int) { user { list(first: $y) { id } a(x: $x) @client } }',
    'query A($y: Int) { user { list(first: $y) { id } } }',
  ],
])('turns %s into what the client sends', (text, sent) => {
  const [definition] = readDefinitions({ 'a.graphql': text })
  expect(definition && print(documentOf(definition)).replaceAll(/\s+/g, ' ')).toBe(sent)
})

it('keeps client directives in a repaired document', () => {
  const after = buildSchema('type User { id: ID! } type Query { user: User }')
  const text = 'query A {\n  user {\n    id @_optional\n    name @_required\n    local @client\n  }\n}\n'
  const { changed, left } = applyTo({ 'a.graphql': text }, schema, after)
  expect(changed).toEqual({ 'a.graphql': 'query A {\n  user {\n    id @_optional\n    local @client\n  }\n}\n' })
  expect(left).toEqual([])
})
