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

/** Something that a schema does not allow, and where. */
export interface Problem {
  readonly message: string
  readonly place: Place | undefined
}

/** A document that a schema does not allow. */
export interface BrokenDocument {
  readonly kind: Definition['kind']
  readonly name: string
  readonly problems: readonly Problem[]
  /** Whether the old schema did not allow it either. */
  readonly alreadyBroken: boolean
}

/** Which operations the new schema does not allow, and which fragments that no operation spreads. */
export function brokenDocuments(
  definitions: readonly Definition[],
  before: GraphQLSchema,
  after: GraphQLSchema,
): BrokenDocument[] {
  const spread = new Set(definitions.filter(({ kind }) => kind !== 'fragment').flatMap(({ fragments }) => fragments))
  const suspects = suspectsIn(definitions, after)
  return definitions
    .filter((definition) => !spread.has(definition))
    .filter((definition) => suspects.has(definition) || definition.fragments.some((each) => suspects.has(each)))
    .flatMap((definition) => {
      const document = documentOf(definition)
      const errors = errorsOf(after, document)
      if (errors.length === 0) return []
      const { kind, name } = definition
      const alreadyBroken = errorsOf(before, document).length > 0
      return [{ kind, name, problems: errors.map(toProblem), alreadyBroken }]
    })
}

/**
 * The definitions that an error is in when all are validated as one document, which takes a fraction of the time that it
 * takes to validate each operation with its fragments: what is not valid by itself is not valid then either.
 */
function suspectsIn(definitions: readonly Definition[], schema: GraphQLSchema): ReadonlySet<Definition> {
  const fragments = definitions.filter(({ kind }) => kind === 'fragment')
  // Which one is meant depends on the operation.
  if (new Set(fragments.map(({ name }) => name)).size < fragments.length) return new Set(definitions)
  const document = { kind: Kind.DOCUMENT, definitions: definitions.map(({ node }) => node) } as const
  const errors = [
    ...missingRootErrors(schema, document),
    ...validate(schema, document, rulesForOneDocument, { maxErrors: Number.MAX_SAFE_INTEGER }),
  ]
  // Each definition is parsed out of a source of its own.
  const bySource = new Map(definitions.map((definition) => [definition.node.loc?.source, definition]))
  const sources = errors.flatMap(({ nodes }) => (nodes?.length ? nodes.map(({ loc }) => loc?.source) : [undefined]))
  return new Set(sources.includes(undefined) ? definitions : sources.flatMap((source) => bySource.get(source) ?? []))
}

/** What a schema has against a document. */
export const errorsOf = (schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] => [
  ...missingRootErrors(schema, document),
  ...validate(schema, document, rules),
]

/** Validation says nothing of an operation whose root type is not there at all. */
export const missingRootErrors = (schema: GraphQLSchema, { definitions }: DocumentNode): GraphQLError[] =>
  definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION && !schema.getRootType(node.operation))
    .map((node) => new GraphQLError('The schema has no type for operations of this kind.', { nodes: node }))

/** A fragment may stand alone here, and a variable that nothing uses is no matter of the schema. */
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule && rule !== NoUnusedVariablesRule)

/** Operations of different files are sent apart, so there may be several without a name, or of one. */
const rulesForOneDocument = rules.filter(
  (rule) => rule !== UniqueOperationNamesRule && rule !== LoneAnonymousOperationRule,
)

const toProblem = (error: GraphQLError): Problem => ({
  message: validationMessageOf(error),
  place: error.nodes?.[0] && placeOf(error.nodes[0]),
})

/** graphql-js stops comparing fields after a number of pairs, and does not say so. */
export const validationMessageOf = ({ message }: GraphQLError): string =>
  message === 'Validation aborted.'
    ? 'It selects too many fields under one name to be checked. Select each field once.'
    : message
