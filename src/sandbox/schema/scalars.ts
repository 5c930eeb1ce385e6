import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type GraphQLSchema } from 'graphql'

const iso = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i

/** Converts a time to the form of every column and response: UTC with milliseconds. */
function toTime(value: unknown): string {
  const time = typeof value === 'string' && iso.test(value) ? new Date(withZone(value)) : undefined
  if (time && !Number.isNaN(time.getTime())) return time.toISOString()
  throw new GraphQLError('DateTime must be an ISO 8601 time such as 2024-10-15T12:34:56Z')
}

/** The form that {@link toTime} returns. A time that already has it is not converted. */
const canonical = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const fromColumn = (value: unknown): string =>
  typeof value === 'string' && canonical.test(value) ? value : toTime(value)

// A time without a zone is UTC. `Date` would use the zone of the machine.
const withZone = (text: string): string => (/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !/T/i.test(text) ? text : `${text}Z`)

function toPageSize(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value
  throw new GraphQLError('PageSize must be a whole number of at least 1')
}

/** Implements the schema's custom scalars. */
export function attachScalars(schema: GraphQLSchema): void {
  attachScalar(schema, 'DateTime', toTime, fromColumn)
  attachScalar(schema, 'PageSize', toPageSize)
}

function attachScalar(
  schema: GraphQLSchema,
  name: string,
  parse: (value: unknown) => unknown,
  serialize = parse,
): void {
  const scalar = schema.getType(name)
  // A user's schema may have removed it.
  if (!(scalar instanceof GraphQLScalarType)) return
  scalar.parseValue = parse
  scalar.serialize = serialize
  scalar.parseLiteral = (node) => {
    try {
      // The text of a float: 2.0 is not a page size, although its value is a whole number.
      return parse(node.kind === Kind.FLOAT ? node.value : valueFromASTUntyped(node))
    } catch (error) {
      throw new GraphQLError(error instanceof Error ? error.message : String(error), { nodes: node })
    }
  }
}
