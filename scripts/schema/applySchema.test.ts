import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { without as removed } from '../../test/support/without.ts'
import { applySchema } from './applySchema.ts'

/** A copy of the files that change, with links to the rest; it is the working directory of these tests. */
let folder = ''
const repository = process.cwd()
const read = (name: string) => readFile(join(folder, name), 'utf8')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-apply-'))
  const copied = ['graphql', 'generated', 'package.json']
  await Promise.all(copied.map((part) => cp(part, join(folder, part), { recursive: true })))
  await Promise.all(['src', 'node_modules'].map((part) => symlink(resolve(part), join(folder, part))))
  const sdl = await read('graphql/schema.graphql')
  const without = (from: RegExp) => sdl.replace(from, '')
  await Promise.all([
    writeFile(join(folder, 'old.graphql'), sdl),
    writeFile(join(folder, 'nickname.graphql'), without(/^ {2}"""Short name\."""\n {2}nickname: String.*\n/m)),
    writeFile(join(folder, 'email.graphql'), removed('UserWhereInput.email')(sdl)),
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

  const dry = await applySchema(['old.graphql', 'nickname.graphql'], true)

  expect(dry).toMatchObject({ code: 0, stderr: '' })
  expect(dry.stdout).toContain('graphql/fragments/user.graphql:5: User.nickname\n')
  expect(dry.stdout).toContain('\n  UsersQuery: organization.users.nickname is gone\n')
  expect(dry.stdout).toMatch(/^Changed exported types: .*\bMember, .*\bUser\.$/m)
  expect(dry.stdout).toMatch(/^Methods that return one of them: Labelbox\.getUser, Organization\.users, .*\.$/m)
  expect(dry.stdout).toMatch(/^Other methods with a changed operation: .*Organization\.removeUser, .*\.$/m)
  expect(await read('graphql/fragments/user.graphql')).toBe(before)

  const real = await applySchema(['old.graphql', 'nickname.graphql'], false)

  expect(real.code).toBe(0)
  expect(real.stdout).toContain('Next: npm run types')
  expect(await read('graphql/fragments/user.graphql')).toBe(before.replace('  nickname\n', ''))
  expect(await read('graphql/schema.graphql')).toBe(await read('nickname.graphql'))
  const generated = await read('generated/operations.ts')
  expect(generated).toMatch(/^export type UserFragment = \{$/m)
  expect(generated).not.toContain('nickname')
})

it('names methods with a changed input, and filters that are gone', async () => {
  const input = await applySchema(['old.graphql', 'input.graphql'], true)
  expect(input.stdout).toMatch(/^Other methods with a changed operation: .*Organization\.inviteUser, .*\.$/m)
  expect(input.stdout).not.toContain('Filters and orders')

  const { stdout } = await applySchema(['old.graphql', 'email.graphql'], true)
  expect(stdout).toContain('Filters and orders that methods lose: users.where.email.\n')
})

it('does not regenerate while an operation needs a decision', async () => {
  const generated = await read('generated/operations.ts')

  const { code, stdout } = await applySchema(['nickname.graphql', 'seats.graphql'], false)

  expect(code).toBe(12)
  expect(stdout).toContain('query InviteLimit\n')
  expect(await read('generated/operations.ts')).toBe(generated)
})

it.each([
  ['a file that is not a schema', ['old.graphql', 'package.json'], 'package.json is not a valid schema'],
  ['a single schema', ['old.graphql'], 'Pass two schemas'],
])('rejects %s', async (_, schemas, message) => {
  const { code, stdout, stderr } = await applySchema(schemas, false)

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})
