import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

/** The name of a document's only operation. Undefined when it has none or several. */
export function operationNameOf(document: DocumentNode | undefined): string | undefined {
  const operations = operationsOf(document)
  return operations.length === 1 ? operations[0]?.name?.value : undefined
}

/** The names of an operation's root fields in its response, aliases included. Empty without a document. */
export function rootFieldsOf(document: DocumentNode | undefined, operationName: string | undefined): readonly string[] {
  const operations = operationsOf(document)
  const operation = operations.find(({ name }) => name?.value === operationName) ?? operations[0]
  const fragments = new Map<string, SelectionSetNode>()
  for (const definition of document?.definitions ?? []) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet)
  }

  function namesIn(set: SelectionSetNode | undefined): readonly string[] {
    return (set?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value]
      if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(selection.selectionSet)
      const fragment = fragments.get(selection.name.value)
      // Each fragment is visited once, because a fragment may contain itself.
      fragments.delete(selection.name.value)
      return namesIn(fragment)
    })
  }
  return namesIn(operation?.selectionSet)
}

const operationsOf = (document: DocumentNode | undefined): readonly OperationDefinitionNode[] =>
  document?.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION) ?? []
