import { MIMEType } from 'node:util'
import { isObject, parseJson, type Parsed } from './boundedJson.ts'
import { HttpRefusal } from './httpRefusal.ts'
import { parseUpload } from './uploads.ts'

/** A GraphQL request as the client sent it; its document is not parsed yet. */
export interface GraphqlRequest {
  readonly query: string
  readonly operationName: string | undefined
  /** The variables without the files of an upload. */
  readonly variables: Readonly<Record<string, unknown>> | null | undefined
  readonly variablesWithFiles: Readonly<Record<string, unknown>> | null | undefined
  /** Roughly how many bytes of memory it takes. */
  readonly weight: number
}

/** Reads the request from the query of a URL. */
export function requestFromUrl(url: URL): GraphqlRequest {
  const { searchParams } = url
  const json = (name: string): Parsed => {
    const text = searchParams.get(name) ?? ''
    return text === '' ? { value: undefined, weight: 0 } : parseJson(text, `The parameter ${name}`)
  }
  const [variables, extensions] = [json('variables'), json('extensions')]
  return toRequest(
    {
      query: searchParams.get('query') || undefined,
      operationName: searchParams.get('operationName'),
      variables: variables.value,
      extensions: extensions.value,
    },
    2 * url.search.length + variables.weight,
    'A GET request needs the parameter query: /graphql?query={organization{id}}',
  )
}

/** Reads the request from a body: JSON, or a form with JSON and files. */
export async function requestFromBody(body: Buffer, contentType: string | undefined): Promise<GraphqlRequest> {
  const type = mediaTypeOf(contentType)
  if (type.essence === 'multipart/form-data') {
    const { operations, insertFiles } = await parseUpload(body, type.toString())
    const { value, weight } = parseJson(operations, 'The part operations')
    const request = toRequest(value, weight)
    return { ...request, variablesWithFiles: insertFiles(request.variables) }
  }
  const { value, weight } = parseJson(textOf(body), 'The body')
  return toRequest(value, weight)
}

const mediaTypes = ['application/json', 'application/graphql+json', 'multipart/form-data']

// A page may send other types, or none, to any server without a CORS preflight.
function mediaTypeOf(contentType: string | undefined): MIMEType {
  const refused = new HttpRefusal(415, `The content-type must be one of ${mediaTypes.join(', ')}`)
  if (contentType === undefined) throw refused
  let type
  try {
    type = new MIMEType(contentType)
  } catch {
    throw refused
  }
  if (!mediaTypes.includes(type.essence)) throw refused
  if (!/^utf-?8$/i.test(type.params.get('charset') ?? 'utf-8')) throw new HttpRefusal(415, 'The charset must be UTF-8')
  return type
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new HttpRefusal(400, 'The body is not valid UTF-8')
  }
}

/** Checks the members of a GraphQL request. Unknown members are ignored, as other servers do. */
function toRequest(
  value: unknown,
  weight: number,
  missingQuery = 'The body must be a JSON object with the query as text',
): GraphqlRequest {
  if (Array.isArray(value)) throw new HttpRefusal(400, 'Batches are not supported: send one operation in each request')
  if (!isObject(value)) throw new HttpRefusal(400, missingQuery)
  const { query, variables, operationName, extensions } = value
  if (extensions != null && !isObject(extensions)) throw new HttpRefusal(400, 'extensions must be an object')
  if ((query == null || query === '') && extensions?.['persistedQuery'] != null) {
    // Clients recognize this message and then send the full query. The status is the one of Apollo Server.
    throw new HttpRefusal(
      200,
      'PersistedQueryNotSupported',
      { 'cache-control': 'no-store' },
      'PERSISTED_QUERY_NOT_SUPPORTED',
    )
  }
  if (typeof query !== 'string') throw new HttpRefusal(400, missingQuery)
  if (variables != null && !isObject(variables)) throw new HttpRefusal(400, 'variables must be an object')
  if (operationName != null && typeof operationName !== 'string') {
    throw new HttpRefusal(400, 'operationName must be text')
  }
  return {
    query,
    variables,
    variablesWithFiles: variables,
    operationName: operationName == null || operationName === '' ? undefined : operationName,
    weight,
  }
}
