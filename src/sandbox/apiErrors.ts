import { GraphQLError } from 'graphql'

/** An error as Labelbox answers it: a code, and for server errors a status of its own inside. */
export function refusal(code: string, message: string, exception?: Readonly<Record<string, unknown>>): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(exception && { exception }) } })
}

/** Nothing has that id. */
export const notFound = (what: string): GraphQLError => refusal('RESOURCE_NOT_FOUND', `${what} not found`)

/** A server error that carries the status of the service behind the API, as Labelbox's do. */
export const serverError = (status: number, message: string): GraphQLError =>
  refusal('INTERNAL_SERVER_ERROR', message, { status, message })

/** Understood, and refused for what it says. */
export const unprocessable = (message: string): GraphQLError => serverError(422, message)

/** The plan has no room for it. */
export const limitExceeded = (message: string): GraphQLError => serverError(426, message)

/** A reference to something that does not exist, found only by the database, as upstream. */
export const foreignKey = (table: string, column: string): GraphQLError =>
  serverError(400, `insert or update on table "${table}" violates foreign key constraint "${table}_${column}_foreign"`)

/** A part of the input that no public source describes. It is refused, because to ignore it would do something else. */
export const ofUnknownStructure = (member: string): GraphQLError =>
  refusal('OPERATION_NOT_ALLOWED', `The sandbox takes no ${member}, as nothing public tells what is in it`)

/** Keeps what the API says on purpose, gives every error a code, and hides what went wrong inside. */
export function maskError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) return masked()
  const cause = error.originalError
  if (cause !== undefined && !(cause instanceof GraphQLError)) return masked(error)
  if (error.extensions['code'] !== undefined) return error
  // Without a path nothing was resolved yet: the variables or the operation's name are at fault.
  if (error.path) return masked(error)
  const { nodes } = error
  return new GraphQLError(error.message, { ...(nodes && { nodes }), extensions: { code: 'BAD_USER_INPUT' } })
}

function masked(error?: GraphQLError): GraphQLError {
  const message = 'Internal server error'
  return new GraphQLError(message, {
    ...(error?.nodes && { nodes: error.nodes }),
    ...(error?.path && { path: error.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', exception: { status: 500, message } },
  })
}
