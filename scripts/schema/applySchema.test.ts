import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { without as removed } from '../../test/support/without.ts'
import { checkRepository } from './checkRepository.ts'
import { applySchema } from './applySchema.ts'

/** A copy of the files that change, with links to the rest; it is the working directory of these tests. */
let folder = ''
const repository = process.cwd()
const read = (name: string) => readFile(join(folder, name), 'utf8')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-apply-'))
  const copied = ['graphql', 'generated', 'examples/gql-tada', 'package.json']
  await Promise.all(copied.map((part) => cp(part, join(folder, part), { recursive: true })))
  await Promise.all(['src', 'node_modules'].map((part) => symlink(resolve(part), join(folder, part))))
  const sdl = await read('graphql/schema.graphql')
  const without = (from: RegExp) => sdl.replace(from, '')
  await Promise.all([
    writeFile(join(folder, 'old.graphql'), sdl),
    writeFile(join(folder, 'nickname.graphql'), without(/^ {2}"""Short name\."""\n {2}nickname: String.*\n/m)),
    writeFile(join(folder, 'email.graphql'), removed('UserWhereInput.email')(sdl)),
    writeFile(
      join(folder, 'scalar.graphql'),
      sdl.replace(/^ {2}nickname: String/m, '  nickname: ShoeSize') + '\nscalar ShoeSize\n',
    ),
    writeFile(join(folder, 'topic.graphql'), sdl.replaceAll(/\bWebhookTopic\b/g, 'WebhookSubject')),
    writeFile(
      join(folder, 'organization.graphql'),
      sdl.replace(/^type Organization \{[^}]*?\bid: ID/m, '$&_').replace('id: ID_!', 'id: ID'),
    ),
    writeFile(join(folder, 'input.graphql'), sdl.replace(/^input CreateInviteInput \{.*$/m, '$&\n  note: String')),
    writeFile(join(folder, 'seats.graphql'), without(/^ {2}"""[^"]*"""\n {2}invitesLimit\([^)]*\):.*\n/m)),
  ])
  process.chdir(folder)
})
afterAll(async () => {
  process.chdir(repository)
  await rm(folder, { recursive: true, force: true })
})

it('shows with --dry-run which types and methods change, and then changes them', async () => {
  const before = await read('graphql/fragments/user.graphql')

  const dry = await applySchema(['old.graphql', 'nickname.graphql'], { dryRun: true })

  expect(dry).toMatchObject({ code: 0, stderr: '' })
  expect(dry.stdout).toContain('graphql/fragments/user.graphql:5: User.nickname\n')
  expect(dry.stdout).toContain('\n  UsersQuery: organization.users.nickname is gone\n')
  expect(dry.stdout).toMatch(/^Exports of labelbox-org\/operations, changed: .*\bUserFragment\b/m)
  expect(dry.stdout).toMatch(/^Changed exported types: .*\bMember, .*\bUser\.$/m)
  expect(dry.stdout).toMatch(/^Methods that return one of them: Labelbox\.getUser, Organization\.users, .*\.$/m)
  expect(dry.stdout).toMatch(/^Other methods with a changed operation: .*Organization\.removeUser, .*\.$/m)
  expect(await read('graphql/fragments/user.graphql')).toBe(before)

  const real = await applySchema(['old.graphql', 'nickname.graphql'])

  expect(real.code).toBe(0)
  expect(real.stdout).toContain('Next: npm run codegen:examples; npm run types')
  expect(await read('graphql/fragments/user.graphql')).toBe(before.replace('  nickname\n', ''))
  expect(await read('graphql/schema.graphql')).toBe(await read('nickname.graphql'))
  const generated = await read('generated/operations.ts')
  expect(generated).toMatch(/^export type UserFragment = \{$/m)
  expect(generated).not.toContain('nickname')
})

it('names methods with a changed input, filters that are gone, and exports that are new or gone', async () => {
  const input = await applySchema(['old.graphql', 'input.graphql'], { dryRun: true })
  expect(input.stdout).toMatch(/^Other methods with a changed operation: .*Organization\.inviteUser, .*\.$/m)
  expect(input.stdout).toContain('\nExports of labelbox-org/operations, changed: CreateInviteInput.\n')
  expect(input.stdout).not.toContain('Filters and orders')

  const { stdout } = await applySchema(['old.graphql', 'email.graphql'], { dryRun: true })
  expect(stdout).toContain('Filters and orders that methods lose: users.where.email.\n')

  const renamed = await applySchema(['old.graphql', 'topic.graphql'], { dryRun: true })
  expect(renamed.stdout).toMatch(
    /^Exports of labelbox-org\/operations, added: WebhookSubject\.\n.*, removed: WebhookTopic\.\n.*, changed: .*\bWebhookFragment\b/m,
  )
})

it('names Member only if it is different', async () => {
  const { stdout } = await applySchema(['old.graphql', 'organization.graphql'], { dryRun: true })
  expect(stdout).toContain('\n  GetMembersQuery: organization.id changed from ID! to ID\n')
  expect(stdout).toContain('\nChanged exported types: none.\n')
})

/** The text of every file that apply may write. */
async function tree(): Promise<Record<string, string>> {
  const folders = ['graphql', 'graphql/fragments', 'graphql/operations', 'generated', 'examples/gql-tada']
  const names = await Promise.all(
    folders.map(async (each) => {
      const entries = await readdir(join(folder, each), { withFileTypes: true })
      return entries.filter((entry) => entry.isFile()).map(({ name }) => join(each, name))
    }),
  )
  return Object.fromEntries(await Promise.all(names.flat().map(async (name) => [name, await read(name)] as const)))
}

it('writes nothing while an operation needs a decision, and with --partial all but generated/', async () => {
  const before = await tree()

  const { code, stdout } = await applySchema(['nickname.graphql', 'seats.graphql'])

  expect(code).toBe(12)
  expect(stdout).toContain('Nothing was written')
  expect(stdout).toContain('query InviteLimit\n')
  expect(await tree()).toEqual(before)

  const partial = await applySchema(['nickname.graphql', 'seats.graphql'], { partial: true })

  expect(partial.code).toBe(12)
  expect(partial.stdout).toContain('generated/ is as it was')
  expect(await tree()).toEqual({ ...before, 'graphql/schema.graphql': await read('seats.graphql') })
  const { json, exitCode } = await checkRepository()
  expect(exitCode).toBe(1)
  expect(json).toMatchObject({
    findings: [
      { rule: 'invalid', name: 'InviteLimit', place: { file: 'graphql/operations/inviteLimit.graphql' } },
      { rule: 'stale', name: 'generated/', message: expect.stringContaining('Codegen fails: ') as unknown },
    ],
  })
  await writeFile(join(folder, 'graphql/schema.graphql'), before['graphql/schema.graphql'] ?? '')
})

it('writes nothing if codegen fails, or a file cannot be written', async () => {
  const before = await tree()

  const failed = await applySchema(['nickname.graphql', 'scalar.graphql'])

  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Nothing was written.*\bShoeSize\b/) as unknown,
  })
  expect(await tree()).toEqual(before)

  await rm(join(folder, 'generated/documents.ts'))
  await mkdir(join(folder, 'generated/documents.ts'))
  const unwritten = await applySchema(['nickname.graphql', 'input.graphql'])
  await rm(join(folder, 'generated/documents.ts'), { recursive: true })
  await writeFile(join(folder, 'generated/documents.ts'), before['generated/documents.ts'] ?? '')

  expect(unwritten).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing was changed.') as unknown })
  expect(await tree()).toEqual(before)
})

it.each([
  ['a file that is not a schema', ['old.graphql', 'package.json'], 'package.json is not a valid schema'],
  ['a single schema', ['old.graphql'], 'Pass two schemas'],
])('rejects %s', async (_, schemas, message) => {
  const { code, stdout, stderr } = await applySchema(schemas)

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})
