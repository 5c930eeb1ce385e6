import type { ASTNode, GraphQLSchema } from 'graphql'
import { isExperimentalDocument } from '../../core/documentRoots.ts'
import { documentOf, type Definition } from '../documents/definitions.ts'
import { usedParts } from '../impact/usedParts.ts'

/** A part of the experimental endpoint in an operation that goes to the public one. */
export interface EndpointMismatch {
  /** Such as `User.defaultRole`. */
  readonly part: string
  readonly at: ASTNode
}

/**
 * Finds what an operation asks the public endpoint for, by its root fields, and only the experimental one has.
 *
 * @param experimental - The parts of the schema that only the experimental endpoint has.
 */
export function endpointMismatches(
  definition: Definition,
  schema: GraphQLSchema,
  experimental: ReadonlySet<string>,
): EndpointMismatch[] {
  if (experimental.size === 0 || definition.kind === 'fragment') return []
  if (isExperimentalDocument(documentOf(definition))) return []
  return [definition, ...definition.fragments]
    .flatMap((each) => usedParts(each, schema))
    .filter(({ at, by }) => by !== 'variable' && experimental.has(at))
    .map(({ at, node }) => ({ part: at, at: node }))
}
