import { formatDocument, type TypedDocumentNode } from '@urql/core'

type Document = TypedDocumentNode<unknown, never>

/** A document as urql's caches send it: with `__typename` in each selection but the outermost. */
export const withTypenames = (document: Document): Document => formatDocument(document as never)
