import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type GraphQLSchema } from 'graphql'

const iso = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i

/** A time in the one form that the sandbox keeps and answers: UTC with milliseconds. */
export function toTime(value: unknown): string {
  const time = typeof value === 'string' && iso.test(value) ? new Date(zoned(value)) : undefined
  if (time && !Number.isNaN(time.getTime())) return time.toISOString()
  throw new GraphQLError('DateTime must be an ISO 8601 time such as 2024-10-15T12:34:56Z')
}

/** The form of {@link toTime}, which is that of every column: what is in it already is not made anew. */
const canonical = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const fromColumn = (value: unknown): string =>
  typeof value === 'string' && canonical.test(value) ? value : toTime(value)

// Without a zone it is UTC, whatever the zone of the machine.
const zoned = (text: string): string => (/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !/T/i.test(text) ? text : `${text}Z`)

function toPageSize(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value
  throw new GraphQLError('PageSize must be a whole number of at least 1')
}

/** Gives the schema's own scalars their meaning. */
export function attachScalars(schema: GraphQLSchema): void {
  attach(schema, 'DateTime', toTime, fromColumn)
  attach(schema, 'PageSize', toPageSize)
}

function attach(schema: GraphQLSchema, name: string, parse: (value: unknown) => unknown, serialize = parse): void {
  const scalar = schema.getType(name)
  // A schema that was changed may have given it up.
  if (!(scalar instanceof GraphQLScalarType)) return
  scalar.parseValue = parse
  scalar.serialize = serialize
  scalar.parseLiteral = (node) => {
    try {
      // A float such as 2.0 is no page size, although its value would be one.
      return parse(node.kind === Kind.FLOAT ? node.value : valueFromASTUntyped(node))
    } catch (error) {
      throw new GraphQLError(error instanceof Error ? error.message : String(error), { nodes: node })
    }
  }
}
