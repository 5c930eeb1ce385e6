import type { CodegenPlugin, Types } from '@graphql-codegen/plugin-helpers'
import * as typedDocumentNode from '@graphql-codegen/typed-document-node'
import * as typescriptOperations from '@graphql-codegen/typescript-operations'
import { PreResolveTypesProcessor } from '@graphql-codegen/visitor-plugin-common'
import {
  getNamedType,
  isEnumType,
  Kind,
  TokenKind,
  type GraphQLOutputType,
  type OperationDefinitionNode,
} from 'graphql'

/** The types that the generated operations lean on; kept in the same file, so that it stands alone. */
const preamble = `
/** UTC time as the API writes it, \`2026-07-28T09:30:00.000Z\`. Any string is assignable; the name tells dates from other text. */
export type DateTime = string & { readonly [scalar]?: 'DateTime' }
declare const scalar: unique symbol

/** A value of an enum in an answer: the names known today, or one that the API has added since. */
export type Open<Known extends string> = Known | (string & {})
`

type Field = { readonly fieldName: string }
type Printed = { name: string; type: string }

/**
 * Makes `typescript-operations` carry the schema's descriptions over to the fields of results, as TSDoc, and leave
 * enums in results open. It has no option for either; its field printer is the one place that knows the field.
 */
function describeFields(): void {
  const proto = PreResolveTypesProcessor.prototype as unknown as Record<
    'transformPrimitiveFields' | 'transformAliasesPrimitiveFields',
    unknown
  > & {
    describesFields?: boolean
  }
  if (proto.describesFields) return
  proto.describesFields = true
  for (const method of ['transformPrimitiveFields', 'transformAliasesPrimitiveFields'] as const) {
    const print = proto[method] as (
      this: unknown,
      type: ObjectType,
      fields: readonly Field[],
      unset?: boolean,
    ) => Printed[]
    proto[method] = function (this: unknown, type: ObjectType, fields: readonly Field[], unset?: boolean): Printed[] {
      const printed = print.call(this, type, fields, unset)
      return printed.map((entry, index) => {
        const field = type.getFields()[fields[index]?.fieldName ?? '']
        if (field === undefined || unset === true) return entry
        const named = getNamedType(field.type)
        return {
          name: field.description ? `${tsdoc(field.description.replaceAll(/\s+/g, ' '))} ${entry.name}` : entry.name,
          type: isEnumType(named) ? entry.type.replace(named.name, `Open<${named.name}>`) : entry.type,
        }
      })
    }
  }
}

type Config = typescriptOperations.TypeScriptDocumentsPluginConfig &
  typedDocumentNode.TypeScriptTypedDocumentNodesConfig

type ObjectType = { getFields(): Record<string, { type: GraphQLOutputType; description?: string | null } | undefined> }

const tsdoc = (text: string): string => {
  const lines = text.trim().replaceAll('*/', '*\\/').split('\n')
  return lines.length === 1
    ? `/** ${lines[0]} */`
    : ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n')
}

/** The `#` comment above each operation, by operation name. */
function comments(documents: readonly Types.DocumentFile[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { document } of documents) {
    for (const definition of document?.definitions ?? []) {
      if (definition.kind !== Kind.OPERATION_DEFINITION || definition.name === undefined) continue
      const text = commentAbove(definition)
      if (text !== '') found.set(definition.name.value, text)
    }
  }
  return found
}

function commentAbove(definition: OperationDefinitionNode): string {
  const lines: string[] = []
  for (let token = definition.loc?.startToken.prev; token?.kind === TokenKind.COMMENT; token = token.prev) {
    lines.unshift(token.value.trim())
  }
  return lines.join('\n')
}

/**
 * Typed documents: `typescript-operations` and `typed-document-node` in one file, with the comment of each `.graphql`
 * operation as the TSDoc of its document.
 */
export const operationsPlugin: CodegenPlugin<Config> = {
  plugin: async (schema, documents, config, info) => {
    describeFields()
    const types = await typescriptOperations.plugin(schema, documents, config, info ?? {})
    const nodes = await typedDocumentNode.plugin(schema, documents, config, info ?? {})
    const described = comments(documents)
    // A fragment is a type here and not a document: nobody can send one, and each operation carries those it needs.
    const withoutFragments = nodesOf(nodes).replace(/^export const \w+FragmentDoc = .*\n/gm, '')
    const content = withoutFragments.replace(/^export const (\w+)Document = /gm, (line, name: string) => {
      const text = described.get(name)
      return text === undefined ? line : `${tsdoc(text)}\n${line}`
    })
    return {
      prepend: [...prepended(types), ...prepended(nodes), preamble],
      content: `${nodesOf(types)}\n${content}`,
    }
  },
}

const prepended = (output: Types.PluginOutput): readonly string[] =>
  typeof output === 'string' ? [] : (output.prepend ?? [])
const nodesOf = (output: Types.PluginOutput): string => (typeof output === 'string' ? output : output.content)
