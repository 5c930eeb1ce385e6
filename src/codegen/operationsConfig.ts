/** Every scalar on purpose: with `strictScalars` a scalar that is missing here stops the generation. */
const scalars = {
  ID: 'string',
  DateTime: 'DateTime',
  PageSize: 'number',
  ComplexFilter: 'unknown',
  Upload: 'Blob',
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
  documentMode: 'documentNode',
  // urql's own type of a typed document: it needs no `graphql` package, and other clients accept it too.
  documentNodeImport: '@urql/core#TypedDocumentNode',
}
