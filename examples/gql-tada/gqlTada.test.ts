import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { generateOutput } from '@gql.tada/cli-utils'
import { expect, it } from 'vitest'
import { printedBy } from '../../test/support/examplePrograms.ts'
import { isLong } from '../../test/support/long.ts'

const folder = import.meta.dirname

it('gql.tada: the program runs against the sandbox', async () => {
  const { stdout, stderr } = await printedBy(resolve(folder, 'main.ts'))

  expect(stderr).toBe('')
  expect(stdout.trim().split('\n')).toHaveLength(3)
  expect(stdout).toMatch(
    /^\S+@example\.com .+ (?:never|\d{4}-\d\d-\d\dT\S+)$/m,
  )
})

it('gql.tada: the committed types are those of the schema; npm run codegen writes them', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'gql-tada-'))
  try {
    const output = join(directory, 'graphql-env.d.ts')
    await generateOutput({
      output,
      tsconfig: resolve(folder, 'tsconfig.json'),
      silent: true,
    })
    expect(await readFile(output, 'utf8')).toBe(
      await readFile(resolve(folder, 'graphql-env.d.ts'), 'utf8'),
    )
  } finally {
    await rm(directory, { recursive: true })
  }
})

it.runIf(isLong)(
  'gql.tada: `gql-tada check` names a field that the schema lacks',
  async () => {
    const directory = await mkdtemp(join(folder, 'check-'))
    try {
      await writeFile(
        join(directory, 'tsconfig.json'),
        '{ "extends": "../tsconfig.json", "include": ["."] }',
      )
      await writeFile(
        join(directory, 'wrong.ts'),
        "import { graphql } from '../graphql.ts'\nexport const wrong = graphql(`query Wrong { organization { shoeSize } }`)\n",
      )
      const check = promisify(execFile)(
        resolve('node_modules/.bin/gql-tada'),
        ['check'],
        { cwd: directory },
      )

      const { stdout } = await check.catch(
        (error: unknown) => error as { stdout: string },
      )

      expect(stdout).toContain('shoeSize')
    } finally {
      await rm(directory, { recursive: true })
    }
  },
)
