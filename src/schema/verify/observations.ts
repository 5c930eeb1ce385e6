import {
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'

/** How often a value was seen, and how often it was unexpected. */
interface Tally {
  seen: number
  odd: number
}

/**
 * Statistics about responses. Of their content, only type names are kept; `texts` exists to keep customer text out of
 * reports.
 */
export interface Observations {
  /** Type names in responses, by the name in the snapshot. */
  readonly typeNames: Map<string, Set<string>>
  /** Null values of fields that the snapshot declares non-null. */
  readonly nulls: Map<string, Tally>
  /** Values with an unexpected form, by scalar or enum. */
  readonly forms: Map<string, Tally>
  /** Forms of ids. */
  readonly ids: Map<string, number>
  /** Every string in a response, in lower case. */
  readonly texts: Set<string>
}

export const newObservations = (): Observations => ({
  typeNames: new Map(),
  nulls: new Map(),
  forms: new Map(),
  ids: new Map(),
  texts: new Set(),
})

/** Adds `__typename` to every selection. */
export const withTypeNames = (document: DocumentNode): DocumentNode =>
  visit(document, {
    SelectionSet: (node) => ({ ...node, selections: [...node.selections, typeName] }),
  })

const typeName: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/** Records what a response shows. */
export function observe(into: Observations, schema: GraphQLSchema, document: DocumentNode, data: unknown): void {
  const [operation] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node.selectionSet] as const] : [],
    ),
  )
  const root = operation && schema.getRootType(operation.operation)
  if (root) walkObject(root, data, fieldsIn([operation.selectionSet]))

  function fieldsIn(sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const found = new Map<string, FieldNode[]>()
    for (const selection of sets.flatMap((set) => set.selections)) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value
        found.set(key, [...(found.get(key) ?? []), selection])
        continue
      }
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)
      for (const [key, nodes] of inner ? fieldsIn([inner]) : []) found.set(key, [...(found.get(key) ?? []), ...nodes])
    }
    return found
  }

  function walk(type: GraphQLOutputType, value: unknown, nodes: readonly FieldNode[], coordinate: string): void {
    if (isNonNullType(type)) tally(into.nulls, coordinate, value === null || value === undefined)
    if (value === null || value === undefined) return
    const inner = getNullableType(type)
    if (isListType(inner)) {
      const isList = Array.isArray(value)
      tally(into.forms, 'lists', !isList)
      if (isList) for (const each of value as unknown[]) walk(inner.ofType, each, nodes, `${coordinate}[]`)
    } else if (isLeafType(inner)) {
      keep(value)
      const isOdd = isEnumType(inner)
        ? typeof value !== 'string' || inner.getValue(value) == null
        : forms[inner.name]?.(value) === false
      tally(into.forms, inner.name, isOdd)
      if (inner.name === 'ID') into.ids.set(formOf(value), (into.ids.get(formOf(value)) ?? 0) + 1)
    } else {
      walkObject(getNamedType(inner), value, fieldsIn(nodes.flatMap(({ selectionSet }) => selectionSet ?? [])))
    }
  }

  function walkObject(type: unknown, value: unknown, fields: ReadonlyMap<string, readonly FieldNode[]>): void {
    if (typeof value !== 'object' || value === null) return
    const record = value as Readonly<Record<string, unknown>>
    const named = record['__typename']
    // For a union, `__typename` tells the member.
    const object = isObjectType(type) ? type : schema.getType(String(named))
    if (!isObjectType(object)) return
    if (typeof named === 'string') {
      into.typeNames.set(object.name, (into.typeNames.get(object.name) ?? new Set()).add(named))
    }
    for (const [key, nodes] of fields) {
      const field = object.getFields()[nodes[0]?.name.value ?? '']
      if (field && key in record) walk(field.type, record[key], nodes, `${object.name}.${field.name}`)
    }
  }

  function keep(value: unknown): void {
    if (typeof value === 'string') into.texts.add(value.toLowerCase())
  }
}

function tally(tallies: Map<string, Tally>, key: string, isOdd: boolean): void {
  const found = tallies.get(key) ?? { seen: 0, odd: 0 }
  found.seen += 1
  if (isOdd) found.odd += 1
  tallies.set(key, found)
}

/** Expected form of each scalar. */
const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  DateTime: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  ID: (value) => typeof value === 'string',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Float: (value) => typeof value === 'number',
  Int: (value) => Number.isInteger(value),
}

/** The form of an id, without its content. */
function formOf(id: unknown): string {
  if (typeof id !== 'string') return 'not a string'
  if (/^c[a-z0-9]{24}$/.test(id)) return 'c and 24 lowercase letters or digits'
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return 'UUID'
  if (/^\d+$/.test(id)) return 'digits'
  return 'another string'
}
