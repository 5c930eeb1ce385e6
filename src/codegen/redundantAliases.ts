import { Kind, visit, type DocumentNode } from 'graphql'

/**
 * Removes aliases that equal the field's name. The generator treats a field with and without this alias as two, and
 * would print the member twice.
 */
export const withoutRedundantAliases = (document: DocumentNode): DocumentNode =>
  visit(document, {
    [Kind.FIELD]: (node) => (node.alias?.value === node.name.value ? { ...node, alias: undefined } : undefined),
  })
