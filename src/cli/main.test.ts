import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { commandLine, errorOf, id, time } from './testing.ts'

const command = commandLine({ users: 3, invites: 1, seats: 10 })
const { run, json } = command

it('says what it is, without a key', async () => {
  expect(await run(['--version'], { env: {} })).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
})

it('shows the exit codes and examples in its help', async () => {
  const { code, stdout, stderr } = await run(['--help'], { env: {} })

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('--endpoint <url>')
  expect(stdout).toMatch(/^ {2}130 +interrupted/m)
  expect(stdout).toMatch(/^ {2}\$ labelbox-org members list/m)
})

it('tells whose key it is', async () => {
  expect(await json(['whoami'])).toEqual({
    id,
    email: 'ada.lovelace.1@example.com',
    name: 'Ada Lovelace',
    role: 'Admin',
    organization: { id, name: 'Sandbox' },
    endpoint: command.sandbox.url,
  })
})

it('tells of the organization and its seats', async () => {
  expect(await json(['org'])).toEqual({
    id,
    name: 'Sandbox',
    createdAt: time,
    updatedAt: time,
    seats: { limit: 10, used: 4, remaining: 6 },
  })
  const { stdout, stderr } = await run(['org'])
  expect(stdout).toMatch(/^name +Sandbox\nid +c\w+\ncreated +2024-01-15 09:00Z\n/)
  expect(stdout).toContain('4 of 10 are taken, 6 left\n')
  expect(stderr).toBe('')
})

it.each([
  [['org', '--jsom'], "unknown option '--jsom' (Did you mean --json?)"],
  [['membres', 'list'], "unknown command 'membres' (Did you mean members?)"],
  [['members', 'lst'], "unknown command 'lst' (Did you mean list?)"],
  [['members', 'list', '--limit', '0'], 'It must be a whole number, 1 or more.'],
  [['members', 'remove'], 'It needs a member, or a file'],
  [['invites', 'cancel'], "missing required argument 'invite'"],
  [['members', 'list', 'extra'], 'too many arguments'],
  [['members', 'remove', 'nobody@example.com', '--yes'], 'no member has that address'],
  [['org', '--endpoint', 'labelbox'], 'endpoint'],
])('ends with 2 for %j', async (args, message) => {
  const { code, stdout, stderr } = await run(args)

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

it('shows what there is where a command is missing', async () => {
  for (const args of [[], ['members']]) {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Commands:')
  }
})

it('tells a mistake as JSON too', async () => {
  const ended = await run(['org', '--jso', '--json'])

  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code: 'USAGE', exitCode: 2, mayHaveRun: false })
})

it('ends with 5 for a key that is not accepted, and keeps it to itself', async () => {
  const env = { LABELBOX_API_KEY: 'planted-key', LABELBOX_ENDPOINT: command.sandbox.url }
  const ended = await run(['org', '--json'], { env })

  expect(ended).toMatchObject({ code: 5, stdout: '' })
  expect(errorOf(ended)).toEqual({
    code: 'AUTHENTICATION',
    message: expect.stringContaining('did not accept the API key') as string,
    exitCode: 5,
    status: 401,
    requestId: expect.any(String) as string,
    operationName: 'GetOrganization',
    retryable: false,
    retryAfterMs: null,
    mayHaveRun: false,
  })
  expect(ended.stderr).not.toContain('planted-key')
})

it('ends with 1 where nobody answers', async () => {
  const env = { LABELBOX_API_KEY: 'a', LABELBOX_ENDPOINT: 'http://127.0.0.1:1/graphql' }
  const ended = await run(['org', '--json'], { env })

  expect(ended).toMatchObject({ code: 1, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code: 'NETWORK', retryable: true, status: null })
})

it('keeps stdout clean when npm runs it in the repository', async () => {
  const env = command.environment
  const { stdout, stderr } = await promisify(execFile)('npm', ['run', '-s', 'labelbox-org', '--', 'org', '--json'], {
    env,
  })

  expect(JSON.parse(stdout)).toMatchObject({ name: 'Sandbox' })
  expect(stderr).toBe('')
})
