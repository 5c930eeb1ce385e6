import type { TypedDocumentNode } from '@urql/core'
import { relations } from '../../generated/filters.ts'
import type { TypedOperation } from '../../generated/operations.ts'
import { toDateTime } from '../core/dates.ts'
import { LabelboxError } from '../core/errors.ts'

/** The relations of an organization that can be filtered and ordered. */
export type Relation = keyof typeof relations

/** What a filter's value is in TypeScript, by the GraphQL type of its variable. */
type Value<Type> = Type extends 'DateTime'
  ? Date | string
  : Type extends 'Boolean'
    ? boolean
    : Type extends `[${string}]`
      ? readonly string[]
      : string

/**
 * A filter: each member must hold. A member is a field, alone for equality or with one of the suffixes `_not`, `_lt`,
 * `_lte`, `_gt`, `_gte`. Removed projects are never listed, so projects cannot be filtered by `deleted`.
 *
 * @see Labelbox's SDK writes the same grammar; which comparisons the API offers for each field beyond those that the
 * SDK's own tests use has not been proven.
 */
export type Where<R extends Relation> = {
  readonly [Field in Exclude<keyof (typeof relations)[R]['where'], R extends 'projects' ? 'deleted' : never>]?:
    Value<(typeof relations)[R]['where'][Field]> | undefined
}

/** A sort key: a field and a direction, `createdAt_DESC`. The API sorts by one key only. */
export type OrderBy<R extends Relation> = (typeof relations)[R]['orderBy'][number]

/** How to narrow and order a relation. */
export interface Refinement<R extends Relation> {
  readonly where?: Where<R> | undefined
  readonly orderBy?: OrderBy<R> | undefined
}

type Node = TypedDocumentNode<never, never>['definitions'][number]
type Operation = Extract<Node, { readonly kind: 'OperationDefinition' }>
type Field = Extract<Operation['selectionSet']['selections'][number], { readonly kind: 'Field' }>
type Argument = NonNullable<Field['arguments']>[number]
type VariableDefinition = NonNullable<Operation['variableDefinitions']>[number]

/**
 * Writes a filter and an order into a document that lists a relation, as inline literals with scalar variables, because
 * the names that the API gives to their types are not known. A filter that the document already has stays.
 *
 * @example
 * const { document, variables } = refine(UsersDocument, 'users', { where: { email: 'a@example.com' }, orderBy: 'email_ASC' })
 * await labelbox.execute(document, { ...variables, skip: 0, first: 100 })
 * @throws LabelboxError `INVALID_INPUT` for a field, an order or a value that the API does not know.
 */
export function refine<R extends Relation, Document extends TypedDocumentNode<unknown, never>>(
  document: Document,
  relation: R,
  { where = {}, orderBy }: Refinement<R>,
): { readonly document: Document; readonly variables: Readonly<Record<string, unknown>> } {
  // A document may have been refined before: its variables stay, and its order makes way for a new one.
  const taken = document.definitions
    .flatMap((definition) => (definition.kind === 'OperationDefinition' ? (definition.variableDefinitions ?? []) : []))
    .map(({ variable }) => Number(/^param_(\d+)$/.exec(variable.name.value)?.[1] ?? -1))
    .reduce((most, index) => Math.max(most, index + 1), 0)
  const comparisons = Object.entries(where)
    .filter(([, value]) => value !== undefined)
    .map(([field, value], index) => comparison(relation, field, value, `param_${taken + index}`))
  if (orderBy !== undefined) requireOrder(relation, orderBy)
  if (comparisons.length === 0 && orderBy === undefined) return { document, variables: {} }

  const edit = (field: Field): Field => ({
    ...field,
    arguments: [
      ...whereArgument(
        field,
        comparisons.map(({ literal }) => literal),
      ),
      ...(field.arguments ?? []).filter(
        ({ name }) => name.value !== 'where' && !(name.value === 'orderBy' && orderBy !== undefined),
      ),
      ...(orderBy === undefined ? [] : [argument('orderBy', { kind: 'EnumValue', value: orderBy } as Literal)]),
    ],
  })
  const dates = (document as Partial<TypedOperation<unknown, never>>).__meta__?.dates
  return {
    document: {
      // Of what others keep in a document, a hash of its text for one, only this is still true.
      ...(dates && { __meta__: { dates } }),
      kind: document.kind,
      definitions: document.definitions.map((definition) =>
        definition.kind === 'OperationDefinition'
          ? {
              ...withField(definition, ['organization', relation], edit),
              variableDefinitions: [
                ...(definition.variableDefinitions ?? []),
                ...comparisons.map(({ definition }) => definition),
              ],
            }
          : definition,
      ),
    } as unknown as Document,
    variables: Object.fromEntries(comparisons.map(({ parameter, value }) => [parameter, value])),
  }
}

type Literal = Argument['value']

function comparison(relation: Relation, field: string, value: unknown, parameter: string) {
  const types: Readonly<Record<string, string>> = relations[relation].where
  const type = Object.hasOwn(types, field) ? types[field] : undefined
  if (type === undefined || (relation === 'projects' && field === 'deleted')) {
    throw invalid(`${relation} cannot be filtered by that field. Known: ${Object.keys(types).join(', ')}.`)
  }
  return {
    parameter,
    value: encode(type, value, field),
    literal: object(field, { kind: 'Variable', name: name(parameter) } as Literal),
    definition: {
      kind: 'VariableDefinition',
      variable: { kind: 'Variable', name: name(parameter) },
      type: { kind: 'NonNullType', type: typeNode(type) },
    } as VariableDefinition,
  }
}

/** Values leave here as the API reads them. A comparison with null is none that the API can express. */
function encode(type: string, value: unknown, field: string): unknown {
  if (type === 'DateTime' && value instanceof Date && !Number.isNaN(value.getTime())) return toDateTime(value)
  if (type === 'Boolean' && typeof value === 'boolean') return value
  if (type.startsWith('[') && Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  if (!type.startsWith('[') && type !== 'Boolean' && typeof value === 'string') return value
  throw invalid(`The filter ${field} takes a value of type ${type}, and not null.`)
}

function requireOrder(relation: Relation, orderBy: string): void {
  const known: readonly string[] = relations[relation].orderBy
  if (!known.includes(orderBy)) throw invalid(`${relation} cannot be ordered by that. Known: ${known.join(', ')}.`)
}

/** All filters in one, as the SDK writes them: AND joins two, and nests for more. */
function whereArgument(field: Field, literals: readonly Literal[]): readonly Argument[] {
  const present = field.arguments?.find(({ name }) => name.value === 'where')
  const all = present === undefined ? literals : [present.value, ...literals]
  if (all.length === 0) return []
  return [
    argument(
      'where',
      all.reduce((left, right) => object('AND', { kind: 'ListValue', values: [left, right] } as Literal)),
    ),
  ]
}

const name = (value: string) => ({ kind: 'Name', value }) as const
const object = (field: string, value: Literal): Literal =>
  ({ kind: 'ObjectValue', fields: [{ kind: 'ObjectField', name: name(field), value }] }) as unknown as Literal
const argument = (of: string, value: Literal): Argument =>
  ({ kind: 'Argument', name: name(of), value }) as unknown as Argument

const typeNode = (type: string): object =>
  type.startsWith('[')
    ? { kind: 'ListType', type: { kind: 'NonNullType', type: typeNode(type.slice(1, -2)) } }
    : { kind: 'NamedType', name: name(type) }

/** Replaces the field at a path of names; a document without it is no list of that relation. */
function withField<T extends Operation | Field>(
  node: T,
  [head, ...rest]: readonly string[],
  edit: (field: Field) => Field,
): T {
  const selections = node.selectionSet?.selections ?? []
  if (!selections.some((selection) => selection.kind === 'Field' && selection.name.value === head)) {
    throw invalid(`The document does not ask for ${String(head)}, so it cannot be filtered or ordered there.`)
  }
  return {
    ...node,
    selectionSet: {
      kind: 'SelectionSet',
      selections: selections.map((selection) => {
        if (selection.kind !== 'Field' || selection.name.value !== head) return selection
        return rest.length === 0 ? edit(selection) : withField(selection, rest, edit)
      }),
    },
  }
}

const invalid = (message: string): LabelboxError => new LabelboxError({ code: 'INVALID_INPUT', message })
