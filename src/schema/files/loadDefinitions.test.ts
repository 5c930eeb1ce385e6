import { expect, it } from 'vitest'
import { UnreadableError } from '../unreadableError.ts'
import { definitionsOf, distinctDefinitionsOf } from './loadDefinitions.ts'

it('reads documents in which an operation has the name of a fragment, or of another operation', () => {
  const files = { 'a.graphql': 'query F { a { ...F } } fragment F on A { id }', 'b.graphql': 'query F { a { id } }' }
  expect(distinctDefinitionsOf(files).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'query F',
    'fragment F',
    'query F',
  ])
})

it('refuses two fragments of one name, and says where both are', () => {
  const files = { 'a.graphql': 'fragment F on A { id }', 'b.graphql': '\nfragment F on B { id }' }
  const read = () => distinctDefinitionsOf(files)
  expect(read).toThrow(UnreadableError)
  expect(read).toThrow('Two fragments are named F, at a.graphql:1 and b.graphql:2. Rename one of them.')
})

it('says where a document can’t be parsed', () => {
  const read = () => definitionsOf({ 'a.graphql': '\nquery { a(' })
  expect(read).toThrow(UnreadableError)
  expect(read).toThrow(/^A document can't be read: .*a\.graphql:2/)
})
