import type { TypedDocumentNode } from '@urql/core'

/** A document whose page sizes are literals, and the variables that are left. */
export interface LiteralPages<Document> {
  readonly document: Document
  readonly variables: unknown
}

type Definition = TypedDocumentNode<unknown, never>['definitions'][number]
type VariableDefinition = NonNullable<
  Extract<Definition, { readonly kind: 'OperationDefinition' }>['variableDefinitions']
>[number]

interface Known {
  readonly sizes: readonly VariableDefinition[]
  /** The document as it was written last, and for which literals. */
  last?: { readonly literals: string; readonly document: object }
}

const known = new WeakMap<object, Known>()

/**
 * Writes each variable of type `PageSize` as a literal: `users(first: 100)`.
 *
 * Which type `first` has is proven for few lists of the API, and a server refuses a document that declares another one. A
 * literal is valid for `PageSize` and for `Int`. Labelbox's own SDK writes literals too.
 */
export function withLiteralPages<Document extends TypedDocumentNode<unknown, never>>(
  document: Document,
  variables: unknown,
): LiteralPages<Document> {
  let entry = known.get(document)
  if (entry === undefined) known.set(document, (entry = { sizes: sizesOf(document) }))
  if (entry.sizes.length === 0) return { document, variables }
  const others = { ...(variables as Record<string, unknown> | null | undefined) }
  const literals = entry.sizes.flatMap((size) => {
    const { value: name } = size.variable.name
    const value = others[name]
    // The API says what is wrong with any other value.
    if (value !== undefined && value !== null && !Number.isSafeInteger(value)) return []
    delete others[name]
    return [[name, value === undefined ? size.defaultValue : toLiteral(value)] as const]
  })
  if (literals.length === 0) return { document, variables: others }
  const key = JSON.stringify(literals)
  if (entry.last?.literals !== key)
    entry.last = { literals: key, document: replaceVariables(document, new Map(literals)) }
  return { document: entry.last.document as Document, variables: others }
}

const sizesOf = ({ definitions }: TypedDocumentNode<unknown, never>): readonly VariableDefinition[] =>
  definitions
    .flatMap((definition) => ('variableDefinitions' in definition ? (definition.variableDefinitions ?? []) : []))
    .filter(({ type }) => {
      const named = type.kind === 'NonNullType' ? type.type : type
      return named.kind === 'NamedType' && named.name.value === 'PageSize'
    })

const toLiteral = (value: unknown): object =>
  value === null ? { kind: 'NullValue' } : { kind: 'IntValue', value: String(value) }

interface Node {
  readonly kind?: string
  readonly name?: { readonly value: string }
  readonly variable?: Node
  readonly value?: unknown
}

/** A copy in which literals stand for variables. An argument without a value is left out. */
function replaceVariables(
  { kind, definitions }: TypedDocumentNode<unknown, never>,
  literals: ReadonlyMap<string, object | undefined>,
): object {
  const replace = (_key: string, node: Node | readonly Node[] | null): unknown => {
    // Closes the gaps that nodes leave which were left out.
    if (Array.isArray(node)) return node.filter(() => true)
    const { kind, name, variable, value } = (node ?? {}) as Node
    if (kind === 'Variable' && literals.has(String(name?.value))) return literals.get(String(name?.value))
    const isGone =
      kind === 'VariableDefinition'
        ? variable?.kind !== 'Variable'
        : (kind === 'Argument' || kind === 'ObjectField') && value === undefined
    return isGone ? undefined : node
  }
  return { kind, definitions: JSON.parse(JSON.stringify(definitions), replace) }
}
