import type { AnyVariables, Client, TypedDocumentNode } from 'urql'
import { byOffset, type FetchPage } from '../../../lists/byOffset.ts'
import type { Pages } from '../../../lists/pages.ts'
import { toLabelboxError } from '../../../urql/index.ts'

/** Number of pages that are requested at a time. A browser opens six connections, and the page needs some for other things. */
const concurrency = 4

/** A list that the API pages by `skip` and `first`, for `PagedList`. */
export const offsetPages = <Row extends { readonly id: string }>(
  operationName: string,
  fetchPage: FetchPage<Row>,
  pagesAtOnce = concurrency,
): Pages<Row> => byOffset(operationName, fetchPage, pagesAtOnce)

/**
 * Reads a query from the API once, past the cache.
 *
 * @throws LabelboxError
 */
export async function readOnce<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, error } = await client.query<Data>(document, variables, { requestPolicy: 'network-only' }).toPromise()
  if (error !== undefined) throw toLabelboxError(error, { data, kind: 'query' })
  if (data === undefined) throw new Error('A result has neither data nor an error.')
  return data
}
