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
  const about =
    'input I { "1." i: Int "9." gone: Int } enum E { "2." V "10." GONE } type O { "3." o("4." x: Int "11." y: Int): Int "5." gone: Int }'
  const directives =
    '"6." directive @d("7." x: Int "12." gone: Int) on OBJECT "13." directive @gone("14." x: Int) on OBJECT'
  const former = `${directives} ${about} "8." scalar Gone type A { x: Int } type Query { a: A o(i: I): O e: E g: Gone }`
  const now = former
    .replace('"5." gone: Int', '')
    .replace('"8." scalar Gone', '')
    .replace(' g: Gone', '')
    .replace('"4." x: Int', '')
    .replace('"9." gone: Int', '')
    .replace('"10." GONE', '')
    .replace('"12." gone: Int', '')
    .replace('"13." directive @gone("14." x: Int) on OBJECT', '')
  const { dropped } = await takeSnapshot(read(now), former, purpose)
  expect(dropped.map(({ coordinate, text }) => [coordinate, text])).toEqual([
    ['@d.gone', '12.'],
    ['@gone', '13.'],
    ['@gone.x', '14.'],
    ['I.gone', '9.'],
    ['E.GONE', '10.'],
    ['O.o.x', '4.'],
    ['O.gone', '5.'],
    ['Gone', '8.'],
  ])
})

it('records the root fields out of scope by kind and name, each as it was first found', async () => {
  const first = 'type Query { a: A z(x: Int): Int } type A { x: Int }'
  const { sdl: former } = await takeSnapshot(read(first), undefined, purpose)
  expect(former).toMatch(/:\n# query z\(x: Int\): Int\n$/)

  const now = `type Subscription { a: Int } type Mutation { c: Int b: Int }
    ${first.replace('z(x: Int)', 'd: Int z(y: ID!)')}`
  const { sdl, impact } = await takeSnapshot(read(now), former, purpose)
  expect(sdl.split('\n').filter((line) => line.startsWith('# '))).toEqual([
    expect.stringMatching(/^# Root fields out of scope/),
    '# query d: Int',
    '# query z(x: Int): Int',
    '# mutation b: Int',
    '# mutation c: Int',
    '# subscription a: Int',
  ])
  expect(impact.newRootFields.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'query d',
    'mutation b',
    'mutation c',
    'subscription a',
  ])
})

it('of a whole schema leaves nothing out, and names the mistakes in parts that no document uses', async () => {
  const sdl = 'interface N { id: ID } type B implements N { x: Int } type A { x: Int } type Query { a: A b: B }'
  const part = await takeSnapshot(read(sdl), undefined, purpose)
  expect(part.sdl).not.toContain('type B')
  const whole = await takeSnapshot(read(sdl), undefined, purpose, { whole: true })
  expect(whole.sdl).toContain('type B implements N')
  expect([part, whole].map(({ warnings }) => warnings)).toEqual([
    [expect.stringContaining('N.id')],
    [expect.stringContaining('N.id')],
  ])
  expect(whole.types).toBeGreaterThan(part.types)
})

it.each([
  ['a document', { operations: { 'a.graphql': '{ a {' } }, undefined, /^(?:a\.graphql|A document can't be read)/],
  ['the scope', { scope: { 'scope.graphql': '{ a {' } }, undefined, /can't be read/],
  ['the former snapshot', {}, 'type Query {', /^The former snapshot/],
])('says that %s can’t be read', async (_, documents, former, message) => {
  const taken = takeSnapshot(read('type Query { a: A } type A { x: Int }'), former, { ...purpose, ...documents })
  await expect(taken).rejects.toThrow(UnreadableError)
  await expect(taken).rejects.toThrow(message)
})
