import type { TypedDocumentNode } from '@urql/core'

type Definitions = TypedDocumentNode<unknown, never>['definitions']
type SelectionSet = Extract<Definitions[number], { readonly kind: 'OperationDefinition' }>['selectionSet']

/**
 * A copy of a response's data without each `__typename` that the document does not ask for: a cache adds them, and the
 * caller gets what the document asks for, whatever caches the client has.
 */
export function withoutAddedTypenames(document: TypedDocumentNode<unknown, never>, data: unknown): unknown {
  const fragments = new Map<string, SelectionSet>()
  const roots: SelectionSet[] = []
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition.selectionSet)
    if (definition.kind === 'OperationDefinition') roots.push(definition.selectionSet)
  }

  /** The fields that are asked for of an object, by their names in the response. */
  const fieldsOf = (sets: readonly SelectionSet[]): ReadonlyMap<string, readonly SelectionSet[]> => {
    const fields = new Map<string, SelectionSet[]>()
    const seen = new Set<SelectionSet>()
    const collect = (set: SelectionSet | undefined): void => {
      if (set === undefined || seen.has(set)) return
      seen.add(set)
      for (const selection of set.selections) {
        if (selection.kind === 'FragmentSpread') collect(fragments.get(selection.name.value))
        else if (selection.kind === 'InlineFragment') collect(selection.selectionSet)
        else {
          const name = (selection.alias ?? selection.name).value
          const within = fields.get(name) ?? []
          fields.set(name, selection.selectionSet === undefined ? within : [...within, selection.selectionSet])
        }
      }
    }
    sets.forEach(collect)
    return fields
  }

  const strip = (value: unknown, fields: ReadonlyMap<string, readonly SelectionSet[]>): unknown => {
    if (Array.isArray(value)) return value.map((item) => strip(item, fields))
    // A custom scalar may be an object: nothing is asked for within it, and it stays as it is.
    if (typeof value !== 'object' || value === null || fields.size === 0) return value
    // Made of entries, as a member may be called `__proto__`.
    return Object.fromEntries(
      (Object.entries(value) as [string, unknown][]).flatMap(([key, member]) => {
        const within = fields.get(key)
        if (key === '__typename' && within === undefined) return []
        return [[key, typeof member === 'object' ? strip(member, fieldsOf(within ?? [])) : member]]
      }),
    )
  }
  return strip(data, fieldsOf(roots))
}
