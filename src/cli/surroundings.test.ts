import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { folder } from '../../test/support/folder.ts'
import { proxyNote } from './session/proxyNote.ts'
import { commandLine, errorOf } from './testing.ts'

// What the machine brings along: files of other programs, users without a home, proxies, folders that are read-only.

const command = commandLine({ users: 3, invites: 0, seats: 100 })
const { run } = command

/** The environment of a run in which this code comes first. */
const after = (code: string): Readonly<Record<string, string>> => ({
  LABELBOX_API_KEY: command.sandbox.apiKey,
  LABELBOX_ENDPOINT: command.sandbox.url,
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
})

it('reads a configuration with a byte order mark', async () => {
  const { path } = folder()
  const { url, apiKey } = command.sandbox
  mkdirSync(`${path}/labelbox-org`)
  const content = `\uFEFF${JSON.stringify({ profiles: { work: { endpoint: url, apiKey } } })}`
  writeFileSync(`${path}/labelbox-org/config.json`, content, { mode: 0o600 })

  expect(await run(['whoami', '--profile', 'work'], { env: { XDG_CONFIG_HOME: path } })).toMatchObject({ code: 0 })
})

it('names the variable to set where the user has no home', async () => {
  const homeless = `
    import os from 'node:os'
    import { syncBuiltinESMExports } from 'node:module'
    os.homedir = () => { throw Object.assign(new Error('uv_os_homedir returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' }) }
    syncBuiltinESMExports()`
  const ended = await run(['whoami', '--profile', 'work', '--json'], { env: after(homeless) })

  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code: 'USAGE', exitCode: 2, mayHaveRun: false })
  expect(errorOf(ended)['message']).toContain('XDG_CONFIG_HOME')
})

const noController = 'globalThis.AbortController = class { constructor() { throw new RangeError("planted") } }'
const noOutput = 'process.stdout.write = () => { throw new RangeError("planted") }'

it.each([
  ['before a request', noController, ['members', 'remove', 'grace.hopper.2@example.com', '--yes'], false],
  ['before a request of a probe', noController, ['schema', 'probe'], false],
  ['after a request that only reads', noOutput, ['members', 'list'], false],
  ['after a dry run', noOutput, ['tags', 'create', 'a', '--color', 'ff0000', '--dry-run'], false],
  ['after a change', noOutput, ['tags', 'create', 'a', '--color', 'ff0000'], true],
  ['after the change of a file', noOutput, ['invites', 'send', '--from', 'people.csv'], true],
])(
  'says of an error that nobody has foreseen whether a change may have run: %s',
  async (_when, code, args, mayHaveRun) => {
    const file = folder().put('people.csv', 'email,role\nada@new.example,LABELER\n')
    const typed = args.map((arg) => (arg === 'people.csv' ? file : arg))
    const ended = await run([...typed, '--json'], { env: after(code) })

    expect(errorOf(ended)).toMatchObject({ code: 'INTERNAL', mayHaveRun, exitCode: mayHaveRun ? 4 : 1 })
    expect(ended.code).toBe(mayHaveRun ? 4 : 1)
    expect(ended.stderr).not.toContain('planted')
  },
)

it.each([
  [['invites', 'send'], 'a@new.example,LABELER'],
  [['members', 'role', '--yes'], 'grace.hopper.2@example.com,LABELER'],
  [['members', 'remove', '--yes'], 'grace.hopper.2@example.com,'],
])('keeps the journal of %j where --journal says, when none can be kept beside the file', async (args, row) => {
  const { path, put } = folder()
  // With .journal behind it the name is longer than a file's may be.
  const file = put(`${'p'.repeat(246)}.csv`, `email,role\n${row}\n`)
  const refused = await run([...args, '--from', file, '--json'])
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(errorOf(refused)['message']).toContain('Nothing was sent. --journal FILE has the journal in another place.')

  const journal = `${path}/j`
  const ended = await run([...args, '--from', file, '--journal', journal, '--json'])
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(existsSync(journal)).toBe(false)
})

it('goes on from the journal that --journal names', async () => {
  const { path, put } = folder()
  const file = put('people.csv', 'email,role\nb@new.example,LABELER\n')
  const options = ['--from', file, '--journal', `${path}/kept.journal`, '--json']
  command.sandbox.setFaults([{ kind: 'http-status', status: 401, operationName: 'InviteUser', times: 1 }])
  const first = await run(['invites', 'send', ...options])
  command.sandbox.setFaults([])
  expect(JSON.parse(first.stdout)).toMatchObject({ counts: { invited: 0 }, journal: `${path}/kept.journal` })
  expect(readFileSync(`${path}/kept.journal`, 'utf8')).toContain('b@new.example')
  expect(existsSync(`${file}.journal`)).toBe(false)

  const resumed = await run(['invites', 'send', ...options, '--resume'])
  expect(JSON.parse(resumed.stdout)).toMatchObject({ counts: { invited: 1 }, journal: null })
  expect(existsSync(`${path}/kept.journal`)).toBe(false)
})

it.each([
  [['--journal', 'j'], '--journal goes with --from only'],
  [['--from', 'FILE', '--journal', 'FILE', '--resume'], 'is the file of rows itself'],
])('refuses %j', async (options, message) => {
  const file = folder().put('people.csv', 'email,role\na@new.example,LABELER\n')
  const { code, stderr } = await run(['invites', 'send', ...options.map((each) => each.replace('FILE', file))])

  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(readFileSync(file, 'utf8')).toContain('a@new.example')
})

it('refuses a journal whose lock would take the place of the file of rows', async () => {
  const file = folder().put('people.lock', 'email,role\na@new.example,LABELER\n')
  const { code, stderr } = await run(['invites', 'send', '--from', file, '--journal', file.replace(/\.lock$/, '')])

  expect(code).toBe(2)
  expect(stderr).toContain('has for its lock the file of rows itself')
  expect(readFileSync(file, 'utf8')).toContain('a@new.example')
})

const dead = { LABELBOX_API_KEY: 'a', LABELBOX_ENDPOINT: 'http://127.0.0.1:1/graphql' }

it('says of a connection that failed that the proxy is not used, and keeps its value', async () => {
  const env = { ...dead, https_proxy: 'http://planted:planted@proxy.example:3128' }
  const { code, stderr } = await run(['org'], { env })

  expect(code).toBe(1)
  expect(stderr).toContain('The proxy of https_proxy is not used by this command.')
  expect(stderr).not.toContain('planted')
})

it.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'])('knows %s', (name) => {
  for (const endpoint of ['https://api.labelbox.com/graphql', 'http://127.0.0.1:4100/graphql']) {
    expect(proxyNote(endpoint, { [name]: 'http://planted@proxy.example' })).toMatch(`The proxy of ${name} is not used`)
    expect(proxyNote(endpoint, { [name]: '' })).toBeUndefined()
  }
})

it('says nothing of a proxy where none is set, or where something else went wrong', async () => {
  expect(proxyNote('https://api.labelbox.com/graphql', {})).toBeUndefined()
  const env = {
    LABELBOX_API_KEY: 'planted',
    LABELBOX_ENDPOINT: command.sandbox.url,
    HTTPS_PROXY: 'http://proxy.example',
  }
  expect((await run(['org'], { env })).stderr).not.toContain('proxy')
})

it.each([
  ['https://api.labelbox.com/graphql', 'example.com', true],
  ['https://api.labelbox.com/graphql', '', true],
  ['https://api.labelbox.com/graphql', 'box.com', true],
  ['https://api.labelbox.com/graphql', 'api.labelbox.com:8443', true],
  ['https://api.labelbox.com/graphql', '*', false],
  ['https://api.labelbox.com/graphql', 'example.com, labelbox.com', false],
  ['https://api.labelbox.com/graphql', '.LABELBOX.com', false],
  ['https://api.labelbox.com/graphql', '*.labelbox.com', false],
  ['https://api.labelbox.com/graphql', 'api.labelbox.com:443', false],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/8', false],
  ['http://10.1.2.3:8080/graphql', '10.2.0.0/16', true],
  ['http://10.1.2.3:8080/graphql', '10.0.0.0/99', true],
  ['http://10.1.2.3:8080/graphql', '10.1.2.3:8080', false],
  ['http://[::1]:8080/graphql', '::1', false],
  ['http://[::1]:8080/graphql', '[::1]', false],
  ['http://[::1]:8080/graphql', '[::1]:8080', false],
  ['http://[::1]:8080/graphql', 'fe80::/10', true],
])('takes the proxy for one of %s with NO_PROXY=%s: %s', (endpoint, list, isMeant) => {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    expect(proxyNote(endpoint, { HTTPS_PROXY: 'http://proxy.example', [name]: list }) !== undefined).toBe(isMeant)
  }
})
