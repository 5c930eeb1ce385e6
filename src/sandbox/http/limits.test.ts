import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLong } from '../../../test/support/long.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { records } from '../testingSandbox.ts'

let sandbox: Sandbox
let groupId: string

beforeAll(async () => {
  sandbox = await createSandbox({ users: 300, projects: 20, maxPageSize: 100 })
  const made = await post(
    JSON.stringify({
      query:
        'mutation { createUserGroup(data: {name: "a", color: "9EC5FF", projectIds: [], userIds: []}) { group { id } } }',
    }),
  )
  groupId = /"id":"([^"]+)"/.exec(made.text)?.[1] ?? ''
})

afterAll(() => sandbox.close())

const json = 'application/json'

/** Sends a request with Node's HTTP client, whose writing of a large body blocks less than that of `fetch`. */
function post(body: string, type = json, key = sandbox.apiKey) {
  return new Promise<{ readonly status: number | undefined; readonly text: string }>((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': type }
    const sent = request(sandbox.url.replace('/graphql', '/_gql'), { method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode, text }))
    })
    sent.on('error', reject).end(body)
  })
}

const asJson = (query: string): string => JSON.stringify({ query })
const aliases = (count: number, field: string): string =>
  asJson(`{ ${Array.from({ length: count }, (_, n) => `a${n}: ${field}`).join(' ')} }`)
const importing =
  'mutation($file: Upload!, $roleId: ID!, $id: ID!) { importUsersAsCsvToGroup(roleId: $roleId, file: $file, where: {id: $id}) { count } }'

function upload(lines: number, roleId: string): string {
  const part = (name: string, value: string): string =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const operations = JSON.stringify({ query: importing, variables: { file: null, roleId, id: groupId } })
  const file = part('0"; filename="a.csv', 'nobody@example.com\n'.repeat(lines))
  return `${part('operations', operations)}${part('map', '{"0":["variables.file"]}')}${file}--x--\r\n`
}

/** Ten times the CPU time of the slowest, which took 300 ms: a limit for a hang, not for a slow machine. */
const longestMs = 3000

describe('one request does not keep the sandbox busy', () => {
  const cases: readonly [what: string, status: number, make: (roleId: string) => string, type?: string][] = [
    ['400,000 aliases', 413, () => aliases(400_000, 'user { id }')],
    ['20,000 aliases that fail', 400, () => aliases(20_000, 'project(where: {id: "x"}) { id }')],
    ['190 aliases that fail', 200, () => aliases(190, 'project(where: {id: "x"}) { id }')],
    ['480 aliases that are not valid', 400, () => aliases(480, 'nope { id }')],
    ['700 fields of one name', 400, () => asJson(`{ ${'user { id } '.repeat(700)} }`)],
    ['2,900 values of one name', 400, () => asJson(`{ user { ${'id '.repeat(2900)} } }`)],
    ['20 MB of brackets', 413, () => '['.repeat(20_000_000)],
    ['5 MB of brackets', 400, () => '['.repeat(4_900_000)],
    ['5 MB of brackets in a query', 400, () => asJson('{'.repeat(4_800_000))],
    ['a name of 5 MB', 400, () => asJson(`{ ${'x'.repeat(4_800_000)} }`)],
    ['5 MB of JSON values', 400, () => `{"query":"{ user { id } }","variables":{"a":[${'0,'.repeat(2_400_000)}1]}}`],
    [
      'a count for each of 100 users, 900 times',
      400,
      () =>
        asJson(
          `{ users(first: 100) { ${Array.from({ length: 900 }, (_, n) => `a${n}: accessibleProjectCount`).join(' ')} } }`,
        ),
    ],
    [
      'a list of 40,000 ids that 180 fields use',
      200,
      () =>
        JSON.stringify({
          query: `query($ids: [ID!]) { ${Array.from({ length: 180 }, (_, n) => `a${n}: users(where: {id_in: $ids}) { id }`).join(' ')} }`,
          variables: { ids: Array.from({ length: 40_000 }, (_, n) => `id-${n}`) },
        }),
    ],
    ['an upload of 2 MB', 200, (roleId) => upload(105_000, roleId), 'multipart/form-data; boundary=x'],
    ['an upload of 10,000 lines', 200, (roleId) => upload(10_000, roleId), 'multipart/form-data; boundary=x'],
  ]

  // The short form leaves out the bodies of many megabytes, which take most of the time to send.
  it.each(cases.filter(([what]) => isLong || !/MB|400,000/.test(what)))(
    '%s, with %i',
    async (_what, status, make, type = json) => {
      const { role } = await records(sandbox)
      const body = make(role('Labeler'))
      const cpu = process.cpuUsage()

      const given = await post(body, type)

      const { user, system } = process.cpuUsage(cpu)
      expect(given.status, given.text.slice(0, 200)).toBe(status)
      expect((user + system) / 1e3).toBeLessThan(longestMs)
    },
  )
})

describe('without a valid key', () => {
  it.each(['', 'another-key'])('neither parses nor keeps a body for the key %j', async (key) => {
    const { status, text } = await post(asJson('query Planted { user { id } }'), json, key)

    expect(status).toBe(401)
    expect(text).toContain('AUTHENTICATION_ERROR')
    expect(sandbox.received.at(-1)).toMatchObject({ operationName: undefined, query: undefined, variables: undefined })
  })

  it('refuses a broken body with 401', async () => {
    expect((await post('['.repeat(6_000_000), json, 'another-key')).status).toBe(401)
    expect((await post('{', 'text/plain', 'another-key')).status).toBe(401)
  })
})

describe('a body of more than 50 MB', () => {
  const cases = [
    ['401 without a key', 'POST', '/graphql', 'another-key', 401],
    ['404 under another path', 'POST', '/other', 'sandbox-key', 404],
    ['405 for another method', 'PUT', '/graphql', 'sandbox-key', 405],
    ['413 with a key', 'POST', '/graphql', 'sandbox-key', 413],
  ] as const

  it.each(cases.filter(([, , , , status]) => isLong || status === 413))(
    'is refused with %s, and the connection closes',
    async (_what, method, path, key, status) => {
      const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
      let response = ''
      socket.setEncoding('latin1').on('data', (part: string) => (response += part))
      // The rest of the body meets a closed connection.
      socket.on('error', () => undefined)
      const closed = new Promise((resolve) => socket.on('close', resolve))

      socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key}\r\ncontent-type: ${json}\r\ncontent-length: 60000000\r\n\r\n`,
      )
      socket.write(Buffer.alloc(50_000_001, ' '))
      await closed

      expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      expect(response).toMatch(/\r\nconnection: close\r\n/i)
    },
  )
})

it('allows a page to send x-attempt-id', async () => {
  const asked = { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' }
  const bare = await fetch(sandbox.url, { method: 'OPTIONS', headers: asked })
  const named = await fetch(sandbox.url, {
    method: 'OPTIONS',
    headers: { ...asked, 'access-control-request-headers': 'authorization,content-type,x-attempt-id' },
  })

  for (const { headers } of [bare, named]) expect(headers.get('access-control-allow-headers')).toContain('x-attempt-id')
})
