import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { buildSchema, graphqlSync, introspectionFromSchema } from 'graphql'
import { createSchema, createYoga } from 'graphql-yoga'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { withoutRecord } from '../../../schema/sdl/rootFieldRecord.ts'
import { commandLine, errorOf } from '../../testing.ts'

// The type of `first` in the snapshot.
const command = commandLine({ firstType: 'PageSize' })
const snapshot = 'graphql/schema.graphql'
const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-pull-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const place = {
  file: (name: string) => join(folder, name),
  put: (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  },
}
const read = (file: string) => readFile(file, 'utf8')

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

/** A GraphQL server at any path; it records requests in `seen`. */
function yoga(typeDefs: string, seen: IncomingMessage[] = []): RequestListener {
  const handler = createYoga({ schema: createSchema({ typeDefs }), graphqlEndpoint: '*', logging: false })
  return (request, response) => {
    seen.push(request)
    void handler(request, response)
  }
}

const pull = (args: readonly string[], env?: Readonly<Record<string, string>>, input?: string) =>
  command.run(['schema', 'pull', ...args], { ...(env && { env }), ...(input !== undefined && { input }) })

describe('from the sandbox', () => {
  it.each([
    ['in its own place', true],
    ['in a new file', false],
  ])('pulls the snapshot of this package byte for byte from both endpoints, %s', async (_case, inPlace) => {
    const out = place.file(inPlace ? 'sandbox.graphql' : 'new.graphql')
    // The sandbox has nothing that is out of scope.
    const text = withoutRecord(await read(snapshot))
    const former = place.put(inPlace ? 'sandbox.graphql' : 'former.graphql', text)
    const options = inPlace ? [] : ['--former', former]
    const { code, stdout, stderr } = await pull(['--out', out, ...options])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    // A pull of an unchanged API leaves nothing to commit.
    expect(await read(out)).toBe(text)
    expect(stdout).toContain(inPlace ? 'is unchanged' : 'Wrote ')
    expect(stdout).toContain('\nThe schema has not changed.\n')
  })

  it('takes a snapshot with the line ends of Windows for unchanged', async () => {
    const windows = (await read(snapshot)).replaceAll('\n', '\r\n')
    const out = place.put('windows.graphql', windows)
    const { stdout } = await pull([snapshot, '--out', out])
    expect(stdout).toContain('is unchanged')
    expect(await read(out)).toBe(windows)
  })

  it('ends with 5 without a valid API key', async () => {
    const out = place.file('refused.graphql')
    const ended = await pull(['--out', out, '--json'], { LABELBOX_ENDPOINT: command.sandbox.url })
    expect(errorOf(ended)).toMatchObject({ code: 'AUTHENTICATION', exitCode: 5 })
    await expect(read(out)).rejects.toThrow('ENOENT')
  })
})

describe('from any endpoint', () => {
  const own = place.put('own.graphql', 'query Own { a { id } }\n')

  it('writes what is in scope with the marks of the former snapshot, and lists the changes', async () => {
    const endpoint = await serve(yoga('type Query { b: B a: A } type A { id: ID b: B n: Int } type B { id: ID }'))
    const out = place.put(
      'marked.graphql',
      'type Query {\n  a: A\n}\n\n"Ours."\ntype A {\n  id: ID # inferred\n  gone: Int # inferred\n}\n',
    )
    const args = ['--endpoint', endpoint, '--out', out, '--documents', own]
    const { code, stdout, stderr } = await pull(args, {})
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(': 2 types.\nOut of scope: 1 type, 1 root field, 1 field leading there.\n')
    expect(stdout).toContain('\nKept: 1 description that the schema lacks.\nKept: 1 comment at line ends.')
    expect(stdout).toContain(
      '\nThe new snapshot has no place for these descriptions and comments:\n  line 8, A.gone: # inferred\n',
    )
    expect(stdout).toContain('2 more changes affect none of the operations: 1 breaking, 0 dangerous, 1 safe.')
    const text = await read(out)
    expect(text).toMatch(/\n"""Ours\."""\ntype A \{\n {2}id: ID # inferred\n {2}n: Int\n\}\n/)
    expect(text).not.toContain('type B')

    const again = await pull([...args, '--json'], {})
    expect(JSON.parse(again.stdout)).toMatchObject({
      dryRun: false,
      out,
      changed: false,
      types: 2,
      leftOut: { types: 1, rootFields: 1, fields: ['A.b'] },
      // Kept once, they are part of the snapshot; the server still lacks them.
      kept: { descriptions: 1, comments: 1 },
      dropped: [],
      changes: { verdict: 'nothing', changes: [] },
    })
    expect(await read(out)).toBe(text)
  })

  it('--whole writes the whole schema, --dry-run nothing; invalid operations are listed', async () => {
    const endpoint = await serve(yoga('type Query { a: Int b: B } type B { c: Int }'))
    const out = place.file('whole.graphql')
    const args = ['--endpoint', endpoint, '--out', out, '--documents', own, '--whole']
    const dry = await pull([...args, '--dry-run'], {})
    expect(dry.stdout).toMatch(/^Would write .*: 2 types\.\n/)
    expect(dry.stdout).toContain('The one operation is invalid against the new schema.')
    await expect(read(out)).rejects.toThrow('ENOENT')
    await pull(args, {})
    expect(await read(out)).toBe('type B {\n  c: Int\n}\n\ntype Query {\n  a: Int\n  b: B\n}\n')
  })

  it('sends the API key or --header, and retries after a 503', async () => {
    const seen: IncomingMessage[] = []
    const handler = yoga('type Query { a: A } type A { id: ID }', seen)
    let busy = true
    const endpoint = await serve((request, response) => {
      if (!busy) {
        handler(request, response)
        return
      }
      busy = false
      response.writeHead(503).end()
    })
    const args = ['--endpoint', endpoint, '--out', place.file('headers.graphql'), '--documents', own]
    expect(await pull([...args, '--header', 'X-Tenant: blue', '--header', 'X-B: c d'], {})).toMatchObject({ code: 0 })
    expect(await pull(args, { LABELBOX_API_KEY: 'key' })).toMatchObject({ code: 0, stderr: '' })
    const told = seen.map(({ url, method, headers }) => [
      url,
      method,
      headers.authorization,
      headers['x-tenant'],
      headers['x-b'],
    ])
    // Each endpoint is asked for its introspection features, and then for the schema.
    expect(told).toEqual([
      ...['/graphql', '/graphql', '/_gql', '/_gql'].map((path) => [path, 'POST', undefined, 'blue', 'c d']),
      ...['/graphql', '/graphql', '/_gql', '/_gql'].map((path) => [path, 'POST', 'Bearer key', undefined, undefined]),
    ])
  })

  it('reads deprecated arguments from a server without isOneOf, and warns of what it does not know', async () => {
    const schema = buildSchema(
      'input I { x: Int @deprecated } type Query { a(old: Int @deprecated, i: I): A } type A { id: ID }',
    )
    const endpoint = await serve((request, response) => {
      void text(request).then((body) => {
        const { query } = JSON.parse(body) as { query: string }
        response.setHeader('content-type', 'application/json')
        if (query.includes('isOneOf')) {
          response.statusCode = 400
          response.end(JSON.stringify({ errors: [{ message: 'Cannot query field "isOneOf" on type "__Type".' }] }))
          return
        }
        const answer = JSON.stringify(graphqlSync({ schema, source: query }))
        response.end(answer.replace('{"name":"isOneOf","args":[]},', '').replace(',{"name":"isOneOf","args":[]}', ''))
      })
    })
    const out = place.file('older.graphql')
    const own = place.put('old.graphql', 'query Own { a(old: 1, i: { x: 2 }) { id } }\n')
    const ended = await pull(['--endpoint', endpoint, '--public-only', '--out', out, '--documents', own, '--json'], {})
    expect(await read(out)).toContain('a(i: I, old: Int @deprecated): A')
    expect(await read(out)).toContain('x: Int @deprecated')
    expect(JSON.parse(ended.stdout)).toMatchObject({
      changes: { invalid: [] },
      warnings: [expect.stringContaining('which input types are @oneOf')],
    })
    expect(ended.code).toBe(0)
  })

  it('warns of a fault out of scope, and leaves it out of the snapshot', async () => {
    const sdl = 'type Query { a: A old(x: Int! @deprecated): Int } type A { id: ID }'
    const out = place.file('fault.graphql')
    const ended = await pull(['-', '--out', out, '--documents', own], {}, sdl)
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('cannot be deprecated') as string })
    expect(await read(out)).not.toContain('  old')
  })

  it('writes nothing if the experimental endpoint fails, except with --public-only', async () => {
    const handler = yoga('type Query { a: A } type A { id: ID }')
    const endpoint = await serve((request, response) => {
      if (request.url === '/graphql') handler(request, response)
      else response.writeHead(404).end()
    })
    const out = place.file('half.graphql')
    const args = ['--endpoint', endpoint, '--out', out, '--documents', own]
    const half = await pull([...args, '--json'], {})
    expect(errorOf(half)).toMatchObject({ code: 'SCHEMA', exitCode: 1 })
    expect(half.stderr).toMatch(/The experimental endpoint, .* Nothing was written\. Pass --public-only/)
    await expect(read(out)).rejects.toThrow('ENOENT')
    expect(await pull([...args, '--public-only'], {})).toMatchObject({ code: 0 })
    expect(await read(out)).toContain('type A')
  })

  it('writes nothing if the two endpoints define one name differently', async () => {
    const known = yoga('type Query { a: A } type A { id: ID }')
    const other = yoga('type Query { b(a: A): Int } input A { id: ID }')
    const endpoint = await serve((request, response) => {
      if (request.url === '/graphql') known(request, response)
      else other(request, response)
    })
    const out = place.file('contradiction.graphql')
    const ended = await pull(['--endpoint', endpoint, '--out', out, '--documents', own, '--json'], {})
    expect(errorOf(ended)).toMatchObject({ code: 'SCHEMA', exitCode: 1 })
    expect(ended.stderr).toMatch(/The two endpoints contradict each other: .* Nothing was written\. Pass --public-only/)
    await expect(read(out)).rejects.toThrow('ENOENT')
  })

  it('suggests a schema file if introspection is refused', async () => {
    const endpoint = await serve((_, response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ errors: [{ message: 'GraphQL introspection is not allowed.' }] }))
    })
    const ended = await pull(['--endpoint', endpoint, '--out', place.file('never.graphql'), '--documents', own], {})
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain('If it does not allow introspection')
  })
})

describe('from a file or stdin', () => {
  const own = place.put('mine.graphql', 'query Mine { user { id } }\n')

  it('writes the same snapshot for SDL and introspection JSON, from a file and from stdin', async () => {
    // Introspection knows nothing of the record.
    const sdl = withoutRecord(await read(snapshot))
    const json = JSON.stringify({ data: introspectionFromSchema(buildSchema(sdl)) })
    const file = place.file('introspection.json')
    await writeFile(file, json)
    const texts: string[] = []
    for (const [source, input] of [[place.put('bare.graphql', sdl)], [file], ['-', sdl], ['-', json]] as const) {
      const out = place.file(`text-${String(texts.length)}.graphql`)
      expect(await pull([source, '--out', out, '--documents', own], {}, input)).toMatchObject({ code: 0, stderr: '' })
      texts.push(await read(out))
    }
    expect(new Set(texts).size).toBe(1)
    expect(texts[0]).toMatch(/^ {2}user\(where: WhereUniqueIdInput\): User$/m)
    expect(texts[0]).not.toContain('type Organization')
  })

  it.each([
    [[snapshot], 'required option'],
    [['nowhere.graphql', '--out', 'OUT'], 'there is no such file'],
    [[snapshot, '--out', 'OUT', '--documents', 'nowhere/*.graphql'], 'No file matches'],
    [[snapshot, '--out', 'OUT', '--public-only'], 'need an endpoint'],
    [[snapshot, '--out', 'OUT', '--header', 'X: y'], 'need an endpoint'],
    [['--endpoint', 'http://example.com/graphql', '--out', 'OUT', '--header', 'X: y'], 'sent over https'],
    [['--endpoint', 'http://127.0.0.1:9/graphql', '--out', 'OUT', '--header', 'secret'], 'must be a name and a value'],
    [['--endpoint', 'nonsense', '--out', 'OUT'], 'not a URL'],
    [[snapshot, '--out', 'OUT', '--former', 'README.md'], 'The former snapshot is not a valid schema'],
    [[snapshot, '--out', 'OUT', '--documents', 'graphql/fragments/invite.graphql'], 'Nothing is in scope'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const out = place.file('out.graphql')
    const ended = await pull(args.map((arg) => (arg === 'OUT' ? out : arg)))
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toContain(message)
    expect(ended.stderr).not.toContain('secret')
    await expect(read(out)).rejects.toThrow('ENOENT')
  })
})
