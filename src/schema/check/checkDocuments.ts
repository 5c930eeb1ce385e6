import {
  Kind,
  NoDeprecatedCustomRule,
  NoUnusedFragmentsRule,
  specifiedRules,
  validate,
  type ASTNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql'
import { documentOf, placeOf, type Definition, type Place } from '../documents/definitions.ts'
import { withoutSureId, type Mark } from '../sdl/inferredMarks.ts'
import { experimentalParts } from '../sdl/experimentalParts.ts'
import { endpointMismatches } from './endpointMismatches.ts'
import { inferredNames } from './inferredNames.ts'
import { selectionsWithoutId } from './missingIds.ts'
import { validationMessageOf, missingRootErrors } from '../documents/brokenDocuments.ts'
import { operationWeight, type Weight } from './operationWeight.ts'

/** Maximum depth and cost of an operation. */
export type Limits = Weight

/** Well above the operations of this package, and below what the API is known to reject. */
export const defaultLimits: Limits = { depth: 10, cost: 10_000 }

/** A problem in a document. */
export interface Finding {
  readonly rule:
    'invalid' | 'deprecated' | 'id' | 'depth' | 'cost' | 'duplicate' | 'unused' | 'stale' | 'inferred' | 'endpoint'
  readonly message: string
  /** The operation or fragment, or the file for `stale`. */
  readonly name: string
  readonly place: Place | undefined
}

/** Whether a finding is about what may go wrong, not about what is wrong. */
export const isWarning = ({ rule }: Finding): boolean => rule === 'inferred' || rule === 'endpoint'

/** The result of a check. */
export interface Checked {
  readonly operations: readonly (Weight & { readonly name: string })[]
  /** Sorted by position. */
  readonly findings: readonly Finding[]
}

/**
 * Checks documents against a schema. A problem in a fragment is reported once, even if several operations spread it.
 *
 * @param marks - What the schema's comments say is inferred.
 */
export function checkDocuments(
  definitions: readonly Definition[],
  schema: GraphQLSchema,
  limits: Limits = defaultLimits,
  marks: readonly Mark[] = [],
): Checked {
  const spread = new Set(definitions.filter(({ kind }) => kind !== 'fragment').flatMap(({ fragments }) => fragments))
  const operations = definitions
    .filter(({ kind }) => kind !== 'fragment')
    .map((definition) => ({ definition, name: definition.name, ...operationWeight(definition, schema) }))
  const experimental = experimentalParts(schema)
  const unsure = withoutSureId(marks)
  const findings = [
    ...duplicates(definitions),
    ...definitions.flatMap((definition) => [
      // A fragment that is spread is validated with its operation.
      ...(spread.has(definition) ? [] : invalid(definition, schema)),
      ...deprecated(definition, schema),
      ...withoutIds(definition, schema, unsure),
      ...inferredNames(definition, schema, marks).map(({ message, at }) =>
        finding('inferred', definition, message, at),
      ),
      ...atOtherEndpoint(definition, schema, experimental),
    ]),
    ...operations.flatMap(({ definition, depth, cost }) => tooHeavy(definition, { depth, cost }, limits)),
  ]
  return {
    operations: operations.map(({ name, depth, cost }) => ({ name, depth, cost })),
    findings: withoutDuplicates(findings).sort((a, b) => byPlace(a.place, b.place)),
  }
}

/** Finds operations that no method sends. */
export const unsentOperations = (
  definitions: readonly Definition[],
  methods: Readonly<Record<string, readonly string[]>>,
): Finding[] =>
  definitions
    .filter(({ kind, name }) => kind !== 'fragment' && (methods[name] ?? []).length === 0)
    .map((definition) => finding('unused', definition, 'No method sends this operation.'))

const finding = (rule: Finding['rule'], { name, node }: Definition, message: string, at: ASTNode = node): Finding => ({
  rule,
  message,
  name,
  place: placeOf(at),
})

function duplicates(definitions: readonly Definition[]): Finding[] {
  const first = new Map<string, Definition>()
  return definitions.flatMap((definition) => {
    if (!definition.node.name) return []
    const key = `${definition.kind === 'fragment' ? 'fragment' : 'operation'} ${definition.name}`
    const known = first.get(key)
    if (!known) {
      first.set(key, definition)
      return []
    }
    const { file, line } = placeOf(known.node)
    return [finding('duplicate', definition, `Another ${key} exists at ${file}:${line}.`)]
  })
}

/** Servers reject unused variables. A fragment may be spread in another file. */
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule)

function invalid(definition: Definition, schema: GraphQLSchema): Finding[] {
  const document = documentOf(definition)
  return [...missingRootErrors(schema, document), ...validate(schema, document, rules)].map((error) =>
    ofError('invalid', definition, error),
  )
}

function deprecated(definition: Definition, schema: GraphQLSchema): Finding[] {
  const document = { kind: Kind.DOCUMENT, definitions: [definition.node] } as const
  return validate(schema, document, [NoDeprecatedCustomRule]).map((error) => ofError('deprecated', definition, error))
}

const ofError = (rule: Finding['rule'], definition: Definition, error: GraphQLError): Finding =>
  finding(rule, definition, validationMessageOf(error), error.nodes?.[0])

const withoutIds = (definition: Definition, schema: GraphQLSchema, unsure: ReadonlySet<string>): Finding[] =>
  selectionsWithoutId(definition, schema)
    .filter(({ field }) => !unsure.has(field))
    .map(({ type, at }) => finding('id', definition, `${type} has an id that is not selected.`, at))

const atOtherEndpoint = (definition: Definition, schema: GraphQLSchema, experimental: ReadonlySet<string>): Finding[] =>
  endpointMismatches(definition, schema, experimental).map(({ part, at }) =>
    finding('endpoint', definition, `${part} is only at /_gql, and this operation is sent to /graphql.`, at),
  )

function tooHeavy(definition: Definition, weight: Weight, limits: Limits): Finding[] {
  const { depth, cost } = weight
  const levels = `It is ${depth} levels deep; the limit is ${limits.depth}.`
  const objects = `A response may contain ${cost} objects; the limit is ${limits.cost}. Request smaller pages or fewer fields.`
  return [
    ...(depth > limits.depth ? [finding('depth', definition, levels)] : []),
    ...(cost > limits.cost ? [finding('cost', definition, objects)] : []),
  ]
}

function withoutDuplicates(findings: readonly Finding[]): Finding[] {
  const key = ({ rule, message, place }: Finding) => JSON.stringify([rule, message, place])
  return [...new Map([...findings].reverse().map((finding) => [key(finding), finding])).values()].reverse()
}

function byPlace(a: Place | undefined, b: Place | undefined): number {
  if (!a || !b) return Number(Boolean(b)) - Number(Boolean(a))
  return (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column
}
