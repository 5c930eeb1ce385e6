import { isRecord } from '../../core/guards.ts'
import type { SentOperation } from './recordedChanges.ts'

/** Sends the page's operations to the API with the key. */
export const apiForwarder =
  (
    { endpoint, apiKey }: { readonly endpoint: string; readonly apiKey: string },
    onOperation: (request: Request, operation: SentOperation) => void,
  ) =>
  async (request: Request): Promise<Response> => {
    const body: unknown = await request.json()
    const { query, variables } = isRecord(body) ? body : {}
    const [, kind = 'query', operationName = ''] = /(query|mutation) (\w+)/.exec(String(query)) ?? []
    onOperation(request, {
      operationName,
      kind: kind === 'mutation' ? 'mutation' : 'query',
      variables: isRecord(variables) ? variables : {},
    })
    const url = new URL(request.url).pathname === '/_gql' ? endpoint.replace('/graphql', '/_gql') : endpoint
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify(body),
    })
    const requestId = response.headers.get('x-request-id')
    return new Response(await response.text(), {
      status: response.status,
      headers: { 'content-type': 'application/json', ...(requestId !== null && { 'x-request-id': requestId }) },
    })
  }
