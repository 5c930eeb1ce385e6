import { buildSchema, graphql, GraphQLError, print } from 'graphql'
import { expect, it } from 'vitest'
import { introspect, NoSchemaError, type Ask } from './pull.ts'

const answering =
  (sdl: string): Ask =>
  async (document) =>
    (await graphql({ schema: buildSchema(sdl), source: print(document) })).data

it('writes one text for one schema, in whatever order the server has it', async () => {
  const never = () => false
  const sdl = await introspect(answering('type Query { b: Int a(y: Int, x: Int): Int } enum E { B A }'), never)
  expect(sdl).toBe(await introspect(answering('enum E { A B } type Query { a(x: Int, y: Int): Int b: Int }'), never))
  expect(sdl).toBe('enum E {\n  A\n  B\n}\n\ntype Query {\n  a(x: Int, y: Int): Int\n  b: Int\n}\n')
})

it('asks again in plain words where the server does not know a detail, and only there', async () => {
  const asked: string[] = []
  const older: Ask = (document) => {
    asked.push(print(document))
    if (asked.length === 1) throw new GraphQLError('Cannot query field "isOneOf" on type "__Type".')
    return answering('type Query { a: Int }')(document)
  }
  expect(await introspect(older, (error) => error instanceof GraphQLError)).toContain('type Query')
  expect(asked[1]).not.toContain('isOneOf')
  asked.length = 0
  await expect(introspect(older, () => false)).rejects.toThrow('isOneOf')
  expect(asked).toHaveLength(1)
})

it('has no schema where none is told, whatever the answer is', async () => {
  await expect(
    introspect(
      () => Promise.resolve(null),
      () => true,
    ),
  ).rejects.toThrow(NoSchemaError)
  const refusing: Ask = () => Promise.reject(new Error('no'))
  await expect(introspect(refusing, () => true)).rejects.toMatchObject({ cause: new Error('no') })
})
