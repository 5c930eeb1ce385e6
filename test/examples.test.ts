import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Labelbox } from 'labelbox-org'
import { createSandbox, type Sandbox } from '@labelbox-org/tools/sandbox'
import { globSync } from 'tinyglobby'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Organization } from '../src/organization/organization.ts'
import { reads } from './support/everyMethod.ts'
import { folder } from './support/folder.ts'

const run = promisify(execFile)
const node = (file: string, env: Readonly<Record<string, string | undefined>>, ...args: readonly string[]) =>
  run(process.execPath, ['--import', 'tsx', file, ...args], { env: { ...process.env, ...env } })

describe('the three ways in that the README shows', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox({ users: 4, invites: 1, seats: 20 })
  })
  afterAll(() => sandbox.close())

  it.each([
    ['service', /Invited ada@example\.com as Labeler/],
    ['ownClient', /: \d+ of 20 seats are taken\./],
    ['urql', /\[\s+'[^']+@example\.com'/],
  ])('examples/%s.ts runs, and is in the README word for word', async (name, expected) => {
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

it('examples/bulk.ts invites from a file, nobody twice, and is in the guide word for word', async () => {
  await using sandbox = await createSandbox({ users: 1, invites: 0 })
  const organization = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
  const [owner] = await organization.users().firstPage()
  const file = folder().put('people.csv', `email,role\nada@example.com,LABELER\n${owner?.email ?? ''},LABELER\n`)
  const env = { LABELBOX_ENDPOINT: sandbox.url, LABELBOX_API_KEY: sandbox.apiKey }

  for (const time of ['first', 'second']) {
    const { stdout, stderr } = await node('examples/bulk.ts', env, file)

    expect([time, stderr]).toEqual([time, ''])
    expect(stdout).toMatch(/invited: 1,/)
    expect(stdout).toContain(`line 3: ${owner?.email ?? ''} is already-member`)
  }
  const { length } = await organization.getInvites().toArray({ limit: 10 })
  expect(length).toBe(1)
  expect(readFileSync('docs/guide/bulk.md', 'utf8')).toContain(readFileSync('examples/bulk.ts', 'utf8').trim())
}, 30_000)

it('shows the pages of the frameworks in the guide word for word, each with a README', () => {
  const guide = readFileSync('docs/guide/frameworks.md', 'utf8')
  const folders = readdirSync('examples', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const files = ['examples/labelboxPlugin.ts', ...globSync('examples/*/**', { ignore: '**/node_modules/**' })]
  const contents = new Set(files.map((file) => readFileSync(file, 'utf8').trim()))
  const blocks = [...guide.matchAll(/^```(?!sh)\w+\n(.*?)^```$/gms)].map(([, code = '']) => code.trim())

  expect(blocks.length).toBeGreaterThan(25)
  expect(blocks.filter((block) => !contents.has(block)).map((block) => block.split('\n')[0])).toEqual([])
  expect(readFileSync('docs/guide/urql.md', 'utf8')).toContain(
    readFileSync('examples/component-test/Members.tsx', 'utf8'),
  )
  const list = readFileSync('examples/README.md', 'utf8')
  expect(folders.filter((name) => !list.includes(`(${name})`) && !list.includes(`(${name}.ts)`))).toEqual([])
})

describe('npm start', () => {
  const methods = Object.getOwnPropertyNames(Organization.prototype).filter((name) => name !== 'constructor')

  /** Runs the tour, and returns its output and the methods that it called. */
  async function tour(env: Readonly<Record<string, string | undefined>>, ...args: readonly string[]) {
    const directory = await mkdtemp(join(tmpdir(), 'tour-'))
    try {
      const file = join(directory, 'called.json')
      const spy = ['--import', resolve('test/support/calledMethods.ts')]
      const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', ...spy, 'examples/tour.ts', ...args], {
        env: { ...process.env, ...env, CALLED_METHODS: file },
        maxBuffer: 16 * 1024 * 1024,
      })
      expect(stderr).toBe('')
      return { stdout, called: JSON.parse(readFileSync(file, 'utf8')) as readonly string[] }
    } finally {
      await rm(directory, { recursive: true })
    }
  }

  it('calls every method of Organization under its name, in lines of at most 100 columns', async () => {
    const { stdout, called } = await tour({ LABELBOX_API_KEY: undefined })

    const shown = [...stdout.matchAll(/^(\w+)(?= {2}|$)/gm)].map(([, word]) => word)
    expect([...called].sort()).toEqual([...methods].sort())
    expect(methods.filter((name) => !shown.includes(name))).toEqual([])
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain('1 duplicate cancelled, 1 invite left')
    for (const code of ['ALREADY_INVITED', 'ALREADY_MEMBER', 'RESOURCE_NOT_FOUND', 'AUTHORIZATION', 'AUTHENTICATION']) {
      expect(stdout).toContain(code)
    }
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('lacks the permission users.manage')
    expect(stdout).toContain('npm run sandbox -- --port 4100')
    // The keys that it creates are JSON Web Tokens.
    expect(stdout).not.toMatch(/eyJ[\w-]+\./)
  }, 60_000)

  it('with an API key and --live, calls every method that reads and sends no mutation', async () => {
    await using sandbox = await createSandbox()
    const owner = await new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey }).getOrganization()
    await owner.createUserGroup({ name: 'Group', color: '9EC5FF' })
    const before = sandbox.received.length
    const env = { LABELBOX_ENDPOINT: sandbox.url, LABELBOX_API_KEY: sandbox.apiKey }

    const withoutFlag = await tour(env)
    const receivedWithoutFlag = sandbox.received.length
    const { called } = await tour(env, '--live')

    expect(withoutFlag.stdout).toContain('`npm start -- --live` reads from the real API.')
    expect(receivedWithoutFlag).toBe(before)
    const sent = sandbox.received.slice(before).map(({ query }) => query ?? '')
    expect(sent.length).toBeGreaterThan(15)
    expect(sent.filter((query) => !query.startsWith('query'))).toEqual([])
    expect([...called].sort()).toEqual(Object.keys(reads).sort())
  }, 60_000)
})
