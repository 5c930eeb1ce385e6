import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { createSandbox, type Sandbox } from 'labelbox-org/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const node = (file: string, env: Readonly<Record<string, string | undefined>>) =>
  run(process.execPath, ['--import', 'tsx', file], { env: { ...process.env, ...env } })

describe('the three ways in, as the README shows them', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox({ users: 4, invites: 1, seats: 20 })
  })
  afterAll(() => sandbox.close())

  it.each([
    ['service', /Invited ada@example\.com as Labeler/],
    ['ownClient', /: \d+ of 20 seats are taken\./],
    ['urql', /\[\s+'[^']+@example\.com'/],
  ])('examples/%s.ts runs, and stands in the README word for word', async (name, expected) => {
    const file = `examples/${name}.ts`

    const { stdout, stderr } = await node(file, {
      LABELBOX_ENDPOINT: sandbox.url,
      LABELBOX_API_KEY: sandbox.apiKey,
    })

    expect(stdout).toMatch(expected)
    expect(stderr).toBe('')
    expect(readFileSync('README.md', 'utf8')).toContain(readFileSync(file, 'utf8').trim())
  })
})

it('npm start goes through every method and ends well', async () => {
  const { stdout, stderr } = await node('examples/tour.ts', { LABELBOX_API_KEY: undefined })

  expect(stderr).toBe('')
  expect(stdout).toMatch(/After cancelling: 1 invite\./)
  expect(stdout).toContain('ALREADY_INVITED')
  expect(stdout).toContain('ALREADY_MEMBER')
  expect(stdout).toContain('RESOURCE_NOT_FOUND')
  expect(stdout).toContain('seats are taken')
}, 60_000)
