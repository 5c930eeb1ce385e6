import {
  ClientSideBaseVisitor,
  DocumentMode,
  type RawClientSideBasePluginConfig,
} from '@graphql-codegen/visitor-plugin-common'
import {
  Kind,
  TokenKind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { leafPaths } from './leafPaths.ts'
import { tsdoc } from './tsdoc.ts'
import type { Source } from './typeNames.ts'

/**
 * Each operation as a constant: its syntax tree with the fragments that it needs, typed with its result and variables,
 * and documented with the comment above it. Fragments get no constant: nobody can send one.
 */
export function typedDocuments(
  { schema, all, written }: Source,
  config: RawClientSideBasePluginConfig,
): readonly string[] {
  const fragments = all.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
  const visitor = new TypedDocuments(schema, fragments, config)
  return written.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? visitor.OperationDefinition(node) : [],
  )
}

class TypedDocuments extends ClientSideBaseVisitor {
  constructor(
    schema: GraphQLSchema,
    fragments: readonly FragmentDefinitionNode[],
    config: RawClientSideBasePluginConfig,
  ) {
    const types: ClientSideBaseVisitor['scalars'] = {}
    const isDate = (scalar: string): boolean => Object.hasOwn(types, scalar) && types[scalar]?.output === 'DateTime'
    const metadata: Metadata = {
      // The mode that has room for `__meta__`; every document carries its fragments in it too.
      documentMode: DocumentMode.documentNodeImportFragments,
      unstable_onExecutableDocumentNode: (document) => {
        const dates = leafPaths(schema, document.definitions, isDate)
        return dates.length === 0 ? undefined : { dates }
      },
    }
    const found = fragments.map((node) => ({
      node,
      name: node.name.value,
      onType: node.typeCondition.name.value,
      isExternal: false,
    }))
    super(schema, found, { ...config, ...metadata }, {}, [])
    Object.assign(types, this.scalars)
  }

  override getDocumentNodeSignature(resultType: string, variablesTypes: string): string {
    return ` as unknown as TypedOperation<${resultType}, ${variablesTypes}>`
  }

  override OperationDefinition(node: OperationDefinitionNode): string {
    const constant = super.OperationDefinition(node)
    const comment = commentAbove(node)
    return comment === '' || constant === '' ? constant : `${tsdoc(comment)}\n${constant}`
  }
}

/** What the generator keeps beside an operation, which its types do not declare. */
interface Metadata extends RawClientSideBasePluginConfig {
  readonly unstable_onExecutableDocumentNode: (
    document: DocumentNode,
  ) => { readonly dates: readonly string[] } | undefined
}

/** The `#` comment above an operation. */
function commentAbove({ loc }: OperationDefinitionNode): string {
  const lines: string[] = []
  for (let token = loc?.startToken.prev; token?.kind === TokenKind.COMMENT; token = token.prev) {
    lines.unshift(token.value.trim())
  }
  return lines.join('\n')
}
