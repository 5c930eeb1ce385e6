import type { TypedDocumentNode } from '@urql/core'

type Document = TypedDocumentNode<unknown, never>
type Operation = Extract<Document['definitions'][number], { readonly kind: 'OperationDefinition' }>
type VariableDefinition = NonNullable<Operation['variableDefinitions']>[number]

interface Known {
  readonly sizes: readonly VariableDefinition[]
  /** The document as it was written last, and for which literals. */
  last?: { readonly literals: string; readonly document: object }
}

const known = new WeakMap<object, Known>()

/**
 * Writes each variable of type `PageSize` as a literal: `users(first: 100)`. `Labelbox` and `labelboxExchange` send documents
 * like this; use it with another client.
 *
 * For most lists, no source shows whether the API's type of `first` is `PageSize` or `Int`, and the API refuses a document that
 * declares the wrong one. A literal is valid for both. Labelbox's Python SDK writes literals too.
 *
 * @returns The document, and the variables that are left. Called again with the same sizes, it returns the same document.
 * @example
 * const { document, variables } = withLiteralPages(UsersDocument, { skip: 0, first: 100 })
 * // query Users($skip: Int) { organization { id users(skip: $skip, first: 100) { ... } } }
 */
export function withLiteralPages<Result, Variables>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
): { readonly document: TypedDocumentNode<Result, Variables>; readonly variables: Variables } {
  let entry = known.get(document)
  if (entry === undefined) known.set(document, (entry = { sizes: sizesOf(document) }))
  if (entry.sizes.length === 0) return { document, variables }
  const others = new Map(Object.entries<unknown>(variables ?? {}))
  const literals = new Map<string, object | undefined>()
  for (const { variable, defaultValue } of entry.sizes) {
    const { value: name } = variable.name
    const value: unknown = others.get(name)
    // The API says what is wrong with any other value.
    if (value !== undefined && value !== null && !Number.isSafeInteger(value)) continue
    others.delete(name)
    literals.set(name, value === undefined ? defaultValue : toLiteral(value as number | null))
  }
  const key = JSON.stringify([...literals])
  if (entry.last?.literals !== key) entry.last = { literals: key, document: replaceVariables(document, literals) }
  return {
    document: entry.last.document as typeof document,
    variables: Object.fromEntries(others) as Variables,
  }
}

const sizesOf = ({ definitions }: Pick<Document, 'definitions'>): readonly VariableDefinition[] =>
  definitions
    .flatMap((definition) => (definition as Operation).variableDefinitions ?? [])
    .filter(({ type }) => {
      const named = type.kind === 'NonNullType' ? type.type : type
      return named.kind === 'NamedType' && named.name.value === 'PageSize'
    })

const toLiteral = (value: number | null): object =>
  value === null ? { kind: 'NullValue' } : { kind: 'IntValue', value: String(value) }

interface Node {
  readonly kind: string
  readonly name: { readonly value: string }
  readonly variable: Node
  readonly value: unknown
}

/** A copy in which literals stand for variables. An argument without a value is left out. */
function replaceVariables(
  { kind, definitions }: Pick<Document, 'kind' | 'definitions'>,
  literals: ReadonlyMap<string, object | undefined>,
): object {
  const replace = (_key: string, node: Partial<Node> | readonly Node[] | null): unknown => {
    // Nodes that were left out leave gaps, which `flat` closes.
    if (Array.isArray(node)) return node.flat(0)
    const { kind, name, variable, value } = (node ?? {}) as Partial<Node>
    if (kind === 'Variable' && literals.has(name?.value ?? '')) return literals.get(name?.value ?? '')
    const isGone =
      kind === 'VariableDefinition'
        ? variable?.kind !== 'Variable'
        : (kind === 'Argument' || kind === 'ObjectField') && value === undefined
    return isGone ? undefined : node
  }
  return { kind, definitions: JSON.parse(JSON.stringify(definitions), replace) as unknown }
}
