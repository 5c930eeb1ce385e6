import {
  Kind,
  visit,
  type ASTNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'

/** Directives that Apollo Client and its links take out before they send. */
const apollo = ['client', 'connection', 'export', 'nonreactive', 'rest', 'unmask']

/** Those of them that take the selection along that they stand at: the client answers it. */
const answeredByClient = new Set(['client', 'rest'])

/** A definition as a client sends it. */
export interface Sent<T> {
  readonly node: T
  /** Variables of what was taken out: Apollo declares none that nothing else uses. */
  readonly dropped: ReadonlySet<string>
}

/**
 * A definition without the directives that its client takes out: Apollo's, urql's, which begin with `_`, and others by
 * name.
 */
export function asSent<T extends OperationDefinitionNode | FragmentDefinitionNode>(
  definition: T,
  others: readonly string[],
): Sent<T> {
  const names = new Set([...apollo, ...others])
  const dropped = new Set<string>()
  const drop = (node: ASTNode) => {
    for (const name of variablesIn(node)) dropped.add(name)
    return null
  }
  const node = visit<T>(definition, {
    enter: (each) => {
      const { directives = [] } = each as SelectionNode
      if (directives.some(({ name }) => answeredByClient.has(name.value))) {
        return each.kind === definition.kind ? undefined : drop(each)
      }
      if (each.kind !== Kind.DIRECTIVE) return undefined
      if (each.name.value.startsWith('_')) return null
      return names.has(each.name.value) ? drop(each) : undefined
    },
    leave: (each) =>
      each.kind === Kind.SELECTION_SET && each.selections.length === 0
        ? { ...each, selections: [typename] }
        : undefined,
  })
  return { node, dropped }
}

/** A client adds it everywhere, so nothing that it sends is empty. */
const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const

/** The variables that are used in a node. */
export function variablesIn(node: ASTNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(node, { VariableDefinition: () => false, Variable: ({ name }) => void names.add(name.value) })
  return names
}
