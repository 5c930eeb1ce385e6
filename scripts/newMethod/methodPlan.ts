import {
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql'

/** A part of a schema that cannot become a method as it is. The message says what to do. */
export class UnsuitableFieldError extends Error {}

/** What a method gives: a list that is read in pages, a whole list, one record, or a value. */
export type Shape =
  | { readonly kind: 'cursor'; readonly record: GraphQLObjectType; readonly from: string; readonly next: string }
  | { readonly kind: 'offset' | 'list' | 'record'; readonly record: GraphQLObjectType }
  | { readonly kind: 'value' }

/** A method for a root field. */
export interface MethodPlan {
  readonly kind: 'query' | 'mutation'
  readonly field: GraphQLField<unknown, unknown>
  /** Such as `organizationActivity`. */
  readonly method: string
  /** Such as `OrganizationActivity`. */
  readonly operation: string
  /** The folder of its resource in `src/organization/`. */
  readonly resource: string
  readonly shape: Shape
}

/** @throws UnsuitableFieldError if the schema does not have the root field, or a name is not one of TypeScript. */
export function planOf(
  schema: GraphQLSchema,
  name: string,
  {
    method = name,
    resource = method,
  }: { readonly method?: string | undefined; readonly resource?: string | undefined },
): MethodPlan {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const
  const [found] = roots.flatMap(([kind, type]) => {
    const field = type?.getFields()[name]
    return field ? [{ kind, field }] : []
  })
  if (found === undefined) {
    throw new UnsuitableFieldError(
      `graphql/schema.graphql has no root field ${name}. Take it into scope first: npm run -s schema:pull -- --add ${name}`,
    )
  }
  for (const each of [method, resource]) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(each)) throw new UnsuitableFieldError(`${each} is not a name such as getActivity.`)
  }
  const operation = `${method.charAt(0).toUpperCase()}${method.slice(1)}`
  return { ...found, method, operation, resource, shape: shapeOf(found.field, found.kind) }
}

function shapeOf({ type, args }: GraphQLField<unknown, unknown>, kind: MethodPlan['kind']): Shape {
  const record = getNamedType(type)
  if (!isObjectType(record)) return { kind: 'value' }
  const takes = (...names: readonly string[]): string | undefined =>
    names.find((name) => args.some((each) => each.name === name))
  if (isListType(getNullableType(type))) {
    return { kind: takes('skip') && takes('first') && hasId(record) ? 'offset' : 'list', record }
  }
  const fields = record.getFields()
  const node = fields['nodes'] && getNamedType(fields['nodes'].type)
  const [from, next] = [takes('after', 'from', 'cursor'), ['nextCursor', 'endCursor'].find((each) => each in fields)]
  return kind === 'query' && isObjectType(node) && hasId(node) && from && next && takes('first')
    ? { kind: 'cursor', record: node, from, next }
    : { kind: 'record', record }
}

/** Whether a type is that of a record, which has an id. */
export const hasId = (type: GraphQLObjectType): boolean => type.getFields()['id'] !== undefined

export const isNullable = (type: GraphQLOutputType): boolean => !isNonNullType(type)
