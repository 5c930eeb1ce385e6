import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** A copy of what codegen needs, without what it writes. */
const copy = mkdtempSync(join(tmpdir(), 'labelbox-org-codegen-'))
const written = [...readdirSync('generated').map((name) => `generated/${name}`), 'examples/gql-tada/graphql-env.d.ts']

beforeAll(() => {
  const isWritten = (file: string): boolean => written.some((name) => file.endsWith(name))
  for (const part of [
    'graphql',
    'src',
    'scripts',
    'examples/gql-tada',
    'codegen.ts',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(part, join(copy, part), { recursive: true, filter: (file) => !isWritten(file) })
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')
const codegen = (script: string) => spawnSync('npm', ['run', '-s', script], { cwd: copy, encoding: 'utf8' })

it('one run of codegen writes every generated file from nothing', { timeout: 300_000 }, () => {
  expect(codegen('codegen')).toMatchObject({ status: 0 })

  for (const name of written) expect(read(copy, name), name).toBe(read('.', name))
})

it('a checkout with the line ends of Windows is up to date', { timeout: 300_000 }, () => {
  const sources = readdirSync(join(copy, 'graphql'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => `graphql/${name}`)
  for (const name of [...sources, ...written]) {
    writeFileSync(join(copy, name), read(copy, name).replaceAll('\n', '\r\n'))
  }

  expect(codegen('codegen:check')).toMatchObject({ status: 0, stderr: '' })
})
