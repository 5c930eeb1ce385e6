import {
  TypeScriptDocumentsVisitor,
  type TypeScriptDocumentsPluginConfig,
} from '@graphql-codegen/typescript-operations'
import {
  PreResolveTypesProcessor,
  printTypeScriptMaybeType,
  SelectionSetToObject,
  wrapTypeWithModifiers,
  type LinkField,
  type PrimitiveAliasedFields,
  type PrimitiveField,
  type ProcessResult,
} from '@graphql-codegen/visitor-plugin-common'
import {
  buildASTSchema,
  Kind,
  parse,
  printSchema,
  printType,
  visit,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql'
import { tsdoc } from './tsdoc.ts'
import { withFreeNames, type ConstantNames, type Source } from './typeNames.ts'

/**
 * Generates result and variable types like `typescript-operations`, with schema descriptions and deprecations as TSDoc on
 * result fields, with open enums in results, and without `Exact`. The plugin has no option for these and accepts no other
 * visitor, so this extends its visitor and runs it as the plugin does.
 */
export function resultTypes(
  described: Source,
  config: TypeScriptDocumentsPluginConfig & ConstantNames,
  outputFile: string,
): { readonly prepend: readonly string[]; readonly content: string } {
  const visitorOf = ({ schema, all, written }: Source) => new ResultTypes(schema, config, all, written, outputFile)
  const source = config.disableDescriptions === true ? withoutDescriptions(described) : described
  const given = visitorOf(source)
  const free = withFreeNames(source, given, config)
  const visitor = free === source ? given : visitorOf(free)
  const operations = printed(visitor, free.written)
  const content = [...printed(visitor, visitor.named()), ...operations].join('\n')
  const prepend = [
    ...visitor.getImports(),
    ...visitor.getExternalSchemaTypeImports(),
    ...visitor.getEnumsImports(),
    ...visitor.getScalarsImports(),
    ...visitor.getGlobalDeclarations(visitor.config.noExport),
    // Only results with `@defer` use it.
    content.includes('Incremental<') ? visitor.getIncrementalUtilityType() : null,
  ]
  return { prepend: prepend.filter((text) => text !== null), content }
}

function withoutDescriptions(source: Source): Source {
  const text = visit(parse(printSchema(source.schema)), { leave: (node) => ({ ...node, description: undefined }) })
  return { ...source, schema: buildASTSchema(text, { assumeValid: true }) }
}

type NameOptions = Parameters<TypeScriptDocumentsVisitor['convertName']>[1]

/** Visits a document and keeps the definitions that become text. */
function printed(visitor: ResultTypes, document: DocumentNode): string[] {
  const { definitions } = visit(document, {
    OperationDefinition: { leave: (node) => visitor.OperationDefinition(node) },
    FragmentDefinition: { leave: (node) => visitor.FragmentDefinition(node) },
    EnumTypeDefinition: { leave: (node) => visitor.EnumTypeDefinition(node) },
    InputObjectTypeDefinition: { leave: (node) => visitor.InputObjectTypeDefinition(node) },
    InputValueDefinition: {
      // The visitor searches the ancestors for the type of the member.
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
    const namespace = config.namespacedImportName ? `${config.namespacedImportName}.` : ''
    const convertName = this.convertName.bind(this)
    const processor = new DescribedFields({
      // The processor converts only enum names, and prefixes the result with the namespace.
      convertName: (node, options: NameOptions) => `Open<${namespace}${convertName(node, options)}>`,
      namespacedImportName: null,
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
    // The visitor ignores `enumPrefix` and `enumSuffix` for members of input types.
    for (const used of Object.values(this._usedSchemaTypes)) {
      if (used.type !== 'GraphQLEnumType') continue
      const affixes = { useTypesPrefix: config.enumPrefix, useTypesSuffix: config.enumSuffix }
      used.tsType = this.convertName(used.node.name, affixes)
    }
    const suffix = this.getFragmentSuffix.bind(this)
    this.setSelectionSetHandler(new SelectionSets(processor, scalars, schema, convertName, suffix, fragments, config))
  }

  /** Without `Exact`, of which editors would show the members in place of the name of the type. */
  protected override applyVariablesWrapper(variables: string, operationType: string): string {
    const members = variables === '{}' ? '{ [key: string]: never; }' : variables
    return this.config.allowUndefinedQueryVariables && operationType === 'Query' ? `${members} | undefined` : members
  }

  override EnumTypeDefinition(node: EnumTypeDefinitionNode): string | null {
    const text = this.#enumText(node)
    // Of a type that `enumValues` imports, which the generator exports as if it were a value.
    return this.config.useTypeImports ? (text?.replace(/^export \{/, 'export type {') ?? null) : text
  }

  /**
   * With `enumType`, each value becomes a member. Members keep their GraphQL names if two converted names are equal, or
   * one is empty because it consisted of underscores.
   */
  #enumText(node: EnumTypeDefinitionNode): string | null {
    const { convert } = this.config
    const members = node.values?.map((value) => convert(value, { transformUnderscore: true })) ?? []
    if (new Set(members).size === members.length && !members.includes('')) return super.EnumTypeDefinition(node)
    this.config.convert = (each, options) =>
      typeof each === 'object' && each.kind === Kind.ENUM_VALUE_DEFINITION ? each.name.value : convert(each, options)
    try {
      return super.EnumTypeDefinition(node)
    } finally {
      this.config.convert = convert
    }
  }

  /** The schema types that the operations name, including introspection types. No others are printed. */
  named(): DocumentNode {
    const names = Object.keys(this._namedSchemaTypes)
    const types = Object.values(this.schema.getTypeMap()).filter(({ name }) => names.includes(name))
    return types.length === 0 ? { kind: Kind.DOCUMENT, definitions: [] } : parse(types.map(printType).join('\n'))
  }
}

/** Tells the processor the type whose fields it prints. */
class SelectionSets extends SelectionSetToObject {
  override createNext(type: GraphQLNamedType, selectionSet: SelectionSetNode): SelectionSetToObject {
    const { _processor: processor, _scalars: scalars, _schema: schema, _config: config } = this
    const [convertName, suffix] = [this._convertName.bind(this), this._getFragmentSuffix.bind(this)]
    const next = new SelectionSets(
      ...([
        processor,
        scalars,
        schema,
        convertName,
        suffix,
        this._loadedFragments,
        config,
        type,
        selectionSet,
      ] as const),
    )
    next._seenFieldNames = this._seenFieldNames
    return next
  }

  protected override buildSelectionSet(...given: Parameters<SelectionSetToObject['buildSelectionSet']>) {
    const { _processor: processor } = this
    const parents = processor instanceof DescribedFields ? processor.parents : []
    parents.push(given[0])
    try {
      return super.buildSelectionSet(...given)
    } finally {
      parents.pop()
    }
  }
}

/** Adds descriptions and deprecations where the generator knows which field it prints. */
class DescribedFields extends PreResolveTypesProcessor {
  /** The types whose fields are being printed, outer ones first. */
  readonly parents: GraphQLObjectType[] = []

  /** Fields that return objects. Their members are described, and they themselves only if they are deprecated. */
  override transformLinkFields(fields: LinkField[], unset?: boolean): ProcessResult {
    const printed = super.transformLinkFields(fields, unset)
    if (unset === true) return printed
    const known = this.parents.at(-1)?.getFields() ?? {}
    return (
      printed?.map((entry, index) => {
        const name = (fields[index]?.name ?? '').replaceAll(/^readonly |\?$/g, '')
        const tag = deprecationTag(known[name]?.deprecationReason)
        return tag === '' || typeof entry === 'string' ? entry : { ...entry, name: `${tsdoc(tag)} ${entry.name}` }
      }) ?? null
    )
  }

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
    const lines = field ? [onOneLine(field.description), deprecationTag(field.deprecationReason)] : []
    const text = lines.filter((line) => line !== '').join('\n')
    return text === '' || typeof entry === 'string' ? entry : { ...entry, name: `${tsdoc(text)} ${entry.name}` }
  })
}

const onOneLine = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim()

const deprecationTag = (reason: string | null | undefined): string =>
  reason == null ? '' : `@deprecated ${onOneLine(reason)}`.trim()
