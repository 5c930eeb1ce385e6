import { detailsOf, isLabelboxError, LabelboxError, type ServerError } from '../core/errors.ts'

/** What a method takes by its id alone: the list that has the ids, and how the API answers text that has not the form of one. */
const kinds = {
  project: { list: 'projects()', codes: ['RESOURCE_NOT_FOUND'] },
  'user group': { list: 'getUserGroups()', codes: ['RESOURCE_NOT_FOUND', 'MALFORMED_QUERY'] },
} as const

/** Forms of Labelbox's ids. They decide about the words of a message alone, not about what is sent. */
const ids = /^(?:c[\da-z]{24}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i

/**
 * Returns the error to throw where the API does not know an id: the given one, or one that says to pass an id, if the text may
 * be a name. The API calls the name of a user group a malformed request, whose own message would lead astray.
 */
export function unknownId(error: unknown, reference: unknown, kind: keyof typeof kinds): unknown {
  if (typeof reference !== 'string' || ids.test(reference) || !isLabelboxError(error)) return error
  const { list, codes } = kinds[kind]
  // A request can be too large: the file of an import is.
  if (!codes.some((code) => code === error.code) || error.status === 413) return error
  return new LabelboxError({
    ...detailsOf(error),
    code: 'RESOURCE_NOT_FOUND',
    message: `${error.operationName ?? 'The request'} failed: no ${kind} has that id, or this API key may not see it. Pass the ${kind} or its id, not its name: ${list} has both.`,
    graphQLErrors: error.graphQLErrors as readonly ServerError[],
    data: error.data,
    response: error.response,
    cause: error,
  })
}
