import { detailsOf, isLabelboxError, LabelboxError, type ServerError } from '../core/errors.ts'

/** Forms of Labelbox's ids: such text is not a name. */
const ids = /^(?:c[\da-z]{24}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i

/** What a method takes by its id alone, and the list that has the ids. */
const lists = { project: 'projects()', 'user group': 'getUserGroups()' } as const

/** The error for an operation that is not sent because nothing has the id or the name that it was given. */
export const notFound = (operationName: string, message: string): LabelboxError =>
  new LabelboxError({
    code: 'RESOURCE_NOT_FOUND',
    operationName,
    message: `${operationName} was not sent: ${message}`,
  })

/**
 * Returns the error to throw where the API does not know an id: the given one, or one that says to pass an id, if the text may
 * be a name. The API calls the name of a user group a malformed request, whose own message would lead astray.
 */
export function unknownId(error: unknown, reference: unknown, kind: keyof typeof lists): unknown {
  if (typeof reference !== 'string' || ids.test(reference) || !isLabelboxError(error)) return error
  if (error.code !== 'RESOURCE_NOT_FOUND' && !isAboutId(error, kind)) return error
  return new LabelboxError({
    ...detailsOf(error),
    code: 'RESOURCE_NOT_FOUND',
    message: `${error.operationName ?? 'The request'} failed: no ${kind} has that id, or this API key may not see it. Pass the ${kind} or its id, not its name: ${lists[kind]} has both.`,
    graphQLErrors: error.graphQLErrors as readonly ServerError[],
    data: error.data,
    response: error.response,
    cause: error,
  })
}

/** Whether a request is malformed by its id, and not in another way. */
const isAboutId = ({ code, graphQLErrors }: LabelboxError, kind: string): boolean =>
  code === 'MALFORMED_QUERY' && graphQLErrors.some(({ message }) => message.includes(`Invalid ${kind} id`))
