import { buildSchema, GraphQLError } from 'graphql'
import { expect, it } from 'vitest'
import { applyTo } from './apply/repair.ts'
import { checkDocuments } from './check/checkDocuments.ts'
import { readDefinitions } from './documents/definitions.ts'
import { missingVariable, readValidationMessage } from './probe/validationMessage.ts'
import { probing, strangeServer } from './probe/testingServer.ts'
import { brokenDocuments } from './documents/brokenDocuments.ts'
import { readMarks } from './sdl/inferredMarks.ts'
import { expectLinearTime } from '../../test/support/growth.ts'

const schema = buildSchema('type User { id: ID! } type Query { user: User }')
const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n')
const fragment = (at: number) => `fragment F${at} on User { id }`

/** With a comment above each definition, as in files of operations. */
const commented = (count: number, line: (at: number) => string) =>
  lines(count, (at) => `${'# why\n'.repeat(400)}${line(at)}`)

it.each<[what: string, text: (count: number) => string, count: number]>([
  ['fragments with one name', (count) => `query A { user { ...F0 } }\n${commented(count, () => fragment(0))}`, 100],
  ['invalid operations', (count) => commented(count, (at) => `query A${at} { user { id gone${at} } }`), 100],
  ['invalid fragments', (count) => commented(count, (at) => `fragment F${at} on User { id gone${at} }`), 100],
  [
    'fragments spread by one operation',
    (count) => `query A { user { ${lines(count, (at) => `...F${at}`)} } }\n${lines(count, fragment)}`,
    500,
  ],
])('checks and compares %s in linear time', async (_name, text, count) => {
  await expectLinearTime((many) => {
    const definitions = readDefinitions({ 'a.graphql': text(many) })
    checkDocuments(definitions, schema)
    brokenDocuments(definitions, schema, schema)
  }, count)
})

it('rejects thousands of fragments that spread each other in a chain, in linear time', async () => {
  await expectLinearTime((count) => {
    const chain = `query A { user { ...F0 } }\n${lines(count, (at) => `fragment F${at} on User { id ...F${at + 1} }`)}`
    expect(() => readDefinitions({ 'a.graphql': chain })).toThrow(/spread fragments too often/)
  }, 2_000)
})

it('explains that a selection is too long to be validated', () => {
  const text = `query A { user { ${'id '.repeat(20_000)} } }`
  const [finding] = checkDocuments(readDefinitions({ 'a.graphql': text }), schema).findings
  expect(finding?.message).toBe('It selects one response name too often to be validated. Select each field once.')
})

it.each([
  ['one long name', 'a'],
  ['names and dots', 'a.'],
  ['quotes', '"'],
  ['spaces', ' '],
  ['quotes and spaces', '" '],
  ['brackets', '!]"'],
  ['words of a message', 'of type " is required'],
  ['a name without a letter', '1'],
])('parses long messages of %s in linear time', async (_name, part) => {
  const heads = [
    'Cannot query field "$" on type "$"',
    'Unknown argument "$" on field "$.$"',
    'Unknown argument "$" on field "$" of type "$"',
    'Field "$" argument "$" of type "$" is required',
    'Argument "$" has invalid value $',
    'Field "$" is not defined by type "$',
    'Field $.$ of required type $ was not provided',
    'Field "a" of type "$',
    'Variable "$a" of type "$',
    'Variable "$$" of required type "$',
    "Variable '$' has coerced Null value for NonNull type '$",
    'Expected value of type "$',
    '$',
  ]
  await expectLinearTime((length) => {
    const text = part.repeat(length / part.length)
    for (const head of heads) {
      const message = head.replaceAll('$', () => text)
      readValidationMessage(message)
      missingVariable(message)
    }
  }, 15_000)
})

it('probes a server with messages of 60 KB, and truncates them', async () => {
  await using server = await strangeServer(() => ({
    errors: [
      new GraphQLError(`Cannot query field "gone" on type "${'a'.repeat(60_000)}".`, {
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      }),
    ],
  }))

  const found = await probing(server, { 'a.graphql': lines(20, (at) => `query A${at} { user { id } }`) })

  expect(JSON.stringify(found).length).toBeLessThan(200_000)
})

const before = buildSchema('type User { id: ID! gone: Int } type Query { user: User old: Int }')

it.each<[what: string, text: (length: number) => string]>([
  ['a long gap before a field', (length) => `query A { user {${' '.repeat(length)}id gone } }`],
  ['long gaps around a field', (length) => `query A { user { id${' '.repeat(length)}gone${' '.repeat(length)}} }`],
  [
    'many comments',
    (length) =>
      `${'# a comment\n'.repeat(length / 12)}query B { user { id } }\n${' # x\n'.repeat(length / 5)}query A { user { id gone } }`,
  ],
  ['many blank lines', (length) => `query A { user { id } }\n${'\n'.repeat(length)}query B { user { id gone } }`],
])('repairs documents with %s in linear time', async (_what, text) => {
  await expectLinearTime((length) => {
    expect(applyTo({ 'a.graphql': text(length) }, before, schema).left).toEqual([])
  }, 30_000)
})

it.each<[what: string, text: (count: number) => string]>([
  ['comments', (count) => `a: Int${' # inferred'.repeat(count)}: x\u2028y`],
  ['names', (count) => `a: Int # inferred: ${'names of the input types and '.repeat(count / 3)}\u2028`],
])('reads marks in long %s in linear time', async (_what, text) => {
  await expectLinearTime((count) => void readMarks(`type Query {\n  ${text(count)}\n}\n`), 3_000)
})
