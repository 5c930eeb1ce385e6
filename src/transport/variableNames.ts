import type { TypedDocumentNode } from '@urql/core'

/** The variables that a document's operation declares. */
export const variableNames = ({ definitions }: TypedDocumentNode<unknown, never>): readonly string[] =>
  definitions.flatMap((definition) =>
    definition.kind === 'OperationDefinition'
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  )
