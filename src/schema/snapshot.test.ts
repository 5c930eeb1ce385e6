import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { UnreadableError } from './read.ts'
import { takeSnapshot } from './snapshot.ts'

const purpose = { operations: { 'a.graphql': '{ a { x } }' }, scope: {}, usage: undefined }

it('writes nothing that is no schema', async () => {
  const sdl = 'interface N { id: ID } type A implements N { x: Int } type Query { a: A n: N }'
  const schema = buildSchema(sdl, { assumeValid: true })
  for (const whole of [true, false]) {
    const operations = { 'a.graphql': '{ a { x } n { id } }' }
    const taken = takeSnapshot(schema, undefined, { ...purpose, operations }, whole)
    await expect(taken).rejects.toThrow(UnreadableError)
    await expect(taken).rejects.toThrow(/is no schema by itself: .*N\.id/)
  }
})

it('refuses where nothing is in scope', async () => {
  const schema = buildSchema('type Query { b: Int }')
  await expect(takeSnapshot(schema, undefined, purpose)).rejects.toThrow(/nothing is in scope/)
})
