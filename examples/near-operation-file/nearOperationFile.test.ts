import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { filesIn, generatedIn, printedBy } from '../../test/support/examplePrograms.ts'
import config from './codegen.ts'

const folder = import.meta.dirname

it('near-operation-file: the committed files are what npm run codegen:examples writes', async () => {
  const output = { ...config.generates['src/'], presetConfig: { cwd: folder } }

  const files = await generatedIn(folder, { generates: { 'src/': output } })

  expect(Object.keys(files)).toHaveLength(3)
  expect(files).toEqual(await filesIn(folder, /\.generated\.ts$|trustedDocuments\.ts$/))
})

it('near-operation-file: its own documents reach Labelbox through the proxy, by their ids', async () => {
  const { stdout, stderr } = await printedBy(resolve(folder, 'src/main.ts'))

  expect(stderr).toBe('')
  expect(stdout.trim().split('\n')).toHaveLength(4)
  expect(stdout).toMatch(/^\S+@example\.com .+ \d\d\/\d\d\/\d{4}$/m)
  expect(stdout).toMatch(/^urgent #?ff0000$/im)
})
