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
import gqlTag from 'graphql-tag'
import { leafPaths } from './leafPaths.ts'
import { documentIds } from './documentIds.ts'
import { tsdoc } from './tsdoc.ts'
import type { Source } from './typeNames.ts'

// The generator parses with it. In watch mode each run would warn of fragments that an earlier run has seen.
gqlTag.disableFragmentWarnings()

/**
 * Generates a constant for each operation and fragment: its syntax tree with the fragments that it needs, its types, and
 * the comment above it. Only operations have ids, because a fragment cannot be sent.
 */
export function typedDocuments(
  { schema, all, written }: Source,
  config: RawClientSideBasePluginConfig,
): { readonly constants: readonly string[]; readonly ids: TypedDocuments['ids'] } {
  const fragments = all.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
  const visitor = new TypedDocuments(schema, fragments, config)
  const constants = written.definitions.flatMap((node) => {
    if (node.kind === Kind.FRAGMENT_DEFINITION) return visitor.fragmentConstant(node)
    return node.kind === Kind.OPERATION_DEFINITION ? visitor.OperationDefinition(node) : []
  })
  return { constants, ids: visitor.ids }
}

class TypedDocuments extends ClientSideBaseVisitor {
  /** The ids of each document, by the name of its constant. */
  readonly ids = new Map<string, readonly [string, string]>()
  readonly #last: { definitions: DocumentNode['definitions'] }

  constructor(
    schema: GraphQLSchema,
    fragments: readonly FragmentDefinitionNode[],
    config: RawClientSideBasePluginConfig,
  ) {
    const types: ClientSideBaseVisitor['scalars'] = {}
    const last: { definitions: DocumentNode['definitions'] } = { definitions: [] }
    const isDate = (scalar: string): boolean =>
      Object.hasOwn(types, scalar) && dateTypes.includes(String(types[scalar]?.output))
    const metadata: Metadata = {
      // The mode that supports `__meta__`; documents include their fragments too.
      documentMode: DocumentMode.documentNodeImportFragments,
      unstable_onExecutableDocumentNode: (document) => {
        last.definitions = document.definitions
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
    this.#last = last
  }

  override getDocumentNodeSignature(resultType: string, variablesTypes: string, node: Definition): string {
    return node.kind === Kind.FRAGMENT_DEFINITION
      ? ` as unknown as TypedFragment<${resultType}>`
      : ` as unknown as TypedOperation<${resultType}, ${variablesTypes}>`
  }

  fragmentConstant(node: FragmentDefinitionNode): string {
    const comment =
      commentAbove(node) || `The fragment \`${node.name.value}\`, for a cache and for documents built from it.`
    return `${tsdoc(comment)}\n${this._generateFragment(node) ?? ''}`
  }

  override OperationDefinition(node: OperationDefinitionNode): string {
    const constant = super.OperationDefinition(node)
    const [, name] = /^export const (\w+)/.exec(constant) ?? []
    if (name !== undefined) this.ids.set(name, documentIds(this.#last))
    const comment = commentAbove(node)
    return comment === '' || constant === '' ? constant : `${tsdoc(comment)}\n${constant}`
  }
}

/** Types of scalars that `parseDates` turns into a `Date`. */
const dateTypes = ['DateTime', 'Date']

/** Generator options that its types do not declare. */
interface Metadata extends RawClientSideBasePluginConfig {
  readonly unstable_onExecutableDocumentNode: (
    document: DocumentNode,
  ) => { readonly dates: readonly string[] } | undefined
}

type Definition = OperationDefinitionNode | FragmentDefinitionNode

/** The `#` comment above a definition. */
function commentAbove({ loc }: Definition): string {
  const lines: string[] = []
  for (let token = loc?.startToken.prev; token?.kind === TokenKind.COMMENT; token = token.prev) {
    lines.unshift(token.value.trim())
  }
  return lines.join('\n')
}
