import {
  GraphQLError,
  Kind,
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  specifiedRules,
  UniqueOperationNamesRule,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { documentOf, placeOf, type Definition, type Place } from './definitions.ts'

/** A validation error and its position. */
export interface Problem {
  readonly message: string
  readonly place: Place | undefined
}

/** An operation, or a fragment without one, that is invalid against the new schema. */
export interface BrokenDocument {
  readonly kind: Definition['kind']
  readonly name: string
  readonly problems: readonly Problem[]
  /** Whether it was invalid against the old schema too. */
  readonly alreadyBroken: boolean
}

/**
 * Finds operations, and fragments that no operation spreads, that are invalid against the new schema.
 *
 * @param others - Problems that validation does not find.
 */
export function brokenDocuments(
  definitions: readonly Definition[],
  before: GraphQLSchema,
  after: GraphQLSchema,
  others: ReadonlyMap<Definition, readonly Problem[]> = new Map(),
): BrokenDocument[] {
  const spread = new Set(definitions.filter(({ kind }) => kind !== 'fragment').flatMap(({ fragments }) => fragments))
  const suspects = suspectsIn(definitions, after)
  return definitions
    .filter((definition) => !spread.has(definition))
    .flatMap((definition) => {
      const document = documentOf(definition)
      const isSuspect = [definition, ...definition.fragments].some((each) => suspects.has(each))
      const errors = isSuspect ? errorsOf(after, document).map(toProblem) : []
      const problems = [...errors, ...(others.get(definition) ?? [])]
      if (problems.length === 0) return []
      const { kind, name } = definition
      return [{ kind, name, problems, alreadyBroken: errorsOf(before, document).length > 0 }]
    })
}

/**
 * Finds candidates by validating all definitions as one document, which is much faster than validating each operation
 * with its fragments. A definition that is invalid on its own is invalid there too.
 */
function suspectsIn(definitions: readonly Definition[], schema: GraphQLSchema): ReadonlySet<Definition> {
  const fragments = definitions.filter(({ kind }) => kind === 'fragment')
  // Which fragment is meant depends on the operation.
  if (new Set(fragments.map(({ name }) => name)).size < fragments.length) return new Set(definitions)
  const document = { kind: Kind.DOCUMENT, definitions: definitions.map(({ node }) => node) } as const
  const errors = [
    ...missingRootErrors(schema, document),
    ...validate(schema, document, rulesForOneDocument, { maxErrors: Number.MAX_SAFE_INTEGER }),
  ]
  const bySource = new Map(definitions.map((definition) => [definition.node.loc?.source, definition]))
  const sources = errors.flatMap(({ nodes }) => (nodes?.length ? nodes.map(({ loc }) => loc?.source) : [undefined]))
  return new Set(sources.includes(undefined) ? definitions : sources.flatMap((source) => bySource.get(source) ?? []))
}

/** Validation errors of a document. */
const errorsOf = (schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] => [
  ...missingRootErrors(schema, document),
  ...validate(schema, document, rules),
]

/** graphql-js does not report an operation whose root type is missing. */
export const missingRootErrors = (schema: GraphQLSchema, { definitions }: DocumentNode): GraphQLError[] =>
  definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION && !schema.getRootType(node.operation))
    .map((node) => new GraphQLError('The schema has no root type for this kind of operation.', { nodes: node }))

/** Fragments may be unused here, and an unused variable does not depend on the schema. */
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule && rule !== NoUnusedVariablesRule)

/** Operations of different files are sent separately, so several may be anonymous or share a name. */
const rulesForOneDocument = rules.filter(
  (rule) => rule !== UniqueOperationNamesRule && rule !== LoneAnonymousOperationRule,
)

const toProblem = (error: GraphQLError): Problem => ({
  message: validationMessageOf(error),
  place: error.nodes?.[0] && placeOf(error.nodes[0]),
})

/** Replaces the message that graphql-js gives when it stops comparing fields. */
export const validationMessageOf = ({ message }: GraphQLError): string =>
  message === 'Validation aborted.'
    ? 'It selects one response name too often to be validated. Select each field once.'
    : message
