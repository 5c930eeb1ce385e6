import { resolve } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import { expect, it } from 'vitest'
import { filesIn, generatedIn, printedBy } from '../../test/support/examplePrograms.ts'
import config from './codegen.ts'

const folder = import.meta.dirname

it('own operations: the committed file is what npm run codegen:examples writes', async () => {
  const files = await generatedIn(folder, config)

  expect(Object.keys(files)).toEqual(['src/generated.ts'])
  expect(files).toEqual(await filesIn(folder, /generated\.ts$/))
})

it('own operations: the program runs, and dates are Date objects', async () => {
  const { stdout, stderr } = await printedBy(resolve(folder, 'src/main.ts'))

  expect(stderr).toBe('')
  expect(stdout.trim().split('\n')).toHaveLength(3)
  expect(stdout).toMatch(/^\S+@example\.com .+ \d\d\/\d\d\/\d{4}$/m)
})

it('own operations: an unknown field is refused', async () => {
  const wrong = { ...config, documents: 'query Wrong { organization { id shoeSize } }', cwd: folder, silent: true }
  await expect(generate(wrong, false)).rejects.toThrow(/shoeSize/)
})
