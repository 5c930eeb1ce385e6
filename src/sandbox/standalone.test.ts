import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { ask, post, tags } from './testingSandbox.ts'

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly errors: () => string
  /** Ends with the exit code, null after a signal. */
  readonly exit: Promise<number | null>
}

const warning =
  'Warning: everybody knows the key sandbox-key, and pages of any origin may ask (CORS *): a page in a browser on this ' +
  'machine can read and change this sandbox. --api-key gives it another key.\n'
const main = fileURLToPath(new URL('standalone.ts', import.meta.url))
const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

const run = (...args: readonly string[]): Run => start(process.execPath, ['--import', 'tsx', main, ...args])

function start(command: string, args: readonly string[]): Run {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  const text = { output: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.output += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.errors += part))
  return {
    child,
    output: () => text.output,
    errors: () => text.errors,
    exit: once(child, 'close').then(([code]) => code as number | null),
  }
}

async function ready({ output, errors, exit }: Run): Promise<string> {
  const ended = exit.then((code) => {
    throw new Error(`It ended with ${String(code)}: ${errors()}`)
  })
  const address = async (): Promise<string> => {
    for (;;) {
      const [url] = /http:\S+/.exec(output()) ?? []
      if (url !== undefined && output().endsWith('\n')) return url
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return Promise.race([address(), ended])
}

it('prints its address and that of its status page, answers, and stops cleanly', async () => {
  const started = run('--users', '12', '--projects', '5')
  const url = await ready(started)

  const { data } = await ask(
    { url, apiKey: 'sandbox-key' },
    '{ users { id } projects(where: {deleted: false}) { id } }',
  )
  started.child.kill('SIGTERM')

  expect(await started.exit).toBe(0)
  expect(data?.['users']).toHaveLength(12)
  expect(data?.['projects']).toHaveLength(5)
  expect(started.output()).toBe(
    `Sandbox ready at ${url} with the key sandbox-key\nIts status page: ${new URL('/', url).href}\n`,
  )
  expect(started.errors()).toBe(warning)
})

it.skipIf(process.platform === 'win32')('leaves nothing behind when npm is told to stop', async () => {
  const started = start('npm', ['run', '-s', 'sandbox', '--', '--users', '1'])
  const { port } = new URL(await ready(started))
  const code = once(started.child, 'exit').then(([exit, signal]) => (signal === 'SIGTERM' ? 143 : (exit as number)))

  started.child.kill('SIGTERM')

  expect([0, 143]).toContain(await code)
  // Its end of the pipes closes when the last process is gone, the one that npm's shell started among them.
  await started.exit
  expect(started.errors()).toBe(warning)
  await ready(run('--port', port))
})

it('keeps a key of one’s own to itself', async () => {
  const started = run('--api-key', 'planted-key')
  const url = await ready(started)

  const { status } = await ask({ url, apiKey: 'planted-key' }, '{ user { id } }')

  expect(status).toBe(200)
  expect(started.output() + started.errors()).not.toContain('planted-key')
  expect(started.errors()).toBe('')
})

it('keeps with --data what it acknowledged, through kill -9', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  try {
    const file = join(folder, 'labelbox.db')
    const args = ['--data', file, '--users', '4']
    const first = run(...args)
    const one = { url: await ready(first), apiKey: 'sandbox-key' }
    const texts = Array.from({ length: 20 }, (_, number) => `kept-${number}`)
    for (const text of texts) {
      const { errors } = await ask(
        one,
        `mutation { createResourceTag(input: {text: "${text}", color: "00ff00"}) { id } }`,
      )
      expect(errors).toBeUndefined()
    }
    first.child.kill('SIGKILL')
    expect(await first.exit).toBeNull()

    const second = run(...args, '--users', '9')
    const two = { url: await ready(second), apiKey: 'sandbox-key' }
    expect(first.errors()).toBe(warning)
    expect(second.errors()).toBe(`Note: ${file} keeps the data that it holds; ignored: --users.\n${warning}`)

    const { data } = await ask(two, '{ organization { resourceTag { text } users { id } } }')
    const found = data?.['organization'] as { resourceTag: { text: string }[]; users: unknown[] }
    expect(found.resourceTag.map(({ text }) => text)).toEqual(expect.arrayContaining(texts))
    // Seeded once: the second run's numbers do not add to what is there.
    expect(found.users).toHaveLength(4)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

it.skipIf(process.platform === 'win32').each([undefined, 0o666])(
  'keeps the files of --data from everybody else, also when one is there with mode %o',
  async (mode) => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
    try {
      const file = join(folder, 'labelbox.db')
      if (mode !== undefined) {
        await writeFile(file, '')
        await chmod(file, mode)
      }
      await ready(run('--data', file))

      const names = await readdir(folder)
      expect(names).toContain('labelbox.db')
      for (const name of names) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)

it('works for the official SDK 6.0.0 by --schema 2024-10', async () => {
  const one = { url: await ready(run('--schema', '2024-10')), apiKey: 'sandbox-key' }

  // The SDK's own text, with a field that no later schema has.
  const { data } = await ask(
    one,
    'query GetUserPyApi { user { createdAt email intercomHash isExternalUser isViewer nickname name picture id updatedAt } }',
  )

  expect(data).toMatchObject({ user: { email: 'ada.lovelace.1@example.com', createdAt: '2024-01-15T09:00:00.123Z' } })
})

it('fails as --fault says, within --requests-per-minute, and stops cleanly with work that is planned for later', async () => {
  const date = 'Wed, 21 Oct 2026 07:28:00 GMT'
  const started = run(
    ...['--resource-tags', '0', '--fault-seed', '7', '--requests-per-minute', '5'],
    ...['--fault', 'http-status,status=504,operationName=Tag,processed=late,delayMs=1000000'],
    ...[
      '--fault',
      `http-status,status=429,body=json,message=a=b, c,retryAfter=${date},operationName=Tag,processed=false`,
    ],
    ...['--fault', 'http-status,operationName=Tag,probability=1,times=1,processed=true'],
  )
  const one = { url: await ready(started), apiKey: 'sandbox-key' }

  const answers = [await post(one), await post(one)]
  const before = await tags(one)
  answers.push(await post(one))
  const after = await tags(one)
  answers.push(await post(one))
  started.child.kill('SIGTERM')

  expect(answers.map(({ status }) => status)).toEqual([504, 429, 502, 429])
  expect(await answers[1]?.text()).toBe('{"message":"a=b, c"}')
  expect(answers[1]?.headers.get('retry-after')).toBe(date)
  expect(await answers[3]?.text()).toMatch(/You have exceeded/)
  expect([before, after]).toEqual([0, 1])
  expect(await started.exit).toBe(0)
  expect(started.errors()).toBe(warning)
})

it.each([
  [['--user', '3'], /--user/],
  [['--fault', 'hang', '--fault', 'explode'], /kind must be one of http-status, /],
  [['--fault', 'hang,skip='], /skip must be a whole number/],
  [['--requests-per-minute', '0'], /requestsPerMinute must be a whole number/],
  [['--users', 'many'], /--users takes a whole number/],
  [['--users', '0'], /users must be a whole number/],
  [['--port', '70000'], /port must be a whole number/],
  [['--schema', '2023-01'], /schema must be one of 2024-10/],
  [['--invite-ids', 'some'], /inviteIds must be one of invited, real, alternating/],
  [['extra'], /extra/],
])('refuses %j with a message', async (args, message) => {
  const started = run(...args)

  expect(await started.exit).toBe(2)
  expect(started.errors()).toMatch(message)
  expect(started.errors().trim().split('\n')).toHaveLength(1)
  expect(started.output()).toBe('')
})

it('says so when the port is taken', async () => {
  const url = new URL(await ready(run()))

  const second = run('--port', url.port)

  expect(await second.exit).toBe(1)
  expect(second.errors()).toContain(url.port)
})

it.each([
  ['a folder that is not there', '/nonexistent/x.db', 'there is no folder /nonexistent.'],
  ['a folder', tmpdir(), 'is it a file, and may it be read and written?'],
  ['a file of something else', main, 'it is not a database.'],
])('says which data file it cannot open and why: %s', async (_what, file, reason) => {
  const started = run('--data', file, '--users', '2')

  expect(await started.exit).toBe(1)
  expect(started.errors()).toBe(`The data file ${file} can't be opened: ${reason}\n`)
  expect(started.output()).toBe('')
})
