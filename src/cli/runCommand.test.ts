import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { folder } from '../../test/support/folder.ts'
import type { Io } from './io.ts'
import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { commandLine, errorOf, id, time } from './testing.ts'

const command = commandLine({ users: 3, invites: 1, seats: 10 })
const { run, json } = command

it('prints the version without an API key', async () => {
  expect(await run(['--version'], { env: {} })).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
})

it('lists exit codes and examples in its help', async () => {
  const { code, stdout, stderr } = await run(['--help'], { env: {} })

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('--endpoint <url>')
  expect(stdout).toMatch(/^ {2}130 +interrupted/m)
  expect(stdout).toMatch(/^ {2}\$ labelbox-org members list/m)
})

it('whoami: prints the user of the API key', async () => {
  expect(await json(['whoami'])).toEqual({
    id,
    email: 'ada.lovelace.1@example.com',
    name: 'Ada Lovelace',
    role: 'Admin',
    organization: { id, name: 'Sandbox' },
    endpoint: command.sandbox.url,
  })
})

it('org: prints the organization and its seats', async () => {
  expect(await json(['org'])).toEqual({
    id,
    name: 'Sandbox',
    createdAt: time,
    updatedAt: time,
    seats: { limit: 10, used: 4, remaining: 6 },
  })
  const { stdout, stderr } = await run(['org'])
  expect(stdout).toMatch(/^name +Sandbox\nid +c\w+\ncreated +2024-01-15 09:00\n/)
  expect(stdout).toContain('4 of 10 taken, 6 left\n')
  expect(stderr).toBe('')
})

it.each([
  [['org', '--jsom'], "unknown option '--jsom' (Did you mean --json?)"],
  [['membres', 'list'], "unknown command 'membres' (Did you mean members?)"],
  [['members', 'lst'], "unknown command 'lst' (Did you mean list?)"],
  [['members', 'list', '--limit', '0'], 'It must be a whole number, 1 or more.'],
  [['members', 'remove'], 'Pass a member or --from FILE'],
  [['invites', 'cancel'], "missing required argument 'invite'"],
  [['members', 'list', 'extra'], 'too many arguments'],
  [['members', 'remove', 'nobody@example.com', '--yes'], 'no member has that address'],
  [['org', '--endpoint', 'labelbox'], 'endpoint'],
])('ends with 2 and one line of stderr for %j', async (args, message) => {
  const { code, stdout, stderr } = await run(args)

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

it('lists the commands if no command is named, and ends with 2', async () => {
  for (const args of [[], ['members']]) {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Commands:')
  }
})

it('prints an error of the command line as JSON with --json', async () => {
  const ended = await run(['org', '--jso', '--json'])

  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code: 'USAGE', exitCode: 2, mayHaveRun: false })
})

it('ends with 5 for an invalid API key, and does not print it', async () => {
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

it('ends with 1 if the connection is refused', async () => {
  const env = { LABELBOX_API_KEY: 'a', LABELBOX_ENDPOINT: 'http://127.0.0.1:1/graphql' }
  const ended = await run(['org', '--json'], { env })

  expect(ended).toMatchObject({ code: 1, stdout: '' })
  expect(errorOf(ended)).toMatchObject({ code: 'NETWORK', retryable: true, status: null })
})

/** A stdout that fails. */
const brokenStdout = (): Partial<Io> => ({
  stdout: Object.assign(new Writable(), {
    write: () => {
      throw new RangeError('planted')
    },
  }),
})

/** Signals that can't be listened to, which shows before the first request. */
const brokenSignals = (): Partial<Io> => ({
  signals: Object.assign(new EventEmitter(), {
    on: () => {
      throw new RangeError('planted')
    },
  }),
})

it.each<readonly [string, () => Partial<Io>, readonly string[], boolean]>([
  ['before a request', brokenSignals, ['members', 'remove', 'grace.hopper.2@example.com', '--yes'], false],
  ['before the requests of a probe', brokenSignals, ['schema', 'probe'], false],
  ['after a query', brokenStdout, ['members', 'list'], false],
  ['after a dry run', brokenStdout, ['tags', 'create', 'a', '--color', 'ff0000', '--dry-run'], false],
  ['after a mutation', brokenStdout, ['tags', 'create', 'a', '--color', 'ff0000'], true],
  ['after the invites of a file', brokenStdout, ['invites', 'send', '--from', 'people.csv'], true],
])(
  'reports whether a change may have been made when an unexpected error happens %s',
  async (_when, io, args, mayHaveRun) => {
    const file = folder().put('people.csv', 'email,role\nada@new.example,LABELER\n')
    const typed = args.map((arg) => (arg === 'people.csv' ? file : arg))
    const ended = await run([...typed, '--json'], { io: io() })

    expect(errorOf(ended)).toMatchObject({ code: 'INTERNAL', mayHaveRun, exitCode: mayHaveRun ? 4 : 1 })
    expect(ended.code).toBe(mayHaveRun ? 4 : 1)
    expect(ended.stderr).not.toContain('planted')
  },
)

it('ends with the code of the second signal at once', async () => {
  const signals = new EventEmitter()
  const codes: number[] = []
  command.sandbox.setFaults([{ kind: 'hang', operationName: 'GetOrganization' }])
  const received = command.received('GetOrganization')
  const running = run(['org', '--json'], { io: { signals, exit: (code) => codes.push(code) } })
  await received
  signals.emit('SIGTERM')
  signals.emit('SIGINT')

  const ended = await running
  command.sandbox.setFaults([])
  expect(codes).toEqual([130])
  expect(ended.code).toBe(143)
  expect(errorOf(ended)).toMatchObject({ code: 'ABORTED', exitCode: 143, mayHaveRun: false })
  expect(signals.eventNames()).toEqual([])
})
