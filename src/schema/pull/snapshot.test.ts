import { expect, it } from 'vitest'
import { toSchema } from '../files/readFiles.ts'
import { takeSnapshot } from './snapshot.ts'
import { UnreadableError } from '../unreadableError.ts'

const purpose = { operations: { 'a.graphql': '{ a { x } }' }, scope: {}, usage: undefined }

const read = (sdl: string) => toSchema(sdl, 'The schema')

it('rejects a schema that is invalid in scope', async () => {
  const sdl = 'interface N { id: ID } type A implements N { x: Int } type Query { a: A n: N }'
  for (const whole of [true, false]) {
    const operations = { 'a.graphql': '{ a { x } n { id } }' }
    const taken = takeSnapshot(read(sdl), undefined, { ...purpose, operations }, { whole })
    await expect(taken).rejects.toThrow(UnreadableError)
    await expect(taken).rejects.toThrow(/^The schema is not a valid schema: .*N\.id/)
  }
})

it('rejects documents that use nothing of the schema', async () => {
  await expect(takeSnapshot(read('type Query { b: Int }'), undefined, purpose)).rejects.toThrow(/^Nothing is in scope/)
})

it('reports descriptions of removed parts, but not of parts out of scope', async () => {
  const about = 'input I { "1." i: Int } enum E { "2." V } type O { "3." o("4." x: Int): Int "5." gone: Int }'
  const former = `"6." directive @d("7." x: Int) on OBJECT ${about} "8." scalar Gone type A { x: Int } type Query { a: A o(i: I): O e: E g: Gone }`
  const now = former
    .replace('"5." gone: Int', '')
    .replace('"8." scalar Gone', '')
    .replace(' g: Gone', '')
    .replace('("4." x: Int)', '')
  const { dropped } = await takeSnapshot(read(now), former, purpose)
  expect(dropped.map(({ coordinate, text }) => [coordinate, text])).toEqual([
    ['O.o.x', '4.'],
    ['O.gone', '5.'],
    ['Gone', '8.'],
  ])
})
