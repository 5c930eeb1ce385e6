import { detailsOf, isLabelboxError, LabelboxError } from '../core/errors.ts'

/** The form of the ids that Labelbox gives to user groups. */
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** What a method takes by its id alone, and the list that has the ids. */
const lists = { project: 'projects()', 'user group': 'getUserGroups()' } as const

/**
 * Returns the error to throw where the API does not know an id: the given one, or one that says to pass an id, if the text may
 * be a name. The API calls a name a malformed request, whose own message would lead astray.
 */
export function unknownId(error: unknown, reference: unknown, kind: keyof typeof lists): unknown {
  if (typeof reference !== 'string' || uuid.test(reference)) return error
  const isUnknown = isLabelboxError(error, 'RESOURCE_NOT_FOUND') || isLabelboxError(error, 'MALFORMED_QUERY')
  // A request can be too large: the file of an import is.
  if (!isUnknown || error.status === 413) return error
  return new LabelboxError({
    ...detailsOf(error),
    code: 'RESOURCE_NOT_FOUND',
    message: `${error.operationName ?? 'The request'} failed: no ${kind} has that id, or this API key may not see it. Pass the ${kind} or its id, not its name: ${lists[kind]} has both.`,
    cause: error,
  })
}
