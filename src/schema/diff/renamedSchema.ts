import {
  buildASTSchema,
  Kind,
  parse,
  printSchema,
  visit,
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  type NameNode,
  type OperationTypeDefinitionNode,
} from 'graphql'
import type { Renames } from './renames.ts'

/** The old schema with the names of the new one, so that a comparison shows what else has changed. */
export function renamedSchema(schema: GraphQLSchema, { known }: Renames): GraphQLSchema {
  if (known.size === 0) return schema
  const path: string[] = []
  const document = visit(withRoots(schema), {
    enter: (node) => {
      if (node.kind === Kind.NAMED_TYPE) return named(node, known.get(node.name.value))
      if (!isDefinition(node)) return undefined
      path.push(node.kind === Kind.DIRECTIVE_DEFINITION ? `@${node.name.value}` : node.name.value)
      return named(node, known.get(path.join('.')))
    },
    leave: (node) => {
      if (isDefinition(node)) path.pop()
    },
  })
  return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
}

type NamedNode = ASTNode & { readonly name: NameNode }

const named = <Node extends NamedNode>(node: Node, value: string | undefined): Node | undefined =>
  value === undefined ? undefined : { ...node, name: { ...node.name, value } }

const isDefinition = (node: ASTNode): node is NamedNode => node.kind.endsWith('Definition') && 'name' in node

/** SDL leaves the roots out if their names are the usual ones, which renaming may change. */
function withRoots(schema: GraphQLSchema): DocumentNode {
  const document = parse(printSchema(schema), { noLocation: true })
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const
  const operationTypes = roots.flatMap(([operation, type]): OperationTypeDefinitionNode[] =>
    type
      ? [
          {
            kind: Kind.OPERATION_TYPE_DEFINITION,
            operation: operation as OperationTypeDefinitionNode['operation'],
            type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
          },
        ]
      : [],
  )
  const others = document.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_DEFINITION)
  return { ...document, definitions: [{ kind: Kind.SCHEMA_DEFINITION, operationTypes }, ...others] }
}
