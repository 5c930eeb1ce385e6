import {
  GraphQLError,
  Kind,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { documentOf, placeOf, type Definition, type Place } from './documents.ts'

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
  return definitions
    .filter((definition) => !spread.has(definition))
    .flatMap((definition) => {
      const document = documentOf(definition)
      const errors = errorsOf(after, document)
      if (errors.length === 0) return []
      const { kind, name } = definition
      const alreadyBroken = errorsOf(before, document).length > 0
      return [{ kind, name, problems: errors.map(toProblem), alreadyBroken }]
    })
}

/** What a schema has against a document. */
export const errorsOf = (schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] => [
  ...rootless(schema, document),
  ...validate(schema, document, rules),
]

/** Validation says nothing of an operation whose root type is not there at all. */
export const rootless = (schema: GraphQLSchema, { definitions }: DocumentNode): GraphQLError[] =>
  definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION && !schema.getRootType(node.operation))
    .map((node) => new GraphQLError('The schema has no type for operations of this kind.', { nodes: node }))

/** A fragment may stand alone here, and a variable that nothing uses is no matter of the schema. */
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule && rule !== NoUnusedVariablesRule)

const toProblem = ({ message, nodes }: GraphQLError): Problem => ({
  message,
  place: nodes?.[0] && placeOf(nodes[0]),
})
