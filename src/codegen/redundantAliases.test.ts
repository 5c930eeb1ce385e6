import { expect, it } from 'vitest'
import { generatedOperations } from '../../test/support/generatedOperations.ts'

const sdl = `
  scalar DateTime
  interface Node { id: ID! at: DateTime }
  type User implements Node { id: ID! at: DateTime friend: User }
  type Query { user: User node: Node }
`

it.each([
  ['next to the field', '{ user { at: at at } }', '{ user { at at } }'],
  ['of __typename', '{ user { __typename: __typename __typename } }', '{ user { __typename __typename } }'],
  ['of an object', '{ user { friend: friend { id } friend { at } } }', '{ user { friend { id } friend { at } } }'],
  [
    'in a fragment',
    '{ user { at: at ...N } } fragment N on Node { at }',
    '{ user { at ...N } } fragment N on Node { at }',
  ],
  ['in an inline fragment', '{ node { id ... on User { id: id at: at } } }', '{ node { id ... on User { id at } } }'],
])('ignores an alias that equals the field name, %s', async (_, aliased, plain) => {
  expect(await generatedOperations(sdl, `query Find ${aliased}`)).toBe(
    await generatedOperations(sdl, `query Find ${plain}`),
  )
})
