import type { TypedDocumentNode } from '@urql/core'
import { experimentalFields } from '../../generated/fields.ts'
import { documentText } from '../core/documentText.ts'
import type { LabelboxError } from '../core/errors.ts'
import { invalid } from '../core/guards.ts'
import { idempotentMutations } from './idempotent.ts'

/** What the transport reads off a document. */
export interface Prepared {
  readonly document: TypedDocumentNode<unknown, never>
  readonly query: string
  readonly operationName: string | undefined
  readonly kind: 'query' | 'mutation'
  /** The names of its root fields. */
  readonly fields: readonly string[]
  /** Whether it asks for a field that only the experimental endpoint has. */
  readonly experimental: boolean
  /** Whether running it twice is the same as running it once. */
  readonly idempotent: boolean
  /** The variables that it declares. */
  readonly variableNames: readonly string[]
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
      const fields = rootFields(operation.selectionSet, definitions)
      return {
        document,
        query: documentText(document),
        operationName: operation.name?.value,
        kind: operation.operation,
        fields,
        experimental: fields.some((field) => experimentalFields.includes(field)),
        idempotent: operation.operation === 'query' || fields.every((field) => idempotentMutations.includes(field)),
        variableNames: (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
      }
    }
  } catch {
    // Refused below.
  }
  throw invalid(
    'A document must be a typed document node, not text, with exactly one operation: a query or a mutation.',
  )
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

/** The error for variables that JSON can't hold, with the kind of value that it can't, if that is known. */
export const unwritable = (operationName: string | undefined, kind?: string): LabelboxError =>
  invalid(
    `The variables of ${operationName ?? 'the operation'} cannot be written as JSON: ${kind === undefined ? 'check for a BigInt or a cycle.' : `they contain a ${kind}.`}`,
    operationName,
  )
