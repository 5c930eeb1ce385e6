import {
  buildASTSchema,
  isEnumType,
  isInputObjectType,
  Kind,
  parse,
  printSchema,
  visit,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type NameNode,
  type OperationDefinitionNode,
} from 'graphql'

/** A schema and operations against it. */
export interface Source {
  readonly schema: GraphQLSchema
  /** Every operation and fragment. */
  readonly all: DocumentNode
  /** The operations and fragments to print. */
  readonly written: DocumentNode
}

/** How the generator converts GraphQL names to TypeScript names. */
export interface Naming {
  readonly config: {
    readonly enumPrefix?: boolean
    readonly enumSuffix?: boolean
    readonly operationResultSuffix?: string
  }
  readonly scalars: Readonly<Record<string, { readonly input?: unknown; readonly output?: unknown }>>
  convertName(
    node: string | ASTNode,
    options?: {
      readonly prefix?: string
      readonly suffix?: string
      readonly useTypesPrefix?: boolean | undefined
      readonly useTypesSuffix?: boolean | undefined
    },
  ): string
  getOperationSuffix(node: OperationDefinitionNode, operationType: string): string
  getFragmentSuffix(node: FragmentDefinitionNode): string
}

/** Options that name the constants of operations and fragments. */
export interface ConstantNames {
  readonly documentVariablePrefix?: string
  readonly documentVariableSuffix?: string
  readonly fragmentVariablePrefix?: string
  readonly fragmentVariableSuffix?: string
}

/**
 * Renames enums and input types whose name is taken in the generated file, by appending `Type`. Returns the same source
 * if all names are free, as with Labelbox's schema.
 */
export function withFreeNames(source: Source, naming: Naming, constants: ConstantNames = {}): Source {
  const renames = renamesOf(source, naming, constants)
  if (renames.size === 0) return source
  const schema = buildASTSchema(renameTypes(parse(printSchema(source.schema)), renames), { assumeValid: true })
  return { schema, all: renameTypes(source.all, renames), written: renameTypes(source.written, renames) }
}

/** New names by old ones. */
function renamesOf({ schema, written }: Source, naming: Naming, constants: ConstantNames): ReadonlyMap<string, string> {
  const taken = takenNames(written, naming, constants)
  const { enumPrefix, enumSuffix } = naming.config
  const types = Object.values(schema.getTypeMap())
    .filter((type) => (isEnumType(type) || isInputObjectType(type)) && !type.name.startsWith('__'))
    .map((type) => {
      const options = isEnumType(type) ? { useTypesPrefix: enumPrefix, useTypesSuffix: enumSuffix } : {}
      return { name: type.name, convert: (name: string) => naming.convertName(name, options) }
    })
    // A type that keeps its name has priority over one that is converted to it.
    .sort((a, b) => Number(b.convert(b.name) === b.name) - Number(a.convert(a.name) === a.name))
  const renames = new Map<string, string>()
  for (const { name, convert } of types) {
    let free = name
    // The generator stores types in plain objects, which already have `constructor` and similar keys.
    while (taken.has(convert(free)) || free in {} || (free !== name && schema.getType(free) !== undefined)) {
      free += 'Type'
    }
    taken.add(convert(free))
    if (free !== name) renames.set(name, free)
  }
  return renames
}

/** Names taken in the generated file: reserved words, helpers, and names of operations. */
function takenNames(written: DocumentNode, naming: Naming, constants: ConstantNames): Set<string> {
  const taken = new Set([...reservedWords, ...helpers])
  for (const { input, output } of Object.values(naming.scalars)) {
    for (const [name] of `${String(input)} ${String(output)}`.matchAll(/[\w$]+/g)) taken.add(name)
  }
  for (const node of written.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) {
      taken.add(naming.convertName(node, { suffix: naming.getFragmentSuffix(node) }))
      taken.add(naming.convertName(node, constantOf('fragment', constants)))
    } else if (node.kind === Kind.OPERATION_DEFINITION) {
      const suffix = naming.getOperationSuffix(
        node,
        `${node.operation[0]?.toUpperCase() ?? ''}${node.operation.slice(1)}`,
      )
      taken.add(naming.convertName(node, { suffix: `${suffix}${naming.config.operationResultSuffix ?? ''}` }))
      taken.add(naming.convertName(node, { suffix: `${suffix}Variables` }))
      taken.add(naming.convertName(node, constantOf('document', constants)))
    }
  }
  return taken
}

/** How the constant of an operation or a fragment is named. */
function constantOf(kind: 'document' | 'fragment', names: ConstantNames) {
  const { [`${kind}VariablePrefix` as const]: prefix = '', [`${kind}VariableSuffix` as const]: suffix } = names
  return { prefix, suffix: suffix ?? { document: 'Document', fragment: 'FragmentDoc' }[kind], useTypesPrefix: false }
}

const helpers = ['Array', 'DateTime', 'Exact', 'Incremental', 'Open', 'ReadonlyArray'].concat([
  'TrustedDocument',
  'TypedFragment',
  'TypedOperation',
  'globalThis',
  'trustedDocuments',
])

/** Words that TypeScript does not accept as type names. */
const reservedWords = [
  ...['any', 'bigint', 'boolean', 'never', 'null', 'number', 'object', 'string', 'symbol', 'undefined', 'unknown'],
  ...['await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else'],
  ...['enum', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in'],
  ...['instanceof', 'interface', 'let', 'new', 'package', 'private', 'protected', 'public', 'return', 'static'],
  ...['super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with', 'yield'],
]

/** Renames types in definitions and references. */
function renameTypes(document: DocumentNode, renames: ReadonlyMap<string, string>): DocumentNode {
  const rename = <Node extends { readonly name: NameNode }>(node: Node): Node | undefined => {
    const value = renames.get(node.name.value)
    return value === undefined ? undefined : { ...node, name: { ...node.name, value } }
  }
  return visit(document, { NamedType: rename, EnumTypeDefinition: rename, InputObjectTypeDefinition: rename })
}
