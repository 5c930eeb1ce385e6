import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  GraphQLError,
  Kind,
  parse,
  Source,
  validate,
  visit,
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
} from 'graphql'

/** An operation with the fragments that it needs and no others. */
export interface Operation {
  readonly name: string
  readonly document: DocumentNode
}

/** An operation that a schema does not allow. */
export interface BrokenOperation {
  readonly name: string
  /** What is wrong, with the file and line that it is wrong in. */
  readonly reasons: readonly string[]
  /** Whether the old schema did not allow it either. */
  readonly alreadyBroken: boolean
}

/** Reads the operations of a `graphql/` folder: `operations/` and `fragments/`. */
export async function readOperations(folder: string): Promise<Operation[]> {
  const [operations, fragments] = await Promise.all([
    readDefinitions(folder, 'operations'),
    readDefinitions(folder, 'fragments'),
  ])
  const definitions = [...operations, ...fragments]
  const fragmentsByName = new Map(
    definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  )
  return definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => ({
      name: operation.name?.value ?? '(unnamed)',
      document: { kind: Kind.DOCUMENT, definitions: [operation, ...spreads(operation, fragmentsByName)] },
    }))
}

/** Which operations the new schema no longer allows, and why. */
export function brokenOperations(
  operations: readonly Operation[],
  before: GraphQLSchema,
  after: GraphQLSchema,
): BrokenOperation[] {
  return operations.flatMap(({ name, document }) => {
    const errors = errorsOf(after, document)
    if (errors.length === 0) return []
    const reasons = errors.map((error) => {
      const location = error.locations?.[0]
      const place = error.source && location ? `${error.source.name}:${location.line}: ` : ''
      return `${place}${error.message}`
    })
    return [{ name, reasons, alreadyBroken: errorsOf(before, document).length > 0 }]
  })
}

/** What a schema has against an operation. Validation says nothing of one whose root type is not there at all. */
function errorsOf(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const rootless = document.definitions.filter(
    (node) => node.kind === Kind.OPERATION_DEFINITION && !schema.getRootType(node.operation),
  )
  return [
    ...rootless.map((node) => new GraphQLError('The schema has no type for operations of this kind.', { nodes: node })),
    ...validate(schema, document),
  ]
}

async function readDefinitions(folder: string, kind: 'operations' | 'fragments'): Promise<readonly DefinitionNode[]> {
  const names = (await readdir(join(folder, kind))).filter((name) => name.endsWith('.graphql')).sort()
  const documents = await Promise.all(
    names.map(async (name) => parse(new Source(await readFile(join(folder, kind, name), 'utf8'), `${kind}/${name}`))),
  )
  return documents.flatMap((document) => document.definitions)
}

/** The fragments that a node spreads, and those that they spread, each once. */
function spreads(
  node: ASTNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  found = new Set<FragmentDefinitionNode>(),
): FragmentDefinitionNode[] {
  visit(node, {
    FragmentSpread: ({ name }) => {
      const fragment = fragments.get(name.value)
      if (!fragment || found.has(fragment)) return
      found.add(fragment)
      spreads(fragment, fragments, found)
    },
  })
  return [...found]
}
