import type { TypedDocumentNode } from '@urql/core'
import { experimentalFields } from '../../generated/fields.ts'
import { idempotentMutations } from './idempotent.ts'

/** What only mutations need: the transport loads this file when it sends the first one. */
export { changeInit } from './request/changeInit.ts'

/** What the transport reads off a mutation. */
export interface Change {
  /** The names of its root fields. */
  readonly fields: readonly string[]
  /** Whether it asks for a field that only the experimental endpoint has. */
  readonly experimental: boolean
  /** Whether making it twice is the same as making it once. */
  readonly idempotent: boolean
}

const known = new WeakMap<object, Change>()

/** Reads a mutation the first time, and looks it up from then on. */
export function changeOf(document: TypedDocumentNode<unknown, never>): Change {
  let change = known.get(document)
  if (change === undefined) {
    const { definitions } = document
    const fields = definitions.flatMap((definition) =>
      definition.kind === 'OperationDefinition' ? rootFields(definition.selectionSet, definitions) : [],
    )
    change = {
      fields,
      experimental: fields.some((field) => experimentalFields.includes(field)),
      idempotent: fields.every((field) => idempotentMutations.includes(field)),
    }
    known.set(document, change)
  }
  return change
}

type Definitions = TypedDocumentNode<unknown, never>['definitions']
type SelectionSet = Extract<Definitions[number], { readonly kind: 'OperationDefinition' }>['selectionSet']

/** The names of the root fields, including those in fragments. A fragment that spreads itself is read once. */
function rootFields(set: SelectionSet, definitions: Definitions, seen = new Set<string>()): readonly string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection.name.value]
    if (selection.kind === 'InlineFragment') return rootFields(selection.selectionSet, definitions, seen)
    const name = selection.name.value
    if (seen.has(name)) return []
    seen.add(name)
    return definitions.flatMap((definition) =>
      definition.kind === 'FragmentDefinition' && definition.name.value === name
        ? rootFields(definition.selectionSet, definitions, seen)
        : [],
    )
  })
}
