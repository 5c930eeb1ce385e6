import { buildSchema, GraphQLError } from 'graphql'
import { expect, it } from 'vitest'
import { applyTo } from './apply/repair.ts'
import { checkDocuments } from './check/checkDocuments.ts'
import { readDefinitions } from './documents/definitions.ts'
import { missingVariable, readValidationMessage } from './probe/validationMessage.ts'
import { probing, strangeServer } from './probe/testingServer.ts'
import { brokenDocuments } from './documents/brokenDocuments.ts'
import { readMarks } from './verify/inferredMarks.ts'
import { isLong } from '../../test/support/long.ts'

/** CPU seconds of this process, which other processes do not affect. */
async function secondsOf(run: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await run()
  return process.cpuUsage(before).user / 1e6
}

const schema = buildSchema('type User { id: ID! } type Query { user: User }')
const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n')
/** Without the long forms, the texts are shorter and so is the time limit. */
const [many, most] = isLong ? [800, 5_000] : [300, 2_000]
const spreads = lines(most, (at) => `...F${at}`)
const fragment = (at: number) => `fragment F${at} on User { id }`

/** With a comment above each definition, as in files of operations. */
const commented = (count: number, line: (at: number) => string) =>
  lines(count, (at) => `${'# why\n'.repeat(40)}${line(at)}`)

it.each([
  [`${many} fragments with one name`, `query A { user { ...F0 } }\n${commented(many, () => fragment(0))}`],
  [`${many} invalid operations`, commented(many, (at) => `query A${at} { user { id gone${at} } }`)],
  [`${many} invalid fragments`, commented(many, (at) => `fragment F${at} on User { id gone${at} }`)],
  [`${most} fragments spread by one operation`, `query A { user { ${spreads} } }\n${lines(most, fragment)}`],
])('checks and compares %s in linear time', async (_name, text) => {
  const seconds = await secondsOf(() => {
    const definitions = readDefinitions({ 'a.graphql': text })
    checkDocuments(definitions, schema)
    brokenDocuments(definitions, schema, schema)
  })
  expect(seconds).toBeLessThan(isLong ? 2 : 1)
})

it('rejects 8,000 fragments that spread each other in a chain', async () => {
  const chain = `query A { user { ...F0 } }\n${lines(8_000, (at) => `fragment F${at} on User { id ...F${at + 1} }`)}`
  const seconds = await secondsOf(() => {
    expect(() => readDefinitions({ 'a.graphql': chain })).toThrow(/spread fragments too often/)
  })
  expect(seconds).toBeLessThan(3)
})

it('explains that a selection is too long to be validated', () => {
  const text = `query A { user { ${'id '.repeat(20_000)} } }`
  const [finding] = checkDocuments(readDefinitions({ 'a.graphql': text }), schema).findings
  expect(finding?.message).toBe('It selects one response name too often to be validated. Select each field once.')
})

const long = 60_000
const word = 'a'.repeat(long)

it.each([
  ['one long name', word],
  ['names and dots', 'a.'.repeat(long / 2)],
  ['quotes', '"'.repeat(long)],
  ['spaces', ' '.repeat(long)],
  ['quotes and spaces', '" '.repeat(long / 2)],
  ['brackets', '!]"'.repeat(long / 3)],
  ['words of a message', 'of type " is required'.repeat(long / 21)],
  ['a name without a letter', '1'.repeat(long)],
])('parses messages with 60 KB of %s in linear time', async (_name, text) => {
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
  const seconds = await secondsOf(() => {
    for (const head of heads) {
      const message = head.replaceAll('$', () => text)
      readValidationMessage(message)
      missingVariable(message)
    }
  })
  expect(seconds).toBeLessThan(1)
})

it('probes a server with messages of 60 KB, and truncates them', async () => {
  await using server = await strangeServer(() => ({
    errors: [
      new GraphQLError(`Cannot query field "gone" on type "${word}".`, {
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      }),
    ],
  }))
  let found: Awaited<ReturnType<typeof probing>> | undefined
  const seconds = await secondsOf(async () => {
    found = await probing(server, { 'a.graphql': lines(20, (at) => `query A${at} { user { id } }`) })
  })
  expect(seconds).toBeLessThan(5)
  expect(JSON.stringify(found).length).toBeLessThan(200_000)
})

it('repairs documents with long gaps and many comments in linear time', async () => {
  const before = buildSchema('type User { id: ID! gone: Int } type Query { user: User old: Int }')
  const gap = ' '.repeat(150_000)
  const texts = [
    `query A { user {${gap}id gone } }`,
    `query A { user { id${gap}gone${gap}} }`,
    `${'# a comment\n'.repeat(10_000)}x\n${' # x\n'.repeat(10_000)}query A { user { id gone } }`.replace(
      'x\n',
      'query B { user { id } }\n',
    ),
    `query A { user { id } }\n${'\n'.repeat(50_000)}query B { user { id gone } }`,
  ]
  const seconds = await secondsOf(() => {
    for (const text of texts) {
      expect(applyTo({ 'a.graphql': text }, before, schema).left).toEqual([])
    }
  })
  expect(seconds).toBeLessThan(3)
})

it('reads marks in long comments in linear time', async () => {
  const comment = ' # inferred'.repeat(6_000)
  const names = '# inferred: ' + 'names of the input types and '.repeat(2_000) + '\u2028'
  const sdl = `type Query {\n  a: Int${comment}: x\u2028y\n  b: Int ${names}\n}\n`
  expect(await secondsOf(() => readMarks(sdl))).toBeLessThan(1)
})
