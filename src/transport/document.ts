import type { TypedDocumentNode } from '@urql/core'
import { experimentalQueries } from '../../generated/experimentalQueries.ts'
import { documentText } from '../core/documentText.ts'
import type { LabelboxError } from '../core/errors.ts'
import { invalid } from '../core/guards.ts'

/** What the transport reads off a document, once. */
export interface Prepared {
  readonly document: TypedDocumentNode<unknown, never>
  readonly query: string
  /** The query as it is written in the body of a request. */
  readonly json: string
  readonly operationName: string | undefined
  readonly kind: 'query' | 'mutation'
  /** Whether it has page sizes, which are sent as literals. */
  readonly hasPages: boolean
  /** Whether it is a mutation, or may be a query of the experimental endpoint. */
  readonly needsChangeCode: boolean
}

const prepared = new WeakMap<object, Prepared>()

/** Reads a document the first time, and looks it up from then on. */
export function prepare(document: TypedDocumentNode<unknown, never>): Prepared {
  let result = prepared.get(document)
  if (result === undefined) prepared.set(document, (result = read(document)))
  return result
}

/** JavaScript may pass text, or a tree that lacks a part. */
function read(document: TypedDocumentNode<unknown, never>): Prepared {
  try {
    const { definitions } = document
    const operations = definitions.filter((definition) => definition.kind === 'OperationDefinition')
    const [operation] = operations
    if (operation !== undefined && operations.length === 1 && operation.operation !== 'subscription') {
      const query = documentText(document)
      const kind = operation.operation
      return {
        document,
        query,
        json: JSON.stringify(query),
        operationName: operation.name?.value,
        kind,
        hasPages: query.includes(': PageSize'),
        needsChangeCode: kind === 'mutation' || experimentalQueries?.test(query) === true,
      }
    }
  } catch {
    // Refused below.
  }
  throw invalid(
    'A document must be a typed document node, not text, with exactly one operation: a query or a mutation.',
  )
}

/** The error for variables that JSON can't hold, with the kind of value that it can't, if that is known. */
export const unwritable = (operationName: string | undefined, kind?: string): LabelboxError =>
  invalid(
    `The variables of ${operationName ?? 'the operation'} cannot be written as JSON: ${kind === undefined ? 'check for a BigInt or a cycle.' : `they contain a ${kind}.`}`,
    operationName,
  )
