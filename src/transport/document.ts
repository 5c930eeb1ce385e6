import { stringifyDocument, type TypedDocumentNode } from '@urql/core'
import { experimentalFields } from '../../generated/fields.ts'
import type { LabelboxError } from '../core/errors.ts'
import { invalid } from '../core/guards.ts'
import { cachedTypes } from './client/cachedTypes.ts'
import { idempotentMutations } from './idempotent.ts'
import { secretAnswers, secretVariables } from './request/secrets.ts'

/** What the transport has to know of a document. */
export interface Prepared {
  readonly query: string
  readonly operationName: string | undefined
  readonly kind: 'query' | 'mutation'
  /** The names of its root fields. */
  readonly fields: readonly string[]
  /** The types that it reads or changes, for urql's document cache. */
  readonly cachedTypes: readonly string[]
  /** Whether it asks for a field that only the experimental endpoint answers. */
  readonly experimental: boolean
  /** Whether doing it twice is the same as doing it once. */
  readonly idempotent: boolean
  /** The variables that it declares. */
  readonly variableNames: readonly string[]
  /** Those of them that hold a secret. */
  readonly secretVariables: ReadonlySet<string>
  /** The members of its answer that do. */
  readonly secretAnswers: ReadonlySet<string>
}

const prepared = new WeakMap<object, Prepared>()

/** Reads a document once; the second time it costs a look-up. */
export function prepare(document: TypedDocumentNode<unknown, never>): Prepared {
  let result = prepared.get(document)
  if (result === undefined) prepared.set(document, (result = read(document)))
  return result
}

function read(document: TypedDocumentNode<unknown, never>): Prepared {
  try {
    return readOperation(document)
  } catch {
    throw noDocument()
  }
}

/** From JavaScript a document may come as text, or as a tree that lacks a part. */
const noDocument = (): LabelboxError =>
  invalid(
    'A document must be a typed document node, not text, that holds exactly one operation: a query or a mutation.',
  )

function readOperation(document: TypedDocumentNode<unknown, never>): Prepared {
  const { definitions } = document
  const operations = definitions.filter((definition) => definition.kind === 'OperationDefinition')
  const [operation] = operations
  if (operation === undefined || operations.length > 1 || operation.operation === 'subscription') throw noDocument()
  const fields = rootFields(operation.selectionSet, definitions)
  return {
    query: stringifyDocument(document),
    operationName: operation.name?.value,
    kind: operation.operation,
    fields,
    cachedTypes: cachedTypes(operation.operation, operation.operation === 'query' ? allFields(definitions) : fields),
    experimental: fields.some((field) => experimentalFields.includes(field)),
    idempotent: operation.operation === 'query' || fields.every((field) => idempotentMutations.includes(field)),
    variableNames: (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
    secretVariables: secretVariables(definitions),
    secretAnswers: secretAnswers(definitions),
  }
}

type Definitions = TypedDocumentNode<unknown, never>['definitions']
type SelectionSet = Extract<Definitions[number], { readonly kind: 'OperationDefinition' }>['selectionSet']

/** The names of the root fields, those in fragments among them; a fragment that spreads itself is read once. */
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

/** The names of all fields of a document, at any depth. */
function allFields(definitions: Definitions): ReadonlySet<string> {
  const names = new Set<string>()
  const collect = ({ selections }: SelectionSet): void => {
    for (const selection of selections) {
      if (selection.kind === 'Field') names.add(selection.name.value)
      if (selection.kind !== 'FragmentSpread' && selection.selectionSet !== undefined) collect(selection.selectionSet)
    }
  }
  for (const definition of definitions) if ('selectionSet' in definition) collect(definition.selectionSet)
  return names
}

/** The refusal of variables that can't be written as JSON, and the kind of value in them that can't, if it is known. */
export const unwritable = (operationName: string | undefined, kind?: string): LabelboxError =>
  invalid(
    `The variables of ${operationName ?? 'the operation'} cannot be written as JSON: ${kind === undefined ? 'is there a BigInt or a cycle in them?' : `there is a ${kind} in them.`}`,
    operationName,
  )
