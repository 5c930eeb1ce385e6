/** All scalars are listed on purpose: with `strictScalars`, a missing one stops codegen. */
const scalars = {
  ID: 'string',
  DateTime: 'DateTime',
  PageSize: 'number',
  ComplexFilter: 'unknown',
  Json: 'unknown',
  Upload: 'globalThis.Blob',
  AlignerrSearchServiceQuery: 'unknown',
}

/** Codegen options for operations. */
export const operationsConfig = {
  scalars,
  strictScalars: true,
  useTypeImports: true,
  immutableTypes: true,
  arrayInputCoercion: false,
  printFieldsOnNewLines: true,
}

/** Options of the generator as a user wrote them. */
export type GivenOptions = Readonly<Record<string, unknown>>

/**
 * The options above under those of a user, whose schema may have scalars of its own.
 *
 * @throws Error if an option cannot be honored, with its name and the reason.
 */
export function userOperationsConfig(given: GivenOptions = {}): GivenOptions {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  const refused = set.flatMap(([name, value]) => {
    const reason = Object.hasOwn(refusals, name) ? refusals[name]?.(value, given) : undefined
    return reason === undefined ? [] : [`- ${name}: ${reason}`]
  })
  if (refused.length > 0) throw new Error(`${cannotHonor}\n${refused.join('\n')}\n${removeThem}`)
  const options = Object.fromEntries(set)
  const own = options['scalars']
  return {
    ...operationsConfig,
    strictScalars: false,
    ...options,
    // A path of a module that has them all.
    scalars: typeof own === 'string' ? own : { ...scalars, ...withoutImports(own) },
  }
}

const cannotHonor = 'labelboxOperations cannot honor these options of GraphQL Code Generator:'
const removeThem =
  "Remove them from this output. If another output needs one, set it to undefined in this output's `config`."

/** The generated file imports the package's date type already. */
const withoutImports = (given: unknown): object =>
  Object.fromEntries(
    Object.entries(given ?? {}).map(([name, type]) => [
      name,
      type === 'labelbox-org/operations#DateTime' ? 'DateTime' : (type as unknown),
    ]),
  )

type Refusal = (value: unknown, options: GivenOptions) => string | undefined

const unless =
  (...honored: readonly unknown[]) =>
  (reason: string): Refusal =>
  (value) =>
    honored.includes(value) ? undefined : reason
const unlessFalse = unless(false)
const always = unless()

/** Options that cannot be honored, with the reason; a reason that is undefined accepts the value. */
const refusals: Readonly<Record<string, Refusal>> = {
  documentMode: unless(
    'documentNode',
    'documentNodeImportFragments',
  )('documents are syntax trees, as `labelbox.execute`, `refine` and caches need them.'),
  documentNodeImport: always('documents have the type TypedOperation of labelbox-org/operations.'),
  importOperationTypesFrom: always('the types are in the same file as the documents.'),
  importDocumentNodeExternallyFrom: always('the documents are in the same file as their types.'),
  externalFragments: always('fragments are found among the documents.'),
  fragmentImports: always('each document includes the fragments that it needs.'),
  includeExternalFragments: unlessFalse('fragments of external documents are not generated again.'),
  noExport: unlessFalse('documents have to be exported.'),
  globalNamespace: unlessFalse('documents have to be exported.'),
  addOperationExport: unlessFalse('the documents are exported already.'),
  generateOperationTypes: unless(true)('documents need the types of their results.'),
  flattenGeneratedTypes: unlessFalse("it needs Relay's compiler, which this package does not include."),
  flattenGeneratedTypesIncludeFragments: unlessFalse('it needs flattenGeneratedTypes.'),
  nullability: always("Labelbox's schema has no semantic nullability."),
  experimentalFragmentVariables: unlessFalse('GraphQL servers accept no variables of fragments.'),
  mergeFragmentTypes: (value, { inlineFragmentTypes = 'inline' }) =>
    value === true && inlineFragmentTypes !== 'inline'
      ? 'with inlineFragmentTypes, the generator refers to types that it then leaves out.'
      : undefined,
  addTypenameToSelectionSets: unlessFalse('caches add `__typename` to a document when they send it.'),
  enumType: (value) => (value === 'native-numeric' ? 'Labelbox sends names of enum values, not numbers.' : undefined),
  namespacedImportName: (_, { importSchemaTypesFrom }) =>
    importSchemaTypesFrom === undefined ? 'it needs importSchemaTypesFrom.' : undefined,
  unstable_onExecutableDocumentNode: always('it finds the dates of each document.'),
  unstable_omitDefinitions: unlessFalse('documents are sent with their definitions.'),
  // Options of former versions, which the generator would ignore.
  enumsAsTypes: unless(true)("it is the default. For others, use enumType, such as enumType: 'native'."),
  enumsAsConst: unlessFalse("use enumType: 'const'."),
}
