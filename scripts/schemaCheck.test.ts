import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** A copy of what is checked, which a test may break. */
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelbox-org-schema-check-'))
  const parts = ['graphql', 'generated', 'src', 'scripts', 'package.json', 'codegen.ts', 'tsconfig.json']
  await Promise.all(parts.map((part) => cp(part, join(folder, part), { recursive: true })))
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const check = (): Promise<{ code: number; findings: Record<string, unknown>[] }> =>
  new Promise((end) => {
    const args = ['--import', 'tsx', 'scripts/schemaCheck.ts', '--json']
    execFile(process.execPath, args, { cwd: folder }, (error, stdout) => {
      const { findings } = JSON.parse(stdout) as { findings: Record<string, unknown>[] }
      end({ code: typeof error?.code === 'number' ? error.code : 0, findings })
    })
  })

it('holds the repository to its operations, the methods that send them, and what is generated', async () => {
  expect(await check()).toEqual({ code: 0, findings: [] })

  await writeFile(join(folder, 'graphql/operations/nobody.graphql'), 'query Nobody {\n  user {\n    name\n  }\n}\n')
  const { code, findings } = await check()
  expect(code).toBe(1)
  expect(findings.map(({ rule, name }) => [rule, name])).toEqual(
    expect.arrayContaining([
      ['id', 'Nobody'],
      ['unused', 'Nobody'],
      ['stale', 'generated/operations.ts'],
      ['stale', 'generated/documents.ts'],
    ]),
  )
}, 120_000)
