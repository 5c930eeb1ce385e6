import type { TypedDocumentNode } from '@urql/core'
import { experimentalFields, experimentalMembers } from '../../generated/experimentalFields.ts'

type Definitions = TypedDocumentNode<unknown, never>['definitions']
type Operation = Extract<Definitions[number], { readonly kind: 'OperationDefinition' }>
type SelectionSet = Operation['selectionSet']

/** The names of the root fields of an operation, including those in fragments. */
export const rootFieldsOf = ({ selectionSet }: Operation, { definitions }: { readonly definitions: Definitions }) =>
  fieldsIn(selectionSet, definitions, new Set())

/** A fragment that spreads itself is read once. */
function fieldsIn(set: SelectionSet, definitions: Definitions, seen: Set<string>): readonly string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection.name.value]
    if (selection.kind === 'InlineFragment') return fieldsIn(selection.selectionSet, definitions, seen)
    const name = selection.name.value
    if (seen.has(name)) return []
    seen.add(name)
    return definitions.flatMap((definition) =>
      definition.kind === 'FragmentDefinition' && definition.name.value === name
        ? fieldsIn(definition.selectionSet, definitions, seen)
        : [],
    )
  })
}

const known = new WeakMap<object, boolean>()

/**
 * Whether a document asks for a root field, or passes a member of an input, that only the experimental endpoint has. Looks
 * through a document once, not for each call.
 */
export function isExperimentalDocument(document: TypedDocumentNode<unknown, never>): boolean {
  let isExperimental = known.get(document)
  if (isExperimental === undefined) known.set(document, (isExperimental = hasExperimental(document)))
  return isExperimental
}

const hasExperimental = (document: TypedDocumentNode<unknown, never>): boolean =>
  document.definitions.some((definition) => {
    if (definition.kind !== 'OperationDefinition' || definition.operation === 'subscription') return false
    const experimental = experimentalFields[definition.operation]
    return (
      rootFieldsOf(definition, document).some((field) => experimental.includes(field)) ||
      passesExperimental(document.definitions)
    )
  })

/** Looks at all nodes but the source text. A variable may hold the whole input, which no document shows. */
function passesExperimental(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false
  const { kind, name } = node as { readonly kind?: string; readonly name: { readonly value: string } }
  if (kind === 'ObjectField' && experimentalMembers.includes(name.value)) return true
  return Object.entries(node).some(([key, value]) => key !== 'loc' && passesExperimental(value))
}
