import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { generate } from '@graphql-codegen/cli'
import { createSandbox } from 'labelbox-org/sandbox'
import { expect, it } from 'vitest'
import config from './codegen.ts'

const folder = import.meta.dirname

it('own operations: the committed file is what graphql-codegen generates', async () => {
  const output = (await generate({ ...config, cwd: folder, silent: true }, false)) as readonly {
    readonly filename: string
    readonly content: string
  }[]

  expect(output.map(({ filename }) => filename)).toEqual(['src/generated.ts'])
  expect(output[0]?.content).toBe(await readFile(resolve(folder, 'src/generated.ts'), 'utf8'))
})

it('own operations: the program runs, and dates are Date objects', async () => {
  await using sandbox = await createSandbox({ users: 4 })
  const env = { ...process.env, LABELBOX_ENDPOINT: sandbox.url, LABELBOX_API_KEY: sandbox.apiKey }
  const main = resolve(folder, 'src/main.ts')

  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', main], { env })

  expect(stderr).toBe('')
  expect(stdout.trim().split('\n')).toHaveLength(3)
  expect(stdout).toMatch(/^\S+@example\.com .+ \d\d\/\d\d\/\d{4}$/m)
})

it('own operations: an unknown field is refused', async () => {
  const wrong = { ...config, documents: 'query Wrong { organization { id shoeSize } }', cwd: folder, silent: true }
  await expect(generate(wrong, false)).rejects.toThrow(/shoeSize/)
})
