import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { buildSchema, executeSync, introspectionFromSchema, Kind, parse, visit, type DocumentNode } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apiKey, email, leaksIn, secret } from '../../../../test/support/planted.ts'
import { without } from '../../../../test/support/without.ts'
import { refusalOf, strangeServer } from '../../../schema/probe/testingServer.ts'
import { readMarks } from '../../../schema/sdl/inferredMarks.ts'
import { markedSchema } from '../../../schema/testingMarks.ts'
import { commandLine } from '../../testing.ts'

const command = commandLine({ users: 120, introspection: false, firstType: 'PageSize' })
let folder = ''
let file = ''
/** The snapshot with marks, also after some of them are confirmed. */
let marked = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-verify-'))
  file = join(folder, 'schema.graphql')
  marked = join(folder, 'marked.graphql')
  await Promise.all([file, marked].map((each) => writeFile(each, markedSchema())))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('confirms the snapshot against the sandbox; --apply keeps only the marks that no request can confirm', async () => {
  const { code, stdout, stderr } = await command.run(['schema', 'verify', '--schema', file, '--apply'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^### Inferred facts: \d{3} confirmed, 0 contradicted, \d unknown$/m)
  expect(stdout).toContain('- `Organization.users`: at most 100\n')
  expect(stdout).toContain('- an unknown field: `GRAPHQL_VALIDATION_FAILED`, as expected, HTTP 400, with')
  expect(stdout).toContain('- an invalid key: `AUTHENTICATION_ERROR`, as expected, HTTP 401')
  expect(stdout).toMatch(/`DateTime`: as expected, of \d+/)
  expect(stdout).not.toMatch(/@|sandbox-key|\bc[a-z0-9]{24}\b/)

  const [before, after] = [await readFile(marked, 'utf8'), await readFile(file, 'utf8')]
  const marksIn = (text: string) => text.split('\n').flatMap((line) => / # inferred.*/.exec(line) ?? [])
  expect(marksIn(after).length).toBeLessThan(10)
  const bare = (text: string) => text.replaceAll(/ # inferred.*/g, '')
  expect(bare(after)).toBe(bare(before))
  const changes = command.sandbox.received.filter(
    ({ query = '', rootFields }) => query.startsWith('mutation') && rootFields.length > 0,
  )
  expect(changes).toEqual([])
  const guessed = [...before.matchAll(/^\w+ (\w+).* # inferred: type name/gm)].map(([, name]) => name ?? '')
  const named = command.sandbox.received.flatMap(({ query = '' }) => typesIn(query))
  expect(guessed.length).toBeGreaterThan(40)
  expect(guessed.filter((name) => named.includes(name))).toEqual([])
})

/** The types that a document names; none if it can't be parsed. */
function typesIn(query: string): readonly string[] {
  if (query === '' || query.includes('%')) return []
  const names: string[] = []
  visit(parse(query), { NamedType: ({ name }) => void names.push(name.value) })
  return names
}

it('--json has the documented members', async () => {
  const record = await command.json(['schema', 'verify', '--schema', marked])
  expect(Object.keys(record as object)).toEqual([
    'probe',
    'invalid',
    'mayHaveRun',
    'facts',
    'cacheTypes',
    'nulls',
    'neverNull',
    'forms',
    'ids',
    'pages',
    'errors',
    'operations',
  ])
  expect(record).toMatchObject({
    probe: 'valid',
    invalid: [],
    mayHaveRun: [],
    facts: expect.arrayContaining([
      {
        coordinate: 'Role',
        inferred: 'type name',
        line: expect.any(Number) as number,
        verdict: 'holds',
        observed: null,
        // Selects its fields, and names the type nowhere.
        operations: [],
      },
    ]) as unknown,
    cacheTypes: ['Organization', 'Project', 'ResourceTag', 'User'].map((name) => ({
      name,
      verdict: 'holds',
      observed: null,
    })),
  })
})

it('ends with 1 for another name of a type that the rules for graphcache need', async () => {
  await using sandbox = await createSandbox({
    firstType: 'PageSize',
    schema: (sdl) => sdl.replaceAll(/\bUser\b/g, 'Person'),
  })
  const options = ['--endpoint', sandbox.url, '--api-key', sandbox.apiKey]
  const ended = await command.run(['schema', 'verify', '--schema', marked, ...options])
  expect(ended.stdout).toContain('- **contradicted**: `User`: `Person`\n')
  expect(ended.code).toBe(1)
})

it('says which operations a wrong guess breaks', async () => {
  await using sandbox = await createSandbox({
    firstType: 'PageSize',
    schema: (sdl) => sdl.replace('updateResourceTag(', 'changeResourceTag('),
  })
  const options = ['--endpoint', sandbox.url, '--api-key', sandbox.apiKey]
  const { stdout } = await command.run(['schema', 'verify', '--schema', marked, ...options])
  expect(stdout).toContain(
    '- **contradicted**: `Mutation.updateResourceTag` (existence): `missing`, used by `UpdateResourceTag`, `UpdateResourceTagByWhere`\n',
  )
})

it('names the operations that pass the other type of first as a variable, and which clients that concerns', async () => {
  await using sandbox = await createSandbox({ firstType: 'Int' })
  const options = ['--endpoint', sandbox.url, '--api-key', sandbox.apiKey]
  const { code, stdout } = await command.run(['schema', 'verify', '--schema', marked, ...options])
  const contradicted = stdout.split('\n').filter((line) => line.startsWith('- **contradicted**'))
  expect(contradicted).toContain(
    '- **contradicted**: `Project.members` (type of first): `Int`, used by `GetProjectMembers`, if a client sends page sizes as variables',
  )
  expect(contradicted).toContain('- **contradicted**: `Query.projects` (type of first): `Int`')
  expect(contradicted.map((line) => /`(\w+\.\w+)`/.exec(line)?.[1]).sort()).toEqual(guessedFirst)
  expect(code).toBe(1)
})

/** The lists where no source shows the type of `first`. */
const guessedFirst = [
  'Organization.projects',
  'Organization.users',
  'Organization.webhooks',
  'Project.members',
  'Project.webhooks',
  'Query.projects',
  'Query.roles',
  'User.createdTasks',
  'User.projects',
]

it('ends with 1 for an operation that is no longer valid, and names the field', async () => {
  await using sandbox = await createSandbox({ firstType: 'PageSize', schema: without('User.nickname') })
  const options = ['--endpoint', sandbox.url, '--api-key', sandbox.apiKey]
  const ended = await command.run(['schema', 'verify', '--schema', marked, ...options])
  expect(ended.code).toBe(1)
  expect(ended.stdout).toContain('- **invalid**: `GetUser`: `User.nickname`\n')
})

it('reports contradictions without ids, names, emails or keys', async () => {
  const sdl = await readFile('graphql/schema.graphql', 'utf8')
  const schema = buildSchema(
    sdl.replaceAll(/\bRole\b/g, 'AccessRole').replaceAll('permissions: [String!]', 'permissions: [String]'),
  )
  // Every text in a response is a planted one: ids, names, emails, times, type names.
  const planted = [apiKey, email, secret]
  const isRead = ({ definitions: [first] }: DocumentNode) =>
    first?.kind === Kind.OPERATION_DEFINITION && first.operation === 'query'
  let drawn = 0
  const draw = () => planted[drawn++ % planted.length]
  const spread = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(spread)
    if (typeof value === 'string') return draw()
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spread(inner)]))
  }
  await using server = await strangeServer(({ document, variables }) => {
    const refused = refusalOf(schema, document)
    if (refused) return refused
    const anything: unknown = new Proxy(
      {},
      { get: (_, key) => (key === Symbol.iterator || key === 'then' ? undefined : () => anything) },
    )
    const { data, errors } = executeSync({
      schema,
      document,
      rootValue: anything,
      variableValues: variables,
      fieldResolver: (_source, _args, _context, { returnType }) =>
        String(returnType).startsWith('[') ? [{ id: 'x' }] : /ID|String|DateTime/.test(String(returnType)) ? 'x' : {},
    })
    if (data && isRead(document)) return { data: spread(data) as Record<string, unknown> }
    return errors ? { errors } : { data: data ?? null }
  })
  const ended = await command.run(['schema', 'verify', '--schema', marked, '--endpoint', server.url])
  expect(ended.stdout).toContain('**contradicted**: `Role` (type name): `')
  expect(ended.stdout).toMatch(/`DateTime`: \*\*\d+ unexpected\*\*/)
  expect(leaksIn(ended.stdout + ended.stderr)).toEqual([])
  expect(ended.code).toBe(1)
})

it.each([
  [['--schema', 'nowhere.graphql'], 'there is no such file'],
  [['--schema', 'package.json'], 'package.json is not a valid schema'],
  [['--schema', '-', '--apply'], '--apply needs --schema FILE'],
  [['--apply'], '--apply needs --schema FILE'],
  [['--schema', 'graphql/schema.graphql', '--dry-run'], 'has no --dry-run'],
])('refuses %j with exit code 2', async (options, message) => {
  const ended = await command.run(['schema', 'verify', ...options])
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr).toContain(message)
})

it('verifies the snapshot of the package by default', async () => {
  const marks = readMarks(await readFile('graphql/schema.graphql', 'utf8'))
  const { facts } = (await command.json(['schema', 'verify'])) as {
    readonly facts: readonly { readonly coordinate: string }[]
  }
  expect(facts.map(({ coordinate }) => coordinate).sort()).toEqual(marks.map(({ coordinate }) => coordinate).sort())
})

it('reads SDL from stdin, and refuses JSON, which has no marks', async () => {
  const sdl = await readFile('graphql/schema.graphql', 'utf8')
  const read = await command.run(['schema', 'verify', '--schema', '-', '--json'], { input: sdl })
  expect(read).toMatchObject({ code: 0, stderr: '' })
  const input = JSON.stringify(introspectionFromSchema(buildSchema(sdl)))
  const refused = await command.run(['schema', 'verify', '--schema', '-'], { input })
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('is introspection JSON, which has no comments. Pass it as SDL.')
})
