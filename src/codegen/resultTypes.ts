import type { Types } from '@graphql-codegen/plugin-helpers'
import {
  TypeScriptDocumentsVisitor,
  type TypeScriptDocumentsPluginConfig,
} from '@graphql-codegen/typescript-operations'
import {
  PreResolveTypesProcessor,
  printTypeScriptMaybeType,
  SelectionSetToObject,
  wrapTypeWithModifiers,
  type PrimitiveAliasedFields,
  type PrimitiveField,
  type ProcessResult,
} from '@graphql-codegen/visitor-plugin-common'
import {
  concatAST,
  getNamedType,
  isEnumType,
  Kind,
  parse,
  printType,
  visit,
  type DocumentNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { tsdoc } from './tsdoc.ts'

/**
 * The types of results and variables, as `typescript-operations` prints them, with the schema's descriptions on the
 * fields of results, as TSDoc, and with enums in results open. It has no option for either, and its plugin takes no
 * visitor but its own, so the visitor is extended here and run as the plugin runs it.
 */
export function resultTypes(
  schema: GraphQLSchema,
  documents: readonly Types.DocumentFile[],
  config: TypeScriptDocumentsPluginConfig,
  outputFile: string,
): { readonly prepend: readonly string[]; readonly content: string } {
  const all = concatAST(documents.flatMap(({ document }) => document ?? []))
  // Others are there for their fragments.
  const own = documents.filter(({ type }) => type === undefined || type === 'standard')
  const written = concatAST(own.flatMap(({ document }) => document ?? []))
  const visitor = new ResultTypes(schema, config, all, written, outputFile)
  const operations = printed(visitor, written)
  const content = [...printed(visitor, visitor.named()), ...operations].join('\n')
  const prepend = [
    ...visitor.getImports(),
    ...visitor.getExternalSchemaTypeImports(),
    ...visitor.getEnumsImports(),
    ...visitor.getScalarsImports(),
    ...visitor.getGlobalDeclarations(visitor.config.noExport),
    visitor.getExactUtilityType(),
    visitor.getIncrementalUtilityType(),
  ]
  return { prepend: prepend.filter((text) => text !== null), content }
}

/** What becomes text of a document; everything else stays what it is. */
function printed(visitor: ResultTypes, document: DocumentNode): string[] {
  const { definitions } = visit(document, {
    OperationDefinition: { leave: (node) => visitor.OperationDefinition(node) },
    FragmentDefinition: { leave: (node) => visitor.FragmentDefinition(node) },
    EnumTypeDefinition: { leave: (node) => visitor.EnumTypeDefinition(node) },
    InputObjectTypeDefinition: { leave: (node) => visitor.InputObjectTypeDefinition(node) },
    InputValueDefinition: {
      // It looks in them for the type that the member is of.
      leave: (node, key, parent, path, ancestors) =>
        visitor.InputValueDefinition(node, key, parent, [...path], [...ancestors] as never),
    },
  }) as { readonly definitions: readonly unknown[] }
  return definitions.filter((definition) => typeof definition === 'string')
}

class ResultTypes extends TypeScriptDocumentsVisitor {
  constructor(...given: ConstructorParameters<typeof TypeScriptDocumentsVisitor>) {
    super(...given)
    const [schema, , all] = given
    const fragments = all.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION
        ? [{ node, name: node.name.value, onType: node.typeCondition.name.value, isExternal: false }]
        : [],
    )
    const { config, scalars } = this
    const convertName = this.convertName.bind(this)
    const processor = new DescribedFields({
      namespacedImportName: config.namespacedImportName,
      convertName,
      enumPrefix: config.enumPrefix,
      enumSuffix: config.enumSuffix,
      scalars,
      printFieldsOnNewLines: config.printFieldsOnNewLines,
      formatNamedField: ({ name, isOptional }) =>
        `${config.immutableTypes ? 'readonly ' : ''}${name}${isOptional === true ? '?' : ''}`,
      wrapTypeWithModifiers: (base, type) =>
        wrapTypeWithModifiers(base, type, {
          wrapOptional: (inner) => printTypeScriptMaybeType({ type: inner, pattern: config.maybeValue }),
          wrapArray: (inner) => `${config.immutableTypes ? 'ReadonlyArray' : 'Array'}<${inner}>`,
        }),
    })
    const suffix = this.getFragmentSuffix.bind(this)
    this.setSelectionSetHandler(
      new SelectionSetToObject(processor, scalars, schema, convertName, suffix, fragments, config),
    )
  }

  /** The types that the operations name, those of introspection too: of all others nothing is printed. */
  named(): DocumentNode {
    const names = Object.keys(this._namedSchemaTypes)
    const types = Object.values(this.schema.getTypeMap()).filter(({ name }) => names.includes(name))
    return types.length === 0 ? { kind: Kind.DOCUMENT, definitions: [] } : parse(types.map(printType).join('\n'))
  }
}

/** The one place that knows which field it prints. */
class DescribedFields extends PreResolveTypesProcessor {
  override transformPrimitiveFields(type: Composite, fields: PrimitiveField[], unset?: boolean): ProcessResult {
    return describe(type, fields, unset, super.transformPrimitiveFields(type, fields, unset))
  }

  override transformAliasesPrimitiveFields(
    type: Composite,
    fields: PrimitiveAliasedFields[],
    unset?: boolean,
  ): ProcessResult {
    return describe(type, fields, unset, super.transformAliasesPrimitiveFields(type, fields, unset))
  }
}

type Composite = GraphQLObjectType | GraphQLInterfaceType

function describe(
  type: Composite,
  fields: readonly { readonly fieldName: string }[],
  unset: boolean | undefined,
  printed: ProcessResult,
): ProcessResult {
  if (printed === null || unset === true) return printed
  return printed.map((entry, index) => {
    const field = type.getFields()[fields[index]?.fieldName ?? '']
    if (field === undefined || typeof entry === 'string') return entry
    const named = getNamedType(field.type)
    return {
      name: field.description ? `${tsdoc(field.description.replaceAll(/\s+/g, ' '))} ${entry.name}` : entry.name,
      type: isEnumType(named) ? entry.type.replace(named.name, `Open<${named.name}>`) : entry.type,
    }
  })
}
