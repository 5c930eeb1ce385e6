/** Every scalar on purpose: with `strictScalars` a scalar that is missing here stops the generation. */
const scalars = {
  ID: 'string',
  DateTime: 'DateTime',
  PageSize: 'number',
  ComplexFilter: 'unknown',
  Upload: 'globalThis.Blob',
  AlignerrSearchServiceQuery: 'unknown',
}

/** How operations become types and documents. */
export const operationsConfig = {
  scalars,
  strictScalars: true,
  useTypeImports: true,
  immutableTypes: true,
  arrayInputCoercion: false,
  printFieldsOnNewLines: true,
}

/** The same within a user's configuration, which may name scalars of the user's own schema. */
export const userOperationsConfig = (given: { readonly scalars?: unknown } = {}): typeof operationsConfig => ({
  ...given,
  ...operationsConfig,
  scalars: { ...(given.scalars as object | undefined), ...scalars },
})
