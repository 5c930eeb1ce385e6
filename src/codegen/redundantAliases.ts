import { Kind, visit, type DocumentNode } from 'graphql'

/**
 * A document without the aliases that repeat a field's own name. They mean nothing, and the generator takes the field with
 * the alias and the field without for two: where a result has both, it prints one member twice.
 */
export const withoutRedundantAliases = (document: DocumentNode): DocumentNode =>
  visit(document, {
    [Kind.FIELD]: (node) => (node.alias?.value === node.name.value ? { ...node, alias: undefined } : undefined),
  })
