import { MIMEType } from 'node:util'
import { isObject, parseJson, type Parsed } from './boundedJson.ts'
import { Refusal } from './httpRefusal.ts'
import { upload } from './uploads.ts'

/** What a GraphQL request asks. */
export interface Message {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>> | null | undefined
  /** The files of an upload are in these, and not in `variables`. */
  readonly variablesWithFiles: Readonly<Record<string, unknown>> | null | undefined
  /** About how many bytes of memory it takes. */
  readonly weight: number
}

/** The request in the query of a URL. */
export function messageOfUrl(url: URL): Message {
  const { searchParams } = url
  const json = (name: string): Parsed => {
    const text = searchParams.get(name) ?? ''
    return text === '' ? { value: undefined, weight: 0 } : parseJson(text, `The parameter ${name}`)
  }
  const [variables, extensions] = [json('variables'), json('extensions')]
  return toMessage(
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

/** The request in a body: JSON, or a form with JSON and files. */
export async function messageOfBody(body: Buffer, contentType: string | undefined): Promise<Message> {
  const type = typeOf(contentType)
  if (type.essence === 'multipart/form-data') {
    const { operations, place } = await upload(body, type.toString())
    const { value, weight } = parseJson(operations, 'The part operations')
    const message = toMessage(value, weight)
    return { ...message, variablesWithFiles: place(message.variables) }
  }
  const { value, weight } = parseJson(textOf(body), 'The body')
  return toMessage(value, weight)
}

const types = ['application/json', 'application/graphql+json', 'multipart/form-data']

// A page may send other types, and none, to any server without asking it first.
function typeOf(contentType: string | undefined): MIMEType {
  const refused = new Refusal(415, `The content-type must be one of ${types.join(', ')}`)
  if (contentType === undefined) throw refused
  let type
  try {
    type = new MIMEType(contentType)
  } catch {
    throw refused
  }
  if (!types.includes(type.essence)) throw refused
  if (!/^utf-?8$/i.test(type.params.get('charset') ?? 'utf-8')) throw new Refusal(415, 'The charset must be UTF-8')
  return type
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new Refusal(400, 'The body is not valid UTF-8')
  }
}

/** Members that are not known are ignored, as servers do. */
function toMessage(
  value: unknown,
  weight: number,
  withoutQuery = 'The body must be a JSON object with a query, which is text',
): Message {
  if (Array.isArray(value)) throw new Refusal(400, 'Batches are not supported: send one operation in each request')
  if (!isObject(value)) throw new Refusal(400, withoutQuery)
  const { query, variables, operationName, extensions } = value
  if (extensions != null && !isObject(extensions)) throw new Refusal(400, 'extensions must be an object')
  if ((query == null || query === '') && extensions?.['persistedQuery'] != null) {
    // Clients know these words and then send the whole query. The status is that of Apollo Server.
    throw new Refusal(
      200,
      'PersistedQueryNotSupported',
      { 'cache-control': 'no-store' },
      'PERSISTED_QUERY_NOT_SUPPORTED',
    )
  }
  if (typeof query !== 'string') throw new Refusal(400, withoutQuery)
  if (variables != null && !isObject(variables)) throw new Refusal(400, 'variables must be an object')
  if (operationName != null && typeof operationName !== 'string') throw new Refusal(400, 'operationName must be text')
  return {
    query,
    variables,
    variablesWithFiles: variables,
    operationName: operationName == null || operationName === '' ? undefined : operationName,
    weight,
  }
}
