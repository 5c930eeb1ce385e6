import {
  Kind,
  visit,
  type ASTNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'

/** Directives that Apollo Client and its links remove before sending. */
const apollo = ['client', 'connection', 'export', 'nonreactive', 'rest', 'unmask']

/** Directives that remove the field or fragment too, because the client resolves it. */
const answeredByClient = new Set(['client', 'rest'])

/** A definition as the client sends it. */
export interface Sent<T> {
  readonly node: T
  /** Variables in removed parts. Apollo does not declare those that nothing else uses. */
  readonly dropped: ReadonlySet<string>
}

/** Removes client directives: those of Apollo, those of urql (their names start with `_`), and `others`. */
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

/** Clients add `__typename` everywhere, so a selection is never empty when it is sent. */
const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const

/** The names of the variables that a node uses. */
export function variablesIn(node: ASTNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(node, { VariableDefinition: () => false, Variable: ({ name }) => void names.add(name.value) })
  return names
}
