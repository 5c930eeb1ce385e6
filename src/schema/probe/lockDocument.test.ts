import { buildSchema, executeSync, parse, print, validate, type DocumentNode } from 'graphql'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lockDocument } from './lockDocument.ts'
import { placeOfLocation } from './sourcePlace.ts'
import { prepare } from '../../transport/document.ts'

const schema = buildSchema(`
  type Query { a(n: Int): Query b: Int c: Int }
  type Mutation { a(n: Int): Query b: Int c: Int }
`)

/** Every kind of root selection. */
const selection: fc.Arbitrary<string> = fc.letrec<{ one: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      'b',
      'x: c',
      'b @include(if: $yes)',
      'c @skip(if: false)',
      'y: a(n: 3) { b }',
      '__typename',
      '...F',
    ),
    fc.constantFrom('b @include(if: true) @skip(if: $yes)', '...F @include(if: $yes)'),
    tie('one').map((inner) => `... { ${inner} }`),
    tie('one').map((inner) => `... @include(if: $yes) { ${inner} }`),
  ),
})).one

const documentText = fc
  .tuple(fc.constantFrom('query', 'mutation'), fc.array(selection, { minLength: 1, maxLength: 4 }))
  .map(
    ([kind, selections]) =>
      `${kind} Op($yes: Boolean = true) {\n  __typename @include(if: $yes)\n  ...F\n  ${selections.join('\n  ')}\n}\n` +
      `fragment F on ${kind === 'query' ? 'Query' : 'Mutation'} { f: b }`,
  )

function run(document: DocumentNode, variableValues: Readonly<Record<string, unknown>>) {
  let ran = 0
  const count = () => ((ran += 1), 1)
  const rootValue = { a: () => ({ b: count() }), b: count, c: count }
  return { ...executeSync({ schema, document, rootValue, variableValues }), ran: () => ran }
}

it('keeps a document valid, and each lock alone prevents it from running', () => {
  fc.assert(
    fc.property(documentText, (text) => {
      const document = parse(text)
      expect(validate(schema, document)).toEqual([])
      const { document: locked, variable } = lockDocument(document)
      expect(validate(schema, parse(print(locked)))).toEqual([])

      const both = run(locked, {})
      expect(both.errors?.map(({ message }) => message)).toEqual([
        `Variable "$${variable}" of required type "Boolean!" was not provided.`,
      ])
      expect(both.data).toBe(undefined)
      const skipped = run(locked, { [variable]: true })
      expect(skipped.errors).toBe(undefined)
      expect(Object.keys(skipped.data ?? { not: 'there' })).toEqual([])
      expect([both.ran(), skipped.ran()]).toEqual([0, 0])
    }),
  )
})

it('maps an error of the server to its position in the source file', () => {
  fc.assert(
    fc.property(documentText, fc.nat(200), (text, indent) => {
      const broken = `${'\n'.repeat(indent % 5)}${text.replace('f: b', 'f: gone')}`
      const { document } = lockDocument(parse(broken))
      const [error] = validate(schema, parse(prepare(document).query))
      const [location] = error?.locations ?? []
      const lines = broken.split('\n')
      const line = lines.findIndex((each) => each.includes('f: gone')) + 1
      expect(location && placeOfLocation(document, location)).toMatchObject({
        line,
        column: (lines[line - 1] ?? '').indexOf('f: gone') + 1,
      })
    }),
  )
})

it('picks a variable name that is free', () => {
  const { variable } = lockDocument(
    parse('query ($labelboxOrgProbe: Int, $labelboxOrgProbe_: Int) { a(n: $labelboxOrgProbe) { b } }'),
  )
  expect(variable).toBe('labelboxOrgProbe__')
})
