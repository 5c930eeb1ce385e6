import { spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { commandLine, errorOf } from '../testing.ts'

const command = commandLine({ users: 1 })
const { run } = command
const sandbox = () => command.sandbox

let home = ''
const file = () => join(home, 'labelbox-org', 'config.json')

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'labelbox-org-'))
  await mkdir(join(home, 'labelbox-org'))
})

afterEach(() => rm(home, { recursive: true, force: true }))

async function configure(content: unknown, mode = 0o600): Promise<void> {
  await writeFile(file(), typeof content === 'string' ? content : JSON.stringify(content))
  await chmod(file(), mode)
}

const withHome = (env: Readonly<Record<string, string>> = {}) => ({ env: { XDG_CONFIG_HOME: home, ...env } })

it('ends with 5 without an API key and a terminal', async () => {
  const ended = await run(['whoami', '--json'], withHome())

  expect(ended).toMatchObject({ code: 5, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code: 'NO_API_KEY', exitCode: 5 })
  expect(ended.stderr).toContain('LABELBOX_API_KEY')
})

it('accepts --api-key with a warning that does not repeat the key', async () => {
  const { url, apiKey } = sandbox()
  const { code, stdout, stderr } = await run(['whoami', '--endpoint', url, '--api-key', apiKey], withHome())

  expect(code).toBe(0)
  expect(stdout).toContain('ada.lovelace.1@example.com')
  expect(stderr).toMatch(/^labelbox-org: .*shell history.*LABELBOX_API_KEY.*\n$/)
  expect(stderr).not.toContain(apiKey)
})

it('prefers --profile to the variables, and LABELBOX_API_KEY to LABELBOX_PROFILE', async () => {
  const { url, apiKey } = sandbox()
  await using other = await createSandbox({ users: 1, apiKey: 'planted-key' })
  await configure({
    profiles: { one: { endpoint: url, apiKey }, other: { endpoint: other.url, apiKey: other.apiKey } },
  })
  const variables = { LABELBOX_API_KEY: apiKey, LABELBOX_ENDPOINT: url }
  const endpoint = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
    const { code, stdout, stderr } = await run(['whoami', '--json', ...args], withHome(env))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).not.toContain('planted-key')
    return (JSON.parse(stdout) as { endpoint: string }).endpoint
  }

  expect(await endpoint(['--profile', 'other'], variables)).toBe(other.url)
  expect(await endpoint([], { LABELBOX_PROFILE: 'other', LABELBOX_ENDPOINT: url })).toBe(other.url)
  expect(await endpoint([], { LABELBOX_PROFILE: 'other', ...variables })).toBe(url)
  expect(await endpoint(['--profile', 'other', '--endpoint', other.url.replace('127.0.0.1', 'localhost')], {})).toMatch(
    'localhost',
  )
})

it.skipIf(process.platform === 'win32')('refuses a configuration file that other users can read', async () => {
  await configure({ profiles: { work: { apiKey: 'planted-key' } } }, 0o640)
  const { code, stderr } = await run(['whoami', '--profile', 'work'], withHome())

  expect(code).toBe(2)
  expect(stderr).toContain(`chmod 600 ${file()}`)

  await rm(file())
  await mkdir(file(), { mode: 0o700 })
  const ended = await run(['whoami', '--profile', 'work', '--json'], withHome())
  expect(errorOf(ended)).toMatchObject({ code: 'USAGE', exitCode: 2 })
})

it.runIf(process.getuid?.() === 0)('refuses a configuration file of another user, also behind a link', async () => {
  await configure({ profiles: { work: { apiKey: 'planted-key', endpoint: 'https://elsewhere.example/graphql' } } })
  await chown(file(), 1234, 1234)
  const refused = async () => {
    const { code, stderr } = await run(['whoami', '--profile', 'work'], withHome())
    expect(code).toBe(2)
    expect(stderr).toContain('another user')
    expect(stderr).not.toContain('planted-key')
  }
  await refused()
  await rename(file(), join(home, 'theirs.json'))
  await symlink(join(home, 'theirs.json'), file())
  await refused()
})

it.skipIf(process.platform === 'win32')(
  'refuses a named pipe as the configuration file, without waiting for it',
  async () => {
    expect(spawnSync('mkfifo', ['-m', '600', file()]).status).toBe(0)
    const { code, stderr } = await run(['whoami', '--profile', 'work'], withHome())
    expect(code).toBe(2)
    expect(stderr).toContain('not a regular file')
  },
)

it.each([
  ['named on the command line', ['--profile', 'work'], {}],
  ['named by LABELBOX_PROFILE', [], { LABELBOX_PROFILE: 'work', LABELBOX_API_KEY: '' }],
])('does not complete a profile without a key, %s, from the variables', async (_how, args, env) => {
  const { url, received } = sandbox()
  await configure({ profiles: { work: { endpoint: url } } })
  const before = received.length
  const variables = { LABELBOX_API_KEY: 'planted-key', ...env }

  const ended = await run(['whoami', '--json', ...args], withHome(variables))

  expect(errorOf(ended)).toMatchObject({ code: 'NO_API_KEY', exitCode: 5 })
  expect(received).toHaveLength(before)
})

it.each([
  ['a query', (url: string) => `${url}?token=planted-token&planted-flag`],
  ['a fragment', (url: string) => `${url}#planted-token`],
  ['an escaped query', (url: string) => `${url}?token=planted%2Dtoken&%70lanted-flag=1&planted=%00`],
])('does not print %s of the endpoint', async (_what, endpointOf) => {
  const { url, apiKey } = sandbox()
  const env = { LABELBOX_API_KEY: apiKey, LABELBOX_ENDPOINT: endpointOf(url) }
  for (const args of [['whoami'], ['whoami', '--json']]) {
    const { code, stdout, stderr } = await run(args, withHome(env))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(url)
    expect(stdout).not.toMatch(/planted-(token|flag)|planted%2D/)
  }
})

it('does not print the value of a misspelt option', async () => {
  for (const option of ['--apikey', '--api_key', '-k', '--secret']) {
    const { code, stderr } = await run(['whoami', `${option}=planted=key'planted-key`], withHome())
    expect(code).toBe(2)
    expect(stderr).toContain(option)
    expect(stderr).not.toContain('planted')
  }
})

it.each([
  ['an unknown profile', { profiles: { work: { apiKey: 'planted-key' } } }, 'has no profile home. Its profiles: work.'],
  ['invalid JSON', '{"profiles": {"home": planted-key', 'is not JSON'],
  ['no profiles', { home: { apiKey: 'planted-key' } }, 'has no "profiles"'],
  ['a misspelt member', { profiles: { home: { apikey: 'planted-key' } } }, 'may have "endpoint" and "apiKey" only'],
  ['a number for a key', { profiles: { home: { apiKey: 7 } } }, '"apiKey" must be text'],
])('explains what is wrong with a configuration file: %s', async (_what, content, message) => {
  await configure(content)
  const { code, stdout, stderr } = await run(['whoami', '--profile', 'home'], withHome())

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('planted-key')
})

it('shows the format of the configuration file if there is none', async () => {
  const { code, stderr } = await run(['whoami', '--profile', 'home'], withHome())

  expect(code).toBe(2)
  expect(stderr).toContain(`{"profiles": {"home": {"endpoint": "https://…", "apiKey": "…"}}}`)
})

it('reads a configuration file with a byte order mark', async () => {
  const { url, apiKey } = sandbox()
  await configure(`\uFEFF${JSON.stringify({ profiles: { work: { endpoint: url, apiKey } } })}`)

  expect(await run(['whoami', '--profile', 'work'], withHome())).toMatchObject({ code: 0 })
})

it('names the variable to set if the user has no home directory', async () => {
  const homedir = () => {
    throw Object.assign(new Error('uv_os_homedir returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' })
  }
  const ended = await run(['whoami', '--profile', 'work', '--json'], { env: {}, io: { homedir } })

  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code: 'USAGE', exitCode: 2, mayHaveRun: false })
  expect(errorOf(ended)['message']).toContain('XDG_CONFIG_HOME')
})
