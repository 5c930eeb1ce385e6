import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSchema, introspectionFromSchema } from 'graphql'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { commandLine } from '../../testing.ts'

const command = commandLine()
const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-root-fields-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(file(name), 'utf8')
const put = (name: string, text: string): string => {
  writeFileSync(file(name), text)
  return file(name)
}
const schema = (...args: readonly string[]) => command.run(['schema', ...args])

/** An API whose operations ask for `a`, and which has other root fields. */
const api = (queries: string) =>
  `type Query { a: A ${queries} } type Mutation { change(id: ID!): A } type A { id: ID! }
  type Page { count: Int nodes: [Act!] owner: A } type Act { id: ID! by: A kind: Kind link: Link } enum Kind { IN OUT }
  type Link { id: ID! url: String }`
const former = api('b(y: Int, x: [String!]): Int')
const activity = 'activity(first: Int, after: ID): Page'
const newer = api(`b(y: Int, x: [String!]): Int ${activity}`)
const signature = 'activity(after: ID, first: Int): Page'

const own = put('own.graphql', 'query Own { a { id } }\n')
const documents = ['--documents', own]

describe('a new root field of the API', () => {
  it('diff names it with its arguments and type, and ends with 10: between SDL, introspection, or both', async () => {
    const [old, now] = [put('former.graphql', former), put('newer.graphql', newer)]
    const json = put('newer.json', JSON.stringify(introspectionFromSchema(buildSchema(newer))))

    for (const after of [now, json]) {
      const { code, stdout } = await schema('diff', old, after, ...documents, '--json')
      expect(code).toBe(10)
      expect(JSON.parse(stdout)).toMatchObject({
        verdict: 'safe',
        bump: 'none',
        newRootFields: [{ kind: 'query', name: 'activity', signature }],
        untouched: { breaking: 0, dangerous: 0, safe: 0 },
      })
    }

    const table = await schema('diff', old, now, ...documents)
    expect(table.stdout).toContain(`New root fields, which no operation uses:\n  query ${signature}\n`)
    const markdown = await schema('diff', old, now, ...documents, '--markdown')
    expect(markdown.stdout).toContain(`### New root fields, which no operation uses\n\n- \`query ${signature}\`\n`)
    const github = await schema('diff', old, now, ...documents, '--github')
    expect(github.stdout).toContain(`::notice title=New root field::query ${signature}\n`)
  })

  it('is not listed once an operation uses it', async () => {
    const used = put('used.graphql', 'query Used { a { id } activity { count } }\n')
    const [old, now] = [put('former.graphql', former), put('newer.graphql', newer)]

    const { stdout } = await schema('diff', old, now, '--documents', used, '--json')

    expect(JSON.parse(stdout)).toMatchObject({ newRootFields: [], changes: [{ path: 'Query.activity' }] })
  })
})

describe('a snapshot', () => {
  const out = file('snapshot.graphql')
  const pull = async (text: string, ...options: readonly string[]) => {
    const { code, stdout, stderr } = await schema(
      'pull',
      put('api.graphql', text),
      '--out',
      out,
      ...documents,
      ...options,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return stdout
  }

  beforeEach(async () => {
    rmSync(out, { force: true })
    await pull(former)
  })

  it('records the root fields out of scope, and stays the same while the API has the same ones', async () => {
    const text = read('snapshot.graphql')
    expect(text).toContain('type Query {\n  a: A\n}\n\n# Root fields out of scope, ')
    expect(text).toMatch(/:\n# query b\(x: \[String!\], y: Int\): Int\n# mutation change\(id: ID!\): A\n$/)

    const stdout = await pull(former.replace('b(y: Int', 'b(z: ID, y: Int'))

    expect(stdout).toContain('is unchanged')
    expect(read('snapshot.graphql')).toBe(text)
  })

  it('pull names a root field that the last snapshot does not know, and diff does from two snapshots', async () => {
    put('last.graphql', read('snapshot.graphql'))

    expect(await pull(newer)).toContain(`New root fields, which no operation uses:\n  query ${signature}\n`)

    expect(await pull(newer)).not.toContain('New root fields')
    const { code, stdout } = await schema('diff', file('last.graphql'), out, ...documents, '--json')
    expect(code).toBe(10)
    expect(JSON.parse(stdout)).toMatchObject({ newRootFields: [{ kind: 'query', name: 'activity', signature }] })
  })

  it('pull --add takes a root field into scope with its page, its records and their enums, and remembers it', async () => {
    const scope = put('scope.graphql', '# Kept.\nquery Scope {\n  a\n}\n')
    const before = read('snapshot.graphql')

    await pull(newer, '--scope', scope, '--add', 'activity', '--dry-run')
    expect([read('snapshot.graphql'), read('scope.graphql')]).toEqual([before, '# Kept.\nquery Scope {\n  a\n}\n'])

    expect(await pull(newer, '--scope', scope, '--add', 'activity')).not.toContain('New root fields')

    expect(read('scope.graphql')).toBe('# Kept.\nquery Scope {\n  a\n  activity {\n    nodes\n    owner\n  }\n}\n')
    const text = read('snapshot.graphql')
    expect(text).toContain('type Page {\n  count: Int\n  nodes: [Act!]\n  owner: A\n}\n')
    expect(text).toContain('type Act {\n  by: A\n  id: ID!\n  kind: Kind\n}\n')
    expect(text).not.toContain('# query activity')
    await pull(newer, '--scope', scope, '--add', 'activity')
    expect(read('snapshot.graphql')).toBe(text)

    await pull(newer, '--scope', scope, '--add', 'change')
    expect(read('scope.graphql')).toMatch(/\n}\n\nmutation Scope {\n {2}change\n}\n$/)
    expect(read('snapshot.graphql')).toContain('type Mutation {\n  change(id: ID!): A\n}\n')
  })
})

it.each([
  [['--add', 'activity'], /--add needs --scope FILE/],
  [['--add', 'gone', '--scope', own], /has no root field gone/],
  [['--add', 'both', '--scope', own], /both is a query and a mutation\. Pass 'mutation both', for example/],
  [['--add', 'activity', '--scope', own, put('other.graphql', '{ a }')], /--add needs a single file for --scope/],
])('pull %j: ends with 2', async (options, message) => {
  const both = put('both.graphql', newer.replace('change(', 'both: A change(').replace('Query {', 'Query { both: A'))
  const { code, stderr } = await schema('pull', both, '--out', file('none.graphql'), ...documents, ...options)
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
})
