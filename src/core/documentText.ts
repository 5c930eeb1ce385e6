import { print } from '@0no-co/graphql.web'
import type { TypedDocumentNode } from '@urql/core'

/** The text of a document, as it is sent, and of which the SHA-256 is its id. */
export const documentText = (document: TypedDocumentNode<unknown, never>): string => print(document)
