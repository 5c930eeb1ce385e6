import type { TypedDocumentNode } from '@urql/core'
import { defaultEndpoint, experimentalOf } from './experimentalUrl.ts'
import { isExperimentalDocument } from './documentRoots.ts'

/**
 * Returns the URL to send a document to. Some root fields, such as `cancelInvite`, exist only at Labelbox's experimental
 * endpoint: `/_gql` in place of `/graphql`. `Labelbox` and `labelboxExchange` choose the endpoint themselves; use this with
 * another client.
 *
 * @param document - One of this package, or your own. Only its root fields count.
 * @param endpoint - Your public endpoint, a whole URL; in a page it may be relative. A URL whose path has no `/graphql`, such
 *   as that of a proxy, is returned for every document. Default: `https://api.labelbox.com/graphql`.
 * @throws TypeError if `endpoint` is not a URL.
 * @example
 * endpointOf(GetOrganizationDocument) // https://api.labelbox.com/graphql
 * endpointOf(CancelInviteDocument) // https://api.labelbox.com/_gql
 */
export function endpointOf(
  document: TypedDocumentNode<unknown, never>,
  endpoint: string | URL = defaultEndpoint,
): string {
  const url = new URL(endpoint, (globalThis as { location?: { href?: string } }).location?.href)
  return isExperimentalDocument(document) ? experimentalOf(url) : url.href
}
