import { stringifyDocument, type TypedDocumentNode } from '@urql/core'
import { experimentalFields } from '../../generated/fields.ts'
import { LabelboxError } from '../errors.ts'

/** What the transport has to know of a document. */
export interface Prepared {
  readonly query: string
  readonly operationName: string | undefined
  readonly kind: 'query' | 'mutation'
  /** Whether it asks for a field that only the experimental endpoint answers. */
  readonly experimental: boolean
}

const prepared = new WeakMap<object, Prepared>()

/** Reads a document once; the second time it costs a look-up. */
export function prepare(document: TypedDocumentNode<unknown, never>): Prepared {
  let result = prepared.get(document)
  if (result === undefined) prepared.set(document, (result = read(document)))
  return result
}

function read(document: TypedDocumentNode<unknown, never>): Prepared {
  const operations = document.definitions.filter((definition) => definition.kind === 'OperationDefinition')
  const [operation] = operations
  if (operation === undefined || operations.length > 1 || operation.operation === 'subscription') {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      message: 'A document must hold exactly one operation, a query or a mutation.',
    })
  }
  return {
    query: stringifyDocument(document),
    operationName: operation.name?.value,
    kind: operation.operation,
    experimental: operation.selectionSet.selections.some(
      (selection) => selection.kind === 'Field' && experimentalFields.includes(selection.name.value),
    ),
  }
}
