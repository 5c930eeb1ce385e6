import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileFormerPrograms } from './formerPrograms.ts'

/** A repository with one entry. */
const root = mkdtempSync(join(tmpdir(), 'labelbox-org-former-'))

beforeAll(() => {
  mkdirSync(join(root, 'src'))
  const compilerOptions = {
    strict: true,
    target: 'ES2022',
    lib: ['ES2022'],
    types: [],
    module: 'ESNext',
    moduleResolution: 'Bundler',
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    paths: { 'labelbox-org': ['./src/index.ts'] },
  }
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  writeFileSync(
    join(root, 'src/index.ts'),
    "export type Role = 'Admin' | 'Member'\nexport const role: Role = 'Admin'\n",
  )
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
})
afterAll(() => rmSync(root, { recursive: true }))

const compile = (files: Readonly<Record<string, string>>) => compileFormerPrograms(root, new Map(Object.entries(files)))

describe('the programs of the last release', () => {
  it('are compiled with the entries of today, and with the files that they had then', () => {
    const files = {
      'src/index.ts': 'export const role = 1\n',
      'src/former.ts': "export const former: 'former' = 'former'\n",
      'examples/part.ts': "import { role } from 'labelbox-org'\nexport const part: 'Admin' | 'Member' = role\n",
      'examples/main.ts': [
        "import { part } from './part.ts'",
        "import { former } from '../src/former.ts'",
        "export const all: readonly ['Admin' | 'Member', 'former'] = [part, former]",
        '',
      ].join('\n'),
    }
    expect(compile(files)).toEqual({ files: ['examples/part.ts', 'examples/main.ts'], mistakes: [] })
  })

  it.each([
    ['a name', "import { gone } from 'labelbox-org'\nexport { gone }\n", 1, "has no exported member 'gone'"],
    ['an entry', "import 'labelbox-org/gone'\n", 1, "'labelbox-org/gone'"],
    ['a part of a type', "import type { Role } from 'labelbox-org'\nexport const a: Role = 'Owner'\n", 2, '"Owner"'],
  ])('are wrong where %s is gone', (_, text, line, message) => {
    for (const file of ['examples/main.ts', 'src/role.test-d.ts']) {
      expect(compile({ [file]: text }).mistakes).toEqual([
        { place: `${file}:${line}`, message: expect.stringContaining(message) as string, isExpectation: false },
      ])
    }
  })

  it.each([
    ["expectTypeOf<Role>().toEqualTypeOf<'Admin'>()"],
    ['// @ts-expect-error: there was no Member\nexport const member: Role = "Member"'],
  ])('may be type tests whose expectation was about a narrower type: %s', (text) => {
    const imports = "import { expectTypeOf } from 'vitest'\nimport type { Role } from 'labelbox-org'\n"
    const { mistakes } = compile({ 'src/role.test-d.ts': `${imports}expectTypeOf(1)\n${text}\n` })
    expect(mistakes).toMatchObject([{ isExpectation: true }])
  })

  it.each([
    ['tests of examples', 'examples/main.test.ts', ''],
    ['what the tests of examples use', 'examples/serving.ts', "import '../test/support/serving.ts'"],
    ['what imports a file of Vue', 'examples/main.ts', "import './App.vue'"],
    ['what imports a file that does', 'examples/main.ts', "import './other.ts'"],
    ['what needs a package that is not installed', 'examples/main.ts', "import 'a-package-that-nobody-installed'"],
    ['type tests of parts that are not public', 'src/role.test-d.ts', "import './role.ts'"],
    ['source', 'src/role.ts', ''],
  ])('do not include %s', (_, file, text) => {
    const mistake = 'export const wrong: string = 1'
    const helpers = { 'examples/other.ts': "import './App.vue'\n", 'test/support/serving.ts': '', 'src/role.ts': '' }
    expect(compile({ ...helpers, [file]: `${text}\n${mistake}\n` })).toEqual({ files: [], mistakes: [] })
  })
})
