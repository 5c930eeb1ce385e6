import {
  Kind,
  OperationTypeNode,
  type DirectiveNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql'

/** A document that a server validates but does not run while its variable is missing. */
export interface LockedDocument {
  readonly document: DocumentNode
  /** Name of the withheld variable. */
  readonly variable: string
}

/** An unlikely variable name; collisions are handled anyway. */
const lockName = 'labelboxOrgProbe'

/**
 * Adds two locks to an operation, each of which prevents it from running: all root fields get `@skip(if: true)`, and a
 * required variable is declared but not sent. The root fields also depend on the variable, so that it is used. Nodes
 * keep their source locations.
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
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw new TypeError('A subscription cannot be locked.')
  const directives = [skip, includeIf(variable)]
  const selections = selectionSet.selections.map((selection) => lockSelection(selection, directives))
  return {
    ...operation,
    variableDefinitions: [...variableDefinitions, required(variable)],
    selectionSet: { ...selectionSet, selections },
  }
}

/**
 * A spread, or a field with its own `@skip` or `@include`, is wrapped in an inline fragment without a type condition.
 */
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

const directive = (directiveName: string, condition: DirectiveArgument): DirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: name(directiveName),
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
