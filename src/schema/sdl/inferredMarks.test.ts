import { expect, it } from 'vitest'
import { readMarks, withoutMarks, withoutSureId } from './inferredMarks.ts'

/** What marks say, how they are read, and what stays once that is confirmed. */
const said: readonly (readonly [text: string, inferred: string, rest: string | undefined])[] = [
  ['type name', 'type name', undefined],
  ['type name; a remark', 'type name', undefined],
  ['type name; values A, B', 'type name', 'values A, B'],
  ['union name, and that it is not an interface', 'type name', 'that it is not an interface'],
  ['SDK filter grammar', 'member', undefined],
  ['scalar type', 'scalar type', undefined],
  ['type of first', 'type of first', undefined],
  ['existence', 'existence', undefined],
  ['existence of the field; see the page', 'existence', undefined],
  ['existences', 'other', 'existences'],
  ['name of the input type', 'argument types', undefined],
  ['names of the input types', 'argument types', undefined],
  ['name of the where input type', 'where type', undefined],
  ['nullability and name of the where input type', 'where type', 'nullability'],
  ['names of the input types and nullability', 'argument types', 'nullability'],
  ['surnames of the input types', 'other', 'surnames of the input types'],
  ['nullability', 'other', 'nullability'],
]

const sdl = `type Query {\n${said.map(([text], at) => `  f${at}: Int # inferred: ${text}\n`).join('')}}\n`

it.each(said.map((each, at) => [...each, at] as const))('reads %j as %s', (_, inferred, rest, at) => {
  expect(readMarks(sdl)[at]).toEqual({ line: at + 2, coordinate: `Query.f${at}`, inferred, rest })
})

it('removes what is confirmed, keeps the rest, and changes no other line', () => {
  const marks = readMarks(sdl)
  expect(withoutMarks(sdl, [])).toBe(sdl)
  expect(withoutMarks(sdl, marks).split('\n')).toEqual([
    'type Query {',
    ...said.map(([, , rest], at) => `  f${at}: Int${rest === undefined ? '' : ` # inferred: ${rest}`}`),
    '}',
    '',
  ])
  expect(withoutMarks(sdl, marks.slice(3, 4))).toBe(
    sdl.replace('union name, and that it is not an interface', 'that it is not an interface'),
  )
})

it('reads no mark in a line without a part, or in a comment of another form', () => {
  const text = '# inferred: type name\n\n # inferred: type name\ntype Query { # inferred\n  a: Int\n}\n'
  expect(readMarks(text)).toEqual([])
})

it('knows the fields whose id perhaps can’t be read', () => {
  const marks = readMarks(
    'type Query {\n  a: T # inferred: that its id can be read\n  b: T # inferred: nullability\n}\n',
  )
  expect([...withoutSureId(marks)]).toEqual(['Query.a'])
})
