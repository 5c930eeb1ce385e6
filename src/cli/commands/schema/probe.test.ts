import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GraphQLError } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { without } from '../../../../test/support/without.ts'
import { strangeServer } from '../../../schema/probe/testingServer.ts'
import { commandLine } from '../../testing.ts'

const command = commandLine({ schema: without('User.nickname'), introspection: false })
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-probe-'))
  await writeFile(join(folder, 'own.graphql'), 'query Own {\n  user {\n    email\n  }\n}\n')
  await writeFile(join(folder, 'not.graphql'), 'query Own {')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const probe = (...options: readonly string[]) => command.run(['schema', 'probe', ...options])

it('ends with 13 for an unknown field, and prints the field and its place', async () => {
  const ended = await probe()
  expect(ended).toMatchObject({ code: 13, stderr: '' })
  expect(ended.stdout).toMatch(/^VERDICT +KIND +OPERATION +PATH +WHAT +AT +MESSAGE\n/)
  expect(ended.stdout).toMatch(
    /^invalid +query +GetUser +public +User\.nickname +graphql\/fragments\/user\.graphql:5 +Cannot query field/m,
  )
  expect(ended.stdout).toMatch(/^valid +mutation +CancelInvite +experimental +- +- +-$/m)
  expect(ended.stdout).toMatch(/\n\d+ valid, \d+ invalid, 0 unknown\. Only a query for the organization ran/)
  expect(ended.stdout).toMatch(/\nThe operations are those of labelbox-org\. Name your own with --documents\.\n$/)
})

it('sends operations in code, and names their place there', async () => {
  const file = join(folder, 'own.svelte')
  await writeFile(file, '<script>\n  const own = gql`query InCode {\n    user { id nickname }\n  }`\n</script>\n')
  const ended = await probe('--documents', file, '--json')
  expect(ended.code).toBe(13)
  expect(JSON.parse(ended.stdout)).toMatchObject({
    operations: [{ name: 'InCode', problems: [{ what: 'User.nickname', place: { line: 3, column: 15 } }] }],
  })
})

const changed = commandLine({ schema: without('UserWhereInput.email', 'UserOrderByInput.nickname_ASC') })

it('sends every filter and order of the package in a query for each list, and names those that are refused', async () => {
  const ended = await changed.run(['schema', 'probe', '--json'])
  expect(ended.code).toBe(13)
  const { operations } = JSON.parse(ended.stdout) as {
    readonly operations: readonly { readonly name: string; readonly verdict: string; readonly problems: unknown }[]
  }
  const [valid, invalid] = ['valid', 'invalid'].map((verdict) => operations.filter((each) => each.verdict === verdict))
  expect(valid?.map(({ name }) => name)).toEqual(expect.arrayContaining(['FiltersOfProjects', 'OrdersOfProjects']))
  expect(invalid?.map(({ name, problems }) => [name, problems])).toEqual([
    ['FiltersOfUsers', [refusal('input field', 'UserWhereInput.email')]],
    ['OrdersOfUsers', [refusal('enum value', 'UserOrderByInput.nickname_ASC')]],
  ])
})

const refusal = (subject: string, what: string): unknown =>
  expect.objectContaining({
    subject,
    what,
    place: expect.objectContaining({ file: 'generated/filters.ts' }) as unknown,
  })

it('--json has the documented members only', async () => {
  const { outcome, counts, paths, operations, ...rest } = JSON.parse((await probe('--json')).stdout) as {
    readonly operations: readonly { readonly name: string }[]
  } & Readonly<Record<string, unknown>>
  expect(rest).toEqual({ mayHaveRun: [] })
  expect({ outcome, paths }).toEqual({
    outcome: 'invalid',
    paths: [
      { path: 'experimental', locksHold: true, locks: [], checks: [] },
      { path: 'public', locksHold: true, locks: [], checks: [] },
    ],
  })
  expect(counts).toMatchObject({ unknown: 0 })
  expect(operations.find(({ name }) => name === 'GetUser')).toEqual({
    kind: 'query',
    name: 'GetUser',
    path: 'public',
    verdict: 'invalid',
    problems: [
      {
        message: expect.stringContaining('Cannot query field "nickname" on type "User".') as unknown,
        subject: 'field',
        what: 'User.nickname',
        place: { file: 'graphql/fragments/user.graphql', line: 5, column: 3 },
      },
    ],
    reason: null,
  })
})

it('--markdown escapes what the server says', async () => {
  const { stdout, code } = await probe('--markdown')
  expect(code).toBe(13)
  expect(stdout).toMatch(/^## Probe of these operations: invalid\n\n\d+ valid/)
  expect(stdout).toContain(
    '\n- **invalid**: query `GetUser`\n  - `graphql/fragments/user.graphql:5`: Cannot query field',
  )
  expect(stdout).not.toContain('CancelInvite')
})

it('--documents: ends with 0 for valid operations', async () => {
  expect(await probe('--documents', join(folder, 'o*.graphql'))).toMatchObject({ code: 0, stderr: '' })
})

it('--dry-run prints the requests and sends nothing', async () => {
  const before = command.sandbox.received.length
  const { code, stdout } = await probe('--documents', join(folder, 'o*.graphql'), '--dry-run')
  expect(code).toBe(0)
  expect(stdout).toContain(
    '# public\nquery Own($labelboxOrgProbe: Boolean!) {\n  user @skip(if: true) @include(if: $labelb',
  )
  expect(JSON.parse((await probe('--dry-run', '--json')).stdout)).toMatchObject({ dryRun: true })
  expect(command.sandbox.received.length).toBe(before)
})

it('redacts the API key in messages of the server', async () => {
  await using server = await strangeServer(() => ({ errors: [new GraphQLError(`No: ${command.sandbox.apiKey}`)] }))
  const ended = await command.run(['schema', 'probe', '--endpoint', server.url])
  expect(ended.code).toBe(15)
  expect(ended.stdout).toContain('No: [key]')
  expect(ended.stdout).not.toContain(command.sandbox.apiKey)
})

it('ends with 15 if a lock is not proven, and with 14 for an unknown result', async () => {
  await using silent = await strangeServer(() => ({ data: null }))
  const unlocked = await command.run(['schema', 'probe', '--endpoint', silent.url])
  expect(unlocked.code).toBe(15)
  expect(unlocked.stdout).toContain(
    'The public endpoint: no further mutation was sent, because the locks are not proven.',
  )
  command.sandbox.fail({ operationName: 'Own', status: 503, times: 10 })
  expect(await probe('--documents', join(folder, 'o*.graphql'))).toMatchObject({ code: 14 })
})

it('ends with 5 for an invalid API key, and with 2 for an unreadable document', async () => {
  expect(await probe('--api-key', 'wrong')).toMatchObject({ code: 5, stdout: '' })
  const unreadable = await probe('--documents', join(folder, 'not.graphql'))
  expect(unreadable).toMatchObject({ code: 2, stdout: '' })
  expect(unreadable.stderr).toContain("A document can't be read: Syntax Error")
})
