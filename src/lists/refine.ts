import type { TypedDocumentNode } from '@urql/core'
import { relations, type Lists } from '../../generated/filters.ts'
import type { TypedOperation } from '../../generated/operations.ts'
import { toDateTime } from '../core/dates.ts'
import { invalid } from '../core/guards.ts'
import { refinedOf, type Refined } from '../core/refinedDocument.ts'

/** The lists of an organization that can be filtered and ordered. */
export type Relation = 'users' | 'projects'

/**
 * A filter, whose members are combined by AND. A member is a field: alone it compares for equality, otherwise it has a
 * suffix, `_not`, `_lt`, `_lte`, `_gt` or `_gte`. Removed projects are never listed, so projects can't be filtered by
 * `deleted`.
 *
 * Labelbox's SDK uses the same grammar. Which comparisons the API supports for each field, beyond those in the tests of
 * the SDK, is not documented.
 */
export type Where<R extends Relation> = Lists[R]['where']

/** A sort key: a field and a direction, for example `createdAt_DESC`. The API sorts by one key. */
export type OrderBy<R extends Relation> = Lists[R]['orderBy']

/** A filter and an order for a list. */
export interface Refinement<R extends Relation> {
  /**
   * Lists only records for which all members hold, such as `{ createdAt_gte: lastMonth }`. A member is a field: alone it
   * compares for equality, otherwise it has a suffix, `_not`, `_lt`, `_lte`, `_gt` or `_gte`. Default: no filter.
   */
  readonly where?: Where<R> | undefined
  /** Sorts by one field: `createdAt_DESC`. Default: decided by Labelbox. */
  readonly orderBy?: OrderBy<R> | undefined
}

type Node = TypedDocumentNode<never, never>['definitions'][number]
type Operation = Extract<Node, { readonly kind: 'OperationDefinition' }>
type Field = Extract<Operation['selectionSet']['selections'][number], { readonly kind: 'Field' }>
type Argument = NonNullable<Field['arguments']>[number]
type VariableDefinition = NonNullable<Operation['variableDefinitions']>[number]

/**
 * Adds a filter and an order to a document that lists users or projects. A filter that the document already has is kept;
 * its order is replaced.
 *
 * Both are written as inline literals with scalar variables, because the names of the API's filter types are not known.
 *
 * @returns The new document and the variables to send with it.
 * @throws LabelboxError `INVALID_INPUT` for a field, an order or a value that the API doesn't know.
 * @example
 * const { document, variables } = refine(UsersDocument, 'users', { where: { email: 'a@example.com' }, orderBy: 'email_ASC' })
 * await labelbox.execute(document, { ...variables, skip: 0, first: 100 })
 */
export function refine<R extends Relation, Document extends TypedDocumentNode<unknown, never>>(
  document: Document,
  relation: R,
  refinement: Refinement<R>,
): { readonly document: Document; readonly variables: Readonly<Record<string, unknown>> } {
  const { where = {}, orderBy } = refinement
  const firstFree = nextParameter(document)
  const comparisons = Object.entries(where)
    .filter(([, value]) => value !== undefined)
    .map(([field, value], index) => {
      const { type, ...rest } = comparison(relation, field, `param_${firstFree + index}`)
      return { ...rest, value: encode(type, value, field) }
    })
  return {
    document: withRefinement(document, relation, comparisons, orderBy),
    variables: Object.fromEntries(comparisons.map(({ parameter, value }) => [parameter, value])),
  }
}

/** The names of a list's filters: a field alone or with a suffix, as in {@link Where}. */
export type FilterName<R extends Relation> = keyof Where<R> & string

/** The variables of filters, by their names. A date is text, as the API writes it. */
export type FilterVariables<R extends Relation, Name extends string> = {
  readonly [Field in Name]: Field extends keyof Where<R> ? Exclude<Where<R>[Field], Date | undefined> : never
}

/**
 * Adds filters whose values are variables, and an order, to a document that lists users or projects. The new document is a
 * constant with types of its own, for hooks: a filter is a variable with the filter's name.
 *
 * @param by - `where`, the names of the filters, and `orderBy`.
 * @throws LabelboxError `INVALID_INPUT` for a filter or an order that the API doesn't know.
 * @example
 * const NewUsersDocument = refineBy(UsersDocument, 'users', { where: ['createdAt_gte'], orderBy: 'createdAt_DESC' })
 * type NewUser = NonNullable<ResultOf<typeof NewUsersDocument>['organization']>['users'][number]
 *
 * const variables = { createdAt_gte: '2026-01-01T00:00:00Z', skip: 0, first: 100 }
 * const [{ data }] = useQuery({ query: NewUsersDocument, variables })
 */
export function refineBy<Result, Variables, R extends Relation, Name extends FilterName<R> = never>(
  document: TypedDocumentNode<Result, Variables>,
  relation: R,
  by: { readonly where?: readonly Name[] | undefined; readonly orderBy?: OrderBy<R> | undefined },
): TypedDocumentNode<Result, Variables & FilterVariables<R, Name>> {
  const { where = [], orderBy } = by
  const untyped = document as TypedDocumentNode<unknown, never>
  const comparisons = where.map((field) => comparison(relation, field, field))
  const taken = variablesOf(untyped).map(({ variable }) => variable.name.value)
  if (where.some((field, index) => taken.includes(field) || where.indexOf(field) !== index))
    throw invalid('The document has a variable of that name already. Name each filter once.')
  return withRefinement(untyped, relation, comparisons, orderBy) as never
}

/** The type of a document's result. */
export type ResultOf<Document> = Document extends TypedDocumentNode<infer Result, never> ? Result : never

/** The type of a document's variables. */
export type VariablesOf<Document> = Document extends {
  readonly __ensureTypesOfVariablesAndResultMatching?: ((variables: infer Variables) => unknown) | undefined
}
  ? Variables
  : never

interface Comparison {
  readonly field: string
  readonly parameter: string
  readonly literal: Literal
  readonly definition: VariableDefinition
}

function withRefinement<Document extends TypedDocumentNode<unknown, never>>(
  document: Document,
  relation: Relation,
  comparisons: readonly Comparison[],
  orderBy: string | undefined,
): Document {
  if (orderBy !== undefined) requireOrder(relation, orderBy)
  if (comparisons.length === 0 && orderBy === undefined) return document

  const edit = (field: Field): Field => {
    const filter = whereArgument(field, comparisons)
    const others = (field.arguments ?? []).filter(
      ({ name }) => name.value !== 'where' && !(name.value === 'orderBy' && orderBy !== undefined),
    )
    const order = orderBy === undefined ? [] : [argument('orderBy', { kind: 'EnumValue', value: orderBy } as Literal)]
    return { ...field, arguments: [...filter, ...others, ...order] }
  }
  const { base, steps }: Refined = refinedOf(document) ?? { base: document, steps: [] }
  const parameters = Object.fromEntries(comparisons.map(({ field, parameter }) => [field, parameter]))
  const step = { relation, where: parameters, orderBy }
  const added = comparisons.map(({ definition }) => definition)
  const dates = (document as Partial<TypedOperation<unknown, never>>).__meta__?.dates
  return {
    // Other metadata, such as a hash of the text, no longer holds.
    __meta__: { ...(dates && { dates }), refined: { base, steps: [...steps, step] } },
    kind: document.kind,
    definitions: document.definitions.map((definition) =>
      definition.kind === 'OperationDefinition'
        ? {
            ...withField(definition, ['organization', relation], edit),
            variableDefinitions: [...(definition.variableDefinitions ?? []), ...added],
          }
        : definition,
    ),
  } as unknown as Document
}

const variablesOf = ({ definitions }: TypedDocumentNode<unknown, never>): readonly VariableDefinition[] =>
  definitions.flatMap((definition) =>
    definition.kind === 'OperationDefinition' ? (definition.variableDefinitions ?? []) : [],
  )

/** The number of the next variable, as a document may have been refined before. */
const nextParameter = (document: TypedDocumentNode<unknown, never>): number =>
  variablesOf(document)
    .map(({ variable }) => Number(/^param_(\d+)$/.exec(variable.name.value)?.[1] ?? -1))
    .reduce((next, number) => Math.max(next, number + 1), 0)

type Literal = Argument['value']

function comparison(relation: Relation, field: string, parameter: string): Comparison & { readonly type: string } {
  const types: Readonly<Record<string, string>> = relations[relation].where
  const known = Object.keys(types).filter((each) => relation !== 'projects' || each !== 'deleted')
  const type = known.includes(field) ? types[field] : undefined
  if (type === undefined) {
    throw invalid(`${relation} can't be filtered by that field. Known fields: ${known.join(', ')}.`)
  }
  return {
    field,
    parameter,
    type,
    literal: object(field, { kind: 'Variable', name: name(parameter) } as Literal),
    definition: {
      kind: 'VariableDefinition',
      variable: { kind: 'Variable', name: name(parameter) },
      type: { kind: 'NonNullType', type: typeNode(type) },
    } as VariableDefinition,
  }
}

/** Converts a value to what the API reads. The API can't compare with null. */
function encode(type: string, value: unknown, field: string): unknown {
  if (type === 'DateTime' && value instanceof Date && !Number.isNaN(value.getTime())) return toDateTime(value)
  if (type === 'Boolean' && typeof value === 'boolean') return value
  if (type.startsWith('[') && Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  if (!type.startsWith('[') && type !== 'Boolean' && typeof value === 'string') return value
  throw invalid(`The filter ${field} needs a value of type ${type}. It can't be null.`)
}

function requireOrder(relation: Relation, orderBy: string): void {
  const known: readonly string[] = relations[relation].orderBy
  if (!known.includes(orderBy))
    throw invalid(`${relation} can't be ordered by that. Known orders: ${known.join(', ')}.`)
}

/** Combines all filters like the SDK does: AND has two members, and is nested for more. */
function whereArgument(field: Field, comparisons: readonly { readonly literal: Literal }[]): readonly Argument[] {
  const literals = comparisons.map(({ literal }) => literal)
  const present = field.arguments?.find(({ name }) => name.value === 'where')
  const all = present === undefined ? literals : [present.value, ...literals]
  if (all.length === 0) return []
  const and = (left: Literal, right: Literal): Literal =>
    object('AND', { kind: 'ListValue', values: [left, right] } as Literal)
  return [argument('where', all.reduce(and))]
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

/** Replaces the field at a path of names. */
function withField<T extends Operation | Field>(
  node: T,
  [head, ...rest]: readonly string[],
  edit: (field: Field) => Field,
): T {
  const selections = node.selectionSet?.selections ?? []
  if (!selections.some((selection) => selection.kind === 'Field' && selection.name.value === head)) {
    throw invalid(`The document does not request ${String(head)}, so it can't be filtered or ordered there.`)
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
