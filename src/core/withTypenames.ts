import type { TypedDocumentNode } from '@urql/core'

type Document = TypedDocumentNode<unknown, never>

interface Selection {
  readonly kind: string
  readonly name?: { readonly kind: string; readonly value: string }
  readonly alias?: unknown
  readonly selectionSet?: { readonly selections: readonly Selection[] }
}

const typename: Selection = { kind: 'Field', name: { kind: 'Name', value: '__typename' } }

const isTypename = ({ name, alias }: Selection): boolean => name?.value === '__typename' && alias === undefined

/**
 * A document as urql's caches send it: with `__typename` in each selection but the outermost. It is urql's
 * `formatDocument` for documents without directives; that one would load urql's code.
 */
export const withTypenames = (document: Document): Document => ({
  ...document,
  definitions: document.definitions.map((definition) => withTypename(definition)),
})

function withTypename<Node extends Selection>(node: Node): Node {
  if (node.selectionSet === undefined) return node
  const selections = node.selectionSet.selections.map(withTypename)
  const isComplete = node.kind === 'OperationDefinition' || selections.some(isTypename)
  return {
    ...node,
    selectionSet: { ...node.selectionSet, selections: isComplete ? selections : [...selections, typename] },
  }
}
