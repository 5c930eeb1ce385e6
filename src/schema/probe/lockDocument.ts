import {
  Kind,
  OperationTypeNode,
  type DirectiveNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql'

/** A document that the server checks and does not carry out, as long as nobody gives it its variable. */
export interface LockedDocument {
  readonly document: DocumentNode
  /** The name of the variable that is withheld. */
  readonly variable: string
}

/** What no document of anybody's is likely to call a variable; it is looked at all the same. */
const lockName = 'labelboxOrgProbe'

/**
 * Puts two locks on a document's operation, each of which keeps it from being carried out: everything at its root stands
 * under `@skip(if: true)`, and it requires a variable that will not be given. The variable decides about the root as
 * well, so that it is used. Nodes keep where they stand in the document of their author.
 */
export function lockDocument(document: DocumentNode): LockedDocument {
  const taken = new Set(document.definitions.flatMap(variablesOf))
  let variable = lockName
  while (taken.has(variable)) variable += '_'
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? lockOperation(definition, variable) : definition,
  )
  return { document: { ...document, definitions }, variable }
}

const variablesOf = (definition: DocumentNode['definitions'][number]): string[] =>
  definition.kind === Kind.OPERATION_DEFINITION
    ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
    : []

function lockOperation(operation: OperationDefinitionNode, variable: string): OperationDefinitionNode {
  const { variableDefinitions = [], selectionSet } = operation
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw new TypeError('A subscription can not be locked.')
  const directives = [skip, includeIf(variable)]
  const selections = selectionSet.selections.map((selection) => lockSelection(selection, directives))
  return {
    ...operation,
    variableDefinitions: [...variableDefinitions, required(variable)],
    selectionSet: { ...selectionSet, selections },
  }
}

/** A spread, or what has such a directive already, is put inside a fragment that has them. It names no type. */
function lockSelection(selection: SelectionNode, directives: readonly DirectiveNode[]): SelectionNode {
  const { directives: own = [] } = selection
  const hasOwn = own.some(({ name }) => ['skip', 'include'].includes(name.value))
  if (selection.kind === Kind.FIELD && !hasOwn) return { ...selection, directives: [...own, ...directives] }
  return {
    kind: Kind.INLINE_FRAGMENT,
    directives,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
  }
}

const name = (value: string) => ({ kind: Kind.NAME, value }) as const

const directive = (called: string, condition: DirectiveArgument): DirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: name(called),
  arguments: [{ kind: Kind.ARGUMENT, name: name('if'), value: condition }],
})

type DirectiveArgument = NonNullable<DirectiveNode['arguments']>[number]['value']

const skip = directive('skip', { kind: Kind.BOOLEAN, value: true })

const includeIf = (variable: string): DirectiveNode =>
  directive('include', { kind: Kind.VARIABLE, name: name(variable) })

const required = (variable: string): VariableDefinitionNode => ({
  kind: Kind.VARIABLE_DEFINITION,
  variable: { kind: Kind.VARIABLE, name: name(variable) },
  type: { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: name('Boolean') } },
})
