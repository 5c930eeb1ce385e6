import type { Operation } from '@urql/core'

/** The fields at the root of an operation: the name of each, and its name in the result. */
export const rootFields = ({ query }: Operation): readonly { readonly name: string; readonly key: string }[] =>
  query.definitions
    .flatMap((definition) => (definition.kind === 'OperationDefinition' ? definition.selectionSet.selections : []))
    .flatMap((field) =>
      field.kind === 'Field' ? [{ name: field.name.value, key: (field.alias ?? field.name).value }] : [],
    )
