/** All scalars are listed on purpose: with `strictScalars`, a missing one stops codegen. */
const scalars = {
  ID: 'string',
  DateTime: 'DateTime',
  PageSize: 'number',
  ComplexFilter: 'unknown',
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

/** The same options merged into a user's configuration, which may map scalars of its own schema. */
export const userOperationsConfig = (given: { readonly scalars?: unknown } = {}): typeof operationsConfig => ({
  ...given,
  ...operationsConfig,
  scalars: { ...(given.scalars as object | undefined), ...scalars },
})
