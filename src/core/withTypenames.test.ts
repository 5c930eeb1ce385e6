import { formatDocument, gql, type TypedDocumentNode } from '@urql/core'
import { expect, test } from 'vitest'
import * as operations from '../../generated/operations.ts'
import { documentText } from './documentText.ts'
import { withTypenames } from './withTypenames.ts'

type Document = TypedDocumentNode<unknown, never>

const shipped = Object.entries(operations as unknown as Record<string, Document>).filter(([name]) =>
  name.endsWith('Document'),
)

test.each([
  ...shipped,
  ['an inline fragment', gql('{ node { ... on User { id } ... { name } } }') as Document],
  ['one that asks for it', gql('{ user { __typename id a: __typename } organization { a: __typename } }') as Document],
] as const)('%s has __typename where urql puts it', (_, document) => {
  expect(documentText(withTypenames(document))).toBe(documentText(formatDocument(document as never)))
})
