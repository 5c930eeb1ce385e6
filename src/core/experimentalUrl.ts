/** The public endpoint of Labelbox's GraphQL API. */
export const defaultEndpoint = 'https://api.labelbox.com/graphql'

/** The experimental endpoint beside a public one. By the path alone: a host or a parameter may be called graphql too. */
export function experimentalOf(endpoint: URL): string {
  const url = new URL(endpoint)
  url.pathname = url.pathname.replace(/\/graphql(?=$|\/)/, '/_gql')
  return url.href
}
