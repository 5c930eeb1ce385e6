import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** A copy of what is changed. */
let folder = ''
const read = (name: string) => readFile(join(folder, name), 'utf8')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-apply-'))
  const parts = ['graphql', 'generated', 'src', 'scripts', 'package.json', 'codegen.ts', 'tsconfig.json']
  await Promise.all(parts.map((part) => cp(part, join(folder, part), { recursive: true })))
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  const sdl = await read('graphql/schema.graphql')
  const without = (from: RegExp) => sdl.replace(from, '')
  await Promise.all([
    writeFile(join(folder, 'old.graphql'), sdl),
    writeFile(join(folder, 'nickname.graphql'), without(/^ {2}"""Short name\."""\n {2}nickname: String.*\n/m)),
    writeFile(join(folder, 'seats.graphql'), without(/^ {2}"""[^"]*"""\n {2}invitesLimit\([^)]*\):.*\n/m)),
  ])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const apply = (...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((end) => {
    const options = { cwd: folder, shell: false }
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/schemaApply.ts', ...args],
      options,
      (error, stdout, stderr) => {
        end({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      },
    )
  })

it('shows which types and methods are different, then makes them so', async () => {
  const before = await read('graphql/fragments/user.graphql')
  const dry = await apply('old.graphql', 'nickname.graphql', '--dry-run')
  expect(dry).toMatchObject({ code: 0, stderr: '' })
  expect(dry.stdout).toContain('graphql/fragments/user.graphql:5: User.nickname\n')
  expect(dry.stdout).toContain('\n  UsersQuery: organization.users.nickname is gone\n')
  expect(dry.stdout).toMatch(/^Exported types that are different by that: .*\bMember, .*\bUser\.$/m)
  expect(dry.stdout).toMatch(/^Methods that answer with one of them: Labelbox\.getUser, Organization\.users, .*\.$/m)
  expect(dry.stdout).toMatch(/^Other methods that send what is different: .*Organization\.removeUser, .*\.$/m)
  expect(await read('graphql/fragments/user.graphql')).toBe(before)

  const real = await apply('old.graphql', 'nickname.graphql')
  expect(real.code).toBe(0)
  expect(real.stdout).toContain('Now: npm run types')
  expect(await read('graphql/fragments/user.graphql')).toBe(before.replace('  nickname\n', ''))
  expect(await read('graphql/schema.graphql')).toBe(await read('nickname.graphql'))
  const generated = await read('generated/operations.ts')
  expect(generated).toMatch(/^export type UserFragment = \{$/m)
  expect(generated).not.toContain('nickname')
}, 120_000)

it('regenerates nothing where something is left to decide, and refuses what is no schema', async () => {
  const generated = await read('generated/operations.ts')
  const left = await apply('nickname.graphql', 'seats.graphql')
  expect(left.code).toBe(12)
  expect(left.stdout).toContain('query InviteLimit\n')
  expect(await read('generated/operations.ts')).toBe(generated)
  expect(await apply('old.graphql', 'package.json')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('package.json is not a valid schema') as unknown,
  })
  expect(await apply('old.graphql')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('two schemas') as unknown,
  })
}, 120_000)
