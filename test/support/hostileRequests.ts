import { documentId, pageHeaders } from './proxied.ts'

/** A request that no page of yours sends. */
export interface HostileRequest {
  readonly name: string
  readonly init: RequestInit & { readonly headers: Record<string, string> }
  readonly status: number
  readonly code: string
}

const users = { documentId: documentId('Users'), variables: { skip: 0, first: 1 } }
const projects = { documentId: documentId('Projects'), variables: { skip: 0, first: 1 } }
const manyFields = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`email_${at}`, 'x']))
const invite = { documentId: documentId('InviteUser'), variables: { data: [] } }

type Entry = readonly [name: string, init: RequestInit, status?: number, code?: string]

const post = (body: unknown, headers: Readonly<Record<string, string | undefined>> = {}): RequestInit => ({
  method: 'POST',
  headers: Object.fromEntries(
    Object.entries({ ...pageHeaders(), ...headers }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  ),
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

const withMember = (key: string, value: unknown) =>
  `{"documentId":"${users.documentId}","${key}":${JSON.stringify(value)}}`
const nested = (levels: number, inner = 'null') => `${'{"a":'.repeat(levels)}${inner}${'}'.repeat(levels)}`
const filter = (refine: unknown) => ({ ...users, refine })

/** By class: each is refused, and Labelbox is not reached. */
const classes: Readonly<Record<string, readonly Entry[]>> = {
  method: [
    ...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method): Entry => [
      method,
      { method, headers: { ...pageHeaders() } },
      405,
    ]),
  ],
  header: [
    ['no header of its own, as a form sends', post(users, { 'x-labelbox-org': undefined })],
    ['a form', post('documentId=1', { 'content-type': 'application/x-www-form-urlencoded' }), 415],
    ['text, which needs no preflight', post(users, { 'content-type': 'text/plain' }), 415],
    ['multipart', post(users, { 'content-type': 'multipart/form-data; boundary=x' }), 415],
    ['a type that begins like JSON', post(users, { 'content-type': 'application/jsonp' }), 415],
    ['graphql text', post('{ user { id } }', { 'content-type': 'application/graphql' }), 415],
    ['two types', post(users, { 'content-type': 'text/plain, application/json' }), 415],
    ['gzip', post(users, { 'content-encoding': 'gzip' }), 415],
    ['brotli', post(users, { 'content-encoding': 'br' }), 415],
  ],
  origin: [
    ['another origin', post(users, { origin: 'https://evil.example' }), 403],
    ['an origin that begins like the own', post(users, { origin: 'http://127.0.0.1.evil.example' }), 403],
    ['another port', post(users, { origin: 'http://127.0.0.1:1' }), 403],
    ['null, of a sandboxed frame', post(users, { origin: 'null' }), 403],
    ['no URL', post(users, { origin: 'evil' }), 403],
    ['a file', post(users, { origin: 'file://' }), 403],
    ['cross-site', post(users, { 'sec-fetch-site': 'cross-site' }), 403],
    ['same-site, a sibling domain', post(users, { 'sec-fetch-site': 'same-site' }), 403],
    ['none, from the address bar', post(users, { 'sec-fetch-site': 'none' }), 403],
    ['an unknown site', post(users, { 'sec-fetch-site': 'own' }), 403],
  ],
  body: [
    ['nothing', post('')],
    ['no JSON', post('documentId')],
    ['half of JSON', post('{"documentId":')],
    ['null', post('null')],
    ['a number', post('7')],
    ['a text', post('"Users"')],
    ['a boolean', post('true')],
    ['a batch', post([users])],
    ['an empty batch', post([])],
    ['a batch of two', post([users, invite])],
    ['NaN', post('{"variables":NaN}')],
    ['two values', post('{}{}')],
    ['300 KB', post({ ...users, variables: { skip: 'x'.repeat(300_000) } }), 413],
    ['17 levels', post(nested(17))],
    ['100,000 levels of lists', post('['.repeat(100_000) + ']'.repeat(100_000))],
    ['20,000 levels of objects', post(nested(20_000))],
    ['deep variables', post(`{"documentId":"${users.documentId}","variables":${nested(20)}}`)],
  ],
  text: [
    ['a query', post({ query: '{ user { id } }' })],
    ['a mutation', post({ query: 'mutation { deleteProject(where: {id: "1"}) { id } }' })],
    ['a query beside an id', post({ ...users, query: '{ user { id } }' })],
    ['an empty query', post({ ...users, query: '' })],
    ['a null query', post({ ...users, query: null })],
    ['introspection', post({ query: '{ __schema { types { name } } }' })],
    [
      'an automatic persisted query',
      post({ extensions: { persistedQuery: { version: 1, sha256Hash: users.documentId } } }),
    ],
    ['extensions', post({ ...users, extensions: {} })],
    ['a document', post({ ...users, document: {} })],
    ['an id of another form', post({ id: users.documentId })],
    ['an unknown member', post({ ...users, endpoint: 'https://evil.example' })],
    ['an apiKey', post({ ...users, apiKey: 'mine' })],
  ],
  id: [
    ['no id', post({ variables: {} })],
    ['an unknown id', post({ documentId: 'f'.repeat(64) })],
    ['an id in upper case', post({ documentId: users.documentId.toUpperCase() })],
    ['part of an id', post({ documentId: users.documentId.slice(0, 16) })],
    ['a name', post({ documentId: 'Users' })],
    ['a number', post({ documentId: 7 })],
    ['a list', post({ documentId: [users.documentId] })],
    ['an object', post({ documentId: { toString: users.documentId } })],
    ['a key of every object', post({ documentId: 'constructor' })],
    ['a line break behind', post({ documentId: `${users.documentId}\n` })],
    ['a prefix', post({ documentId: `sha256:${users.documentId}` })],
    ['another name', post({ ...users, operationName: 'InviteUser' })],
    ['a name that is not text', post({ ...users, operationName: ['Users'] })],
  ],
  prototype: [
    ['__proto__', post('{"__proto__":{"query":"x"}}')],
    ['__proto__ in variables', post(withMember('variables', 0).replace('0', '{"__proto__":{"a":1}}'))],
    ['constructor', post(withMember('variables', { constructor: 1 }))],
    ['prototype', post(withMember('variables', { first: { prototype: 1 } }))],
    [
      '__proto__ in a filter',
      post(`{"documentId":"${users.documentId}","refine":[{"relation":"users","where":{"__proto__":{"email":"x"}}}]}`),
    ],
    ['__proto__ in escapes', post(String.raw`{"\u005f\u005fproto__":{"query":"x"}}`)],
    ['constructor in a filter', post(filter([{ relation: 'users', where: { constructor: 'x' } }]))],
    ['__proto__ in a list', post(`{"documentId":"${users.documentId}","variables":{"first":[{"__proto__":1}]}}`)],
  ],
  variables: [
    ['a list', post({ ...users, variables: [] })],
    ['a text', post({ ...users, variables: '{}' })],
    ['one that the document does not declare', post({ ...users, variables: { where: { deleted: true } } })],
    ['one of a filter that is not there', post({ ...users, variables: { param_0: 'x' } })],
    ['one with a dollar', post({ ...users, variables: { $first: 1 } })],
    [
      'a value for a filter in variables',
      post({ ...filter([{ relation: 'users', where: { email: 'a' } }]), variables: { param_0: 'b' } }),
    ],
  ],
  filter: [
    ['no list', post(filter({ relation: 'users' }))],
    ['five of them', post(filter(Array.from({ length: 5 }, () => ({ relation: 'users' }))))],
    ['a text', post(filter(['users']))],
    ['an unknown list', post(filter([{ relation: 'apiKeys' }]))],
    ['a list of every object', post(filter([{ relation: 'toString' }]))],
    ['a list that the document lacks', post(filter([{ relation: 'projects', where: { name: 'x' } }]))],
    ['an unknown field', post(filter([{ relation: 'users', where: { password: 'x' } }]))],
    ['a field with a brace', post(filter([{ relation: 'users', where: { 'email: "a"} ) { id } }': 'x' } }]))],
    ['a field of every object', post(filter([{ relation: 'users', where: { toString: 'x' } }]))],
    ['a where that is a list', post(filter([{ relation: 'users', where: ['email'] }]))],
    ['an object as a value', post(filter([{ relation: 'users', where: { email: { in: ['x'] } } }]))],
    ['a number as a text', post(filter([{ relation: 'users', where: { email: 7 } }]))],
    ['null as a value', post(filter([{ relation: 'users', where: { email: null } }]))],
    ['a field in look-alike letters', post(filter([{ relation: 'users', where: { '\u0435mail': 'x' } }]))],
    ['a field with a line break', post(filter([{ relation: 'users', where: { 'email\n': 'x' } }]))],
    ['removed projects', post({ ...projects, refine: [{ relation: 'projects', where: { deleted: true } }] })],
    ['thousands of fields', post(filter([{ relation: 'users', where: manyFields }]))],
    ['an unknown order', post(filter([{ relation: 'users', orderBy: 'password_ASC' }]))],
    ['an order with text', post(filter([{ relation: 'users', orderBy: 'email_ASC) { id } x(first: 1' }]))],
    ['an order that is a list', post(filter([{ relation: 'users', orderBy: ['email_ASC'] }]))],
    ['an unknown member', post(filter([{ relation: 'users', selection: 'id' }]))],
  ],
  permission: [
    ['a mutation', post(invite), 403, 'NOT_PERMITTED'],
    [
      'a mutation in its other form',
      post({ ...invite, documentId: documentId('InviteUser', 1) }),
      403,
      'NOT_PERMITTED',
    ],
    [
      'a mutation on the experimental endpoint',
      post({ documentId: documentId('CancelInvite'), variables: { id: 'x' } }),
      403,
      'NOT_PERMITTED',
    ],
    [
      'a key',
      post({ documentId: documentId('CreateApiKey'), variables: { name: 'x', email: 'x' } }),
      403,
      'NOT_PERMITTED',
    ],
  ],
}

export const hostileRequests: readonly HostileRequest[] = Object.entries(classes).flatMap(([name, entries]) =>
  entries.map(([what, init, status = 400, code = 'NOT_TRUSTED']) => ({
    name: `${name}: ${what}`,
    init: init as HostileRequest['init'],
    status,
    code,
  })),
)
