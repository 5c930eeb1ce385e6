import { expect, it } from 'vitest'
import { findPhrases } from './findPhrases.ts'

const found = (text: string): (readonly [line: number, text: string])[] =>
  findPhrases(text).map(({ line, text }) => [line, text])

it.each([
  ['/** An answer that is no refusal, so far. */', 'is no refusal'],
  ['a key that is none', 'is none'],
  ['None is sent.', 'None is'],
  ['5 at the most', 'at the most'],
  ['only so many rows', 'so many'],
  ['Left out, that is decided elsewhere.', 'Left out,'],
  ["a schema of one's own", "of one's own"],
  ['Told what has become of each row.', 'what has become of'],
  ['a hook is told of it', 'is told'],
  ['for such a request', 'such a'],
  ['the change was made all the same', 'all the same'],
  ['the API names none', 'names none'],
  ['a callback of the user’s failed', 'a callback of the user’s'],
  ['not taken for a refusal', 'taken for'],
])('finds the phrase in: %s', (text, phrase) => {
  expect(found(text)).toEqual([[1, phrase]])
})

it.each([
  'There is no schema, and there is none to be had.',
  'The key is no longer valid.',
  'They are told apart by code.',
  'It reads so many rows at once that memory runs out.',
  'at most 5, at least one',
  'An instance of the user’s class is of kind Object.',
  'Options: none.',
])('leaves plain words alone: %s', (text) => {
  expect(found(text)).toEqual([])
})

it('names the line on which a phrase begins, where a comment wraps inside it', () => {
  expect(found('const one = 1\n/**\n * Requests for one call at the\n * most, counted.\n */')).toEqual([
    [3, 'at the most'],
  ])
})

it('says what to write instead', () => {
  expect(findPhrases('again and anew')[0]?.suggestion).toBe('"again"')
})
