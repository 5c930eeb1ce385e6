import {
  isTypeDefinitionNode,
  Kind,
  visit,
  type ASTNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql'

type Named =
  | TypeDefinitionNode
  | FieldDefinitionNode
  | InputValueDefinitionNode
  | EnumValueDefinitionNode
  | DirectiveDefinitionNode

const isNamed = (node: ASTNode): node is Named =>
  isTypeDefinitionNode(node) ||
  node.kind === Kind.FIELD_DEFINITION ||
  node.kind === Kind.INPUT_VALUE_DEFINITION ||
  node.kind === Kind.ENUM_VALUE_DEFINITION ||
  node.kind === Kind.DIRECTIVE_DEFINITION

/** A named part of a schema: a type, field, argument, enum value or directive. */
export interface NamedNode {
  /** `Type`, `Type.field`, `Type.field.argument` or `@directive`. */
  readonly coordinate: string
  readonly node: Named
  /** Line of the name, starting at 1. */
  readonly line: number
  readonly lastLine: number
}

/** All named parts of a schema, outer parts before inner ones. */
export function namedNodes(document: DocumentNode): NamedNode[] {
  const found: NamedNode[] = []
  const path: string[] = []
  visit(document, {
    enter: (node) => {
      if (!isNamed(node)) return
      path.push(node.kind === Kind.DIRECTIVE_DEFINITION ? `@${node.name.value}` : node.name.value)
      const line = node.name.loc?.startToken.line ?? 0
      found.push({ coordinate: path.join('.'), node, line, lastLine: node.loc?.endToken.line ?? line })
    },
    leave: (node) => {
      if (isNamed(node)) path.pop()
    },
  })
  return found
}

/** Maps each line to the outermost part that is named on it, else to the part that ends on it. */
export function coordinatesByLine(document: DocumentNode): Map<number, string> {
  const coordinates = new Map<number, string>()
  const all = namedNodes(document)
  for (const { coordinate, line } of all) if (!coordinates.has(line)) coordinates.set(line, coordinate)
  for (const { coordinate, lastLine } of all) if (!coordinates.has(lastLine)) coordinates.set(lastLine, coordinate)
  return coordinates
}
