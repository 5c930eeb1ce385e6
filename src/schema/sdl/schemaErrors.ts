import {
  buildASTSchema,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  specifiedDirectives,
  specifiedScalarTypes,
  validateSchema,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  type ScalarTypeDefinitionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql'
import { reasonOf } from '../unreadableError.ts'
import { documentInScope } from './schemaInScope.ts'

/** Builds a schema even if the document has errors. Missing types become scalars. */
export function lenientSchema(document: DocumentNode): GraphQLSchema {
  const complete = withoutLoneExtensions(document)
  const placeholders = [...missingTypes(complete)].map(scalar)
  return buildASTSchema(withDefinitions(complete, placeholders), { assumeValid: true, assumeValidSDL: true })
}

/** Schema errors, split by whether the documents are affected. */
export interface ErrorsByScope {
  readonly inScope: readonly string[]
  readonly elsewhere: readonly string[]
}

/** Validates the schema of a document, as a whole and restricted to the part that `documents` use. */
export function errorsByScope(
  document: DocumentNode,
  schema: GraphQLSchema,
  documents: readonly DocumentNode[],
): ErrorsByScope {
  const all = allErrors(document)
  if (all.length === 0) return { inScope: [], elsewhere: [] }
  const part = new Set(allErrors(documentInScope(withoutLoneExtensions(document), schema, documents)))
  return { inScope: all.filter((each) => part.has(each)), elsewhere: all.filter((each) => !part.has(each)) }
}

/** All errors that graphql-js finds in a schema. Directives that are used but not defined are accepted. */
export function allErrors(document: DocumentNode): readonly string[] {
  const complete = withoutLoneExtensions(document)
  const missing = [...missingTypes(complete)]
  const known = withDefinitions(complete, [...missing.filter(isPredefined).map(scalar), ...missingDirectives(complete)])
  const whole = withDefinitions(known, missing.filter((name) => !isPredefined(name)).map(scalar))
  return [
    ...new Set([
      ...errorsInText(known),
      ...validateSchema(buildASTSchema(whole, { assumeValidSDL: true })).map(reasonOf),
    ]),
  ]
}

/** graphql-js joins several errors into one message. */
function errorsInText(document: DocumentNode): string[] {
  try {
    buildASTSchema(document)
    return []
  } catch (error) {
    return reasonOf(error).split('\n\n')
  }
}

const withDefinitions = (document: DocumentNode, definitions: readonly DefinitionNode[]): DocumentNode => ({
  ...document,
  definitions: [...document.definitions, ...definitions],
})

/**
 * Turns the first extension of a type into its definition if there is none: a federated subgraph extends types that
 * another subgraph defines.
 */
function withoutLoneExtensions(document: DocumentNode): DocumentNode {
  const defined = new Set(document.definitions.filter(isTypeDefinitionNode).map(({ name }) => name.value))
  const definitions = document.definitions.map((node) => {
    if (!isTypeExtensionNode(node) || defined.has(node.name.value)) return node
    defined.add(node.name.value)
    return { ...node, kind: definitionKinds[node.kind] } as TypeDefinitionNode
  })
  return { ...document, definitions }
}

const definitionKinds: Readonly<Record<TypeExtensionNode['kind'], TypeDefinitionNode['kind']>> = {
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
}

/** Names of types that are used but not defined. */
function missingTypes(document: DocumentNode): ReadonlySet<string> {
  const defined = new Set([
    ...specifiedScalarTypes.map(({ name }) => name),
    ...document.definitions.filter(isTypeDefinitionNode).map(({ name }) => name.value),
  ])
  const missing = new Set<string>()
  visit(document, {
    NamedType: ({ name }) => {
      if (!defined.has(name.value)) missing.add(name.value)
    },
  })
  return missing
}

/** Scalars that AWS AppSync provides without a definition. */
const isPredefined = (name: string): boolean =>
  /^AWS(?:Date|Time|DateTime|Timestamp|Email|JSON|URL|Phone|IPAddress)$/.test(name)

const scalar = (name: string): ScalarTypeDefinitionNode => ({
  kind: Kind.SCALAR_TYPE_DEFINITION,
  name: { kind: Kind.NAME, value: name },
})

/** Defines directives that are used but not defined; servers and vendors know their meaning. */
function missingDirectives(document: DocumentNode): DirectiveDefinitionNode[] {
  const defined = new Set(specifiedDirectives.map(({ name }) => name))
  for (const node of document.definitions) if (node.kind === Kind.DIRECTIVE_DEFINITION) defined.add(node.name.value)
  const used = new Map<string, Set<string>>()
  visit(document, {
    Directive: (node) => {
      const { name, arguments: given = [] } = node as ConstDirectiveNode
      if (defined.has(name.value)) return
      const known = used.get(name.value) ?? new Set()
      for (const argument of given) known.add(argument.name.value)
      used.set(name.value, known)
    },
  })
  return [...used].map(([name, names]) => ({
    kind: Kind.DIRECTIVE_DEFINITION,
    name: { kind: Kind.NAME, value: name },
    repeatable: true,
    arguments: [...names].map((value) => ({
      kind: Kind.INPUT_VALUE_DEFINITION,
      name: { kind: Kind.NAME, value },
      type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'String' } },
    })),
    locations: typeSystemLocations.map((value) => ({ kind: Kind.NAME, value })),
  }))
}

const typeSystemLocations = [
  ...['SCHEMA', 'SCALAR', 'OBJECT', 'FIELD_DEFINITION', 'ARGUMENT_DEFINITION', 'INTERFACE', 'UNION'],
  ...['ENUM', 'ENUM_VALUE', 'INPUT_OBJECT', 'INPUT_FIELD_DEFINITION'],
]
