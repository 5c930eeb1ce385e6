import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { markedSchema } from '../../../schema/testingMarks.ts'
import { commandLine } from '../../testing.ts'

const command = commandLine()
const folder = mkdtempSync(join(tmpdir(), 'labelbox-org-check-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const own = put('own.graphql', 'query Own {\n  user {\n    nickname\n  }\n}\n')
const good = put('good.graphql', 'query Good {\n  user {\n    id\n  }\n}\n')
const broken = put('broken.graphql', 'query Broken {\n')

const check = (...args: readonly string[]) => command.run(['schema', 'check', ...args])

it('has no findings for the operations of this package', async () => {
  const { code, stdout, stderr } = await check()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^\d+ operations, no findings\. Most expensive: \w+ with \d+ objects\. Deepest: /)
})

it('says that the operations are those of the package, unless --documents names others', async () => {
  const sentence = 'The operations are those of labelbox-org. Name your own with --documents.\n'
  const sdl = 'graphql/schema.graphql'
  expect((await check()).stdout).toMatch(new RegExp(`\n${sentence}$`))
  expect((await check('--documents', good)).stdout).not.toContain('labelbox-org')
  expect((await command.run(['schema', 'diff', sdl, sdl])).stdout).toMatch(new RegExp(`\n${sentence}$`))
  expect((await command.run(['schema', 'diff', sdl, sdl, '--documents', good])).stdout).not.toContain('labelbox-org')
})

it.each([
  [['check', 'own.graphql'], 'schema check --documents'],
  [['probe', 'own.graphql'], 'schema probe --documents'],
  [['diff', 'old.graphql', 'new.graphql', 'own.graphql'], 'schema diff <old> <new> --documents'],
])('names --documents where files are given without it: %j', async (args, advice) => {
  const { code, stdout, stderr } = await command.run(['schema', ...args])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(`Name files with operations after --documents: ${advice} "src/**/*.graphql".`)
})

it('prints findings in your operations with their place, and ends with 1', async () => {
  const { code, stdout } = await check('--documents', `${folder}/{own,good}.graphql`)
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /own\.graphql:2:3: User has an id that is not selected\. \[id, Own\]\n2 operations, 1 finding\./,
  )
})

it('--json has the documented members only', async () => {
  const { code, stdout } = await check('--documents', own, good, '--max-depth', '1', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual({
    operations: [
      { name: 'Good', depth: 2, cost: 1 },
      { name: 'Own', depth: 2, cost: 1 },
    ],
    limits: { depth: 1, cost: 10_000 },
    findings: [
      {
        rule: 'depth',
        level: 'error',
        message: 'It is 2 levels deep; the limit is 1.',
        name: 'Good',
        place: { file: expect.stringMatching(/good\.graphql$/) as unknown, line: 1, column: 1 },
      },
      expect.objectContaining({ rule: 'depth', name: 'Own' }),
      expect.objectContaining({ rule: 'id', name: 'Own' }),
    ],
    warnings: [],
  })
})

it('warns of inferred names in a snapshot, and ends with 0', async () => {
  const guessed = put(
    'guessed.graphql',
    'query Guessed {\n  roles {\n    ...R\n  }\n}\nfragment R on Role {\n  id\n}\n',
  )
  const marked = put('marked.graphql', markedSchema())
  const { code, stdout } = await check('--schema', marked, '--documents', guessed)
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /guessed\.graphql:6:15: warning: Role is a guessed name, .*\. \[inferred, R\]\n1 operation, no findings, 1 warning\./,
  )
  const json = await check('--schema', marked, '--documents', guessed, '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({
    findings: [{ rule: 'inferred', level: 'warning', name: 'R', place: { line: 6, column: 15 } }],
  })
  const input = 'type Query { roles: [Role] }\ntype Role { id: ID } # inferred: type name\n'
  const own = await command.run(['schema', 'check', '--schema', '-', '--documents', guessed, '--json'], { input })
  expect(JSON.parse(own.stdout)).toMatchObject({ findings: [{ rule: 'inferred' }] })
})

it('reads operations in code, and names their place there', async () => {
  put('own.ts', "import { gql } from '@urql/core'\nexport const A = gql`\n  query InCode { user { nickname } }\n`\n")
  put('own.vue', '<script>\nexport default { query: graphql(`query InVue { user { id } }`) }\n</script>\n')
  const { code, stdout } = await check('--documents', `${folder}/own.{ts,vue}`)
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /own\.ts:3:18: User has an id that is not selected\. \[id, InCode\]\n2 operations, 1 finding\./,
  )
})

it('refuses code that can’t be parsed, with its name', async () => {
  const { code, stderr } = await check('--documents', put('bad.ts', 'const gql ='))
  expect(code).toBe(2)
  expect(stderr).toMatch(/bad\.ts can't be read: Unexpected token/)
})

it('checks against a schema on stdin', async () => {
  const schema = 'type Query { user: User } type User { nickname: String }'
  const { code, stdout } = await command.run(['schema', 'check', '--schema', '-', '--documents', own, good], {
    input: schema,
  })
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /^.*good\.graphql:3:5: Cannot query field "id" on type "User"\. \[invalid, Good\]\n2 operations/,
  )
})

it('warns of a fault in the schema outside of the operations, and refuses one inside', async () => {
  const schema = 'type Query { user: User old(x: Int! @deprecated): Int } type User @key(fields: "id") { id: ID! }'
  const ended = await command.run(['schema', 'check', '--schema', '-', '--documents', good], { input: schema })
  expect(ended.code).toBe(0)
  expect(ended.stderr).toMatch(
    /^labelbox-org: Standard input has an error outside the part that the operations use: .*cannot be deprec/,
  )
  const json = await command.run(['schema', 'check', '--schema', '-', '--documents', good, '--json'], { input: schema })
  expect(JSON.parse(json.stdout)).toMatchObject({ findings: [], warnings: [expect.stringContaining('deprecated')] })
  const inScope = schema.replace('user: User', 'user(x: Int! @deprecated): User')
  const refused = await command.run(['schema', 'check', '--schema', '-', '--documents', good], { input: inScope })
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain(
    'Standard input is not a valid schema: Required argument Query.user(x:) cannot be deprecated.',
  )
})

it('ignores client directives, known and named ones', async () => {
  const text = 'query C {\n  user {\n    id @_optional\n    name: email @live @mine\n    local @client\n  }\n}\n'
  const client = put('client.graphql', text)
  expect((await check('--documents', client)).stdout).toContain('Unknown directive "@live".')
  expect(await check('--documents', client, '--client-directives', 'live', '@mine')).toMatchObject({
    code: 0,
    stderr: '',
  })
})

it('refuses a document of 20,000 levels with exit code 2', async () => {
  const deep = put('deep.graphql', `query Deep ${'{ user '.repeat(20_000)}${'}'.repeat(20_000)}`)
  expect(await check('--documents', deep)).toMatchObject({ code: 2, stdout: '' })
})

it.each([
  [['--documents', 'nowhere/*.graphql'], 'No file matches nowhere/*.graphql.'],
  [['--documents', broken], "A document can't be read: Syntax Error"],
  [['--schema', 'nowhere.graphql'], 'there is no such file'],
  [['--max-cost', '0'], 'must be a whole number'],
])('refuses %j with exit code 2', async (args, message) => {
  const ended = await check(...args)
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr).toContain(message)
})
