import { GraphQLError } from 'graphql'

/** An error as Labelbox returns it: a code, and for server errors the `exception` of the service behind the API. */
export function apiError(code: string, message: string, exception?: Readonly<Record<string, unknown>>): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(exception && { exception }) } })
}

/** No record has the id. `what` names the kind of record. */
export const notFound = (what: string): GraphQLError => apiError('RESOURCE_NOT_FOUND', `${what} not found`)

/** A server error that carries the status of the service behind the API. */
const serverError = (status: number, message: string): GraphQLError =>
  apiError('INTERNAL_SERVER_ERROR', message, { status, message })

/** The input is well-formed but not acceptable. */
export const unprocessable = (message: string): GraphQLError => serverError(422, message)

/** The plan's limit is reached. */
export const limitExceeded = (message: string): GraphQLError => serverError(426, message)

/** A reference to a record that does not exist. Labelbox returns the database's own error for it. */
export const foreignKey = (table: string, column: string): GraphQLError =>
  serverError(400, `insert or update on table "${table}" violates foreign key constraint "${table}_${column}_foreign"`)

/** A member of the input whose structure no public source describes. Ignoring it would do something else than Labelbox. */
export const undocumentedInput = (member: string): GraphQLError =>
  apiError('OPERATION_NOT_ALLOWED', `The sandbox does not support ${member}: its structure is not documented`)

/** Keeps deliberate API errors, gives every error a code, and hides the details of unexpected errors. */
export function maskError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) return internalError()
  const cause = error.originalError
  if (cause !== undefined && !(cause instanceof GraphQLError)) return internalError(error)
  if (error.extensions['code'] !== undefined) return error
  // Without a path no field has been resolved yet: the variables or the operation name are wrong.
  if (error.path) return internalError(error)
  const { nodes } = error
  return new GraphQLError(error.message, { ...(nodes && { nodes }), extensions: { code: 'BAD_USER_INPUT' } })
}

function internalError(error?: GraphQLError): GraphQLError {
  const message = 'Internal server error'
  return new GraphQLError(message, {
    ...(error?.nodes && { nodes: error.nodes }),
    ...(error?.path && { path: error.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', exception: { status: 500, message } },
  })
}
