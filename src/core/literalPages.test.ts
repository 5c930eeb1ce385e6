import { readFileSync } from 'node:fs'
import { buildSchema, parse, print, validate } from 'graphql'
import type { TypedDocumentNode } from '@urql/core'
import { expect, it } from 'vitest'
import * as operations from '../../generated/operations.ts'
import { withLiteralPages } from './literalPages.ts'

const written = (text: string, variables: unknown): { text: string; variables: unknown } => {
  const result = withLiteralPages(parse(text) as TypedDocumentNode<unknown, unknown>, variables)
  return { text: print(result.document).replace(/\s+/g, ' '), variables: result.variables }
}

it.each([
  ['a number', { skip: 5, first: 100 }, 'query Q($skip: Int) { users(skip: $skip, first: 100) { id } }', { skip: 5 }],
  ['null', { skip: 5, first: null }, 'query Q($skip: Int) { users(skip: $skip, first: null) { id } }', { skip: 5 }],
  ['no value', { skip: 5 }, 'query Q($skip: Int) { users(skip: $skip) { id } }', { skip: 5 }],
  ['no variables', undefined, 'query Q($skip: Int) { users(skip: $skip) { id } }', {}],
])('writes %s in place of the variable', (_title, variables, text, left) => {
  const query = 'query Q($skip: Int, $first: PageSize) { users(skip: $skip, first: $first) { id } }'
  expect(written(query, variables)).toEqual({ text, variables: left })
})

it.each([
  ['a default', 'query Q($n: PageSize! = 50) { users(first: $n) { id } }', {}, '{ users(first: 50) { id } }'],
  [
    'one variable in two places',
    'query Q($n: PageSize) { a: users(first: $n) { id } b: users(first: $n) { id } }',
    { n: 2 },
    '{ a: users(first: 2) { id } b: users(first: 2) { id } }',
  ],
  [
    'a text that looks like the variable',
    'query Q($n: PageSize) { users(first: $n, where: {email: "$n: PageSize"}) { id } }',
    { n: 2 },
    '{ users(first: 2, where: {email: "$n: PageSize"}) { id } }',
  ],
  [
    'a fragment',
    'query Q($n: PageSize) { organization { ...F } } fragment F on Organization { users(first: $n) { id } }',
    { n: 2 },
    '{ organization { ...F } } fragment F on Organization { users(first: 2) { id } }',
  ],
  [
    'an argument in braces',
    'query Q($n: PageSize) { users(page: {first: $n, skip: 1}) { id } }',
    {},
    '{ users(page: {skip: 1}) { id } }',
  ],
])('handles %s', (_title, query, variables, text) => {
  const result = written(query, variables)
  expect(result.text.replace(/^query Q /, '')).toBe(text)
  expect(result.variables).toEqual({})
})

it.each([['50'], [1.5], [true], [[5]], [{}]])('leaves %j for the API to refuse', (first) => {
  const query = 'query Q($first: PageSize) { users(first: $first) { id } }'
  expect(written(query, { first })).toEqual({ text: query, variables: { first } })
})

it('gives a document once for the same sizes', () => {
  const document = parse('query Q($first: PageSize) { users(first: $first) { id } }') as never
  expect(withLiteralPages(document, { first: 5 }).document).toBe(withLiteralPages(document, { first: 5 }).document)
  expect(withLiteralPages(document, { first: 6 }).document).not.toBe(withLiteralPages(document, { first: 5 }).document)
})

it('leaves a document without page sizes as it is', () => {
  const variables = { id: 'a' }
  const result = withLiteralPages(operations.GetProjectDocument as never, variables)
  expect(result.document).toBe(operations.GetProjectDocument)
  expect(result.variables).toBe(variables)
})

const withoutPageSize = buildSchema(
  readFileSync('graphql/schema.graphql', 'utf8').replaceAll('first: PageSize', 'first: Int'),
)

const sent = Object.entries(operations).filter(
  ([, value]) =>
    'definitions' in value && value.definitions.some(({ kind }: { kind: string }) => kind === 'OperationDefinition'),
)

it.each(sent)('%s is valid where `first` is an Int', (_name, document) => {
  const literal = withLiteralPages(document as never, { first: 100 }).document
  expect(validate(withoutPageSize, literal)).toEqual([])
})
