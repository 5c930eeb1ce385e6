import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { folder } from '../../test/support/folder.ts'
import { isLong } from '../../test/support/long.ts'
import { readyLines, startSandbox, type StartedSandbox } from './startSandbox.ts'
import { ask, post, tags } from './testingSandbox.ts'

const warning =
  'Warning: the API key sandbox-key is public and CORS allows any origin, so any web page in a browser on this machine ' +
  'can read and change this sandbox. Choose another key with --api-key.\n'
const apiKey = 'sandbox-key'

describe('startSandbox', () => {
  const started: StartedSandbox[] = []
  afterEach(async () => {
    await Promise.all(started.splice(0).map((sandbox) => sandbox.close()))
  })

  async function start(...args: string[]) {
    const warnings: string[] = []
    const sandbox = await startSandbox(args, (line) => warnings.push(line))
    started.push(sandbox)
    return { ...sandbox, warnings }
  }

  it('starts with the records of the options, and warns about the public key', async () => {
    const { url, warnings } = await start('--users', '12', '--projects', '5')

    const { data } = await ask({ url, apiKey }, '{ users { id } projects(where: {deleted: false}) { id } }')

    expect(data?.['users']).toHaveLength(12)
    expect(data?.['projects']).toHaveLength(5)
    expect(warnings).toEqual([warning])
  })

  it('neither returns nor prints a key that was chosen with --api-key', async () => {
    const sandbox = await start('--api-key', 'planted-key')

    const { status } = await ask({ url: sandbox.url, apiKey: 'planted-key' }, '{ user { id } }')

    expect(status).toBe(200)
    expect(sandbox.apiKey).toBeUndefined()
    expect(sandbox.warnings).toEqual([])
    expect(readyLines(sandbox)).toBe(
      `Sandbox ready at ${sandbox.url}\nStatus page: ${new URL('/', sandbox.url).href}\n`,
    )
  })

  it.skipIf(process.platform === 'win32').each([undefined, 0o666])(
    'restricts the files of --data to their owner, also when the file exists with mode %o',
    async (mode) => {
      const { path } = folder()
      const file = join(path, 'labelbox.db')
      if (mode !== undefined) {
        await writeFile(file, '')
        await chmod(file, mode)
      }
      await start('--data', file)

      const names = await readdir(path)
      expect(names).toContain('labelbox.db')
      for (const name of names) expect((await stat(join(path, name))).mode & 0o777, name).toBe(0o600)
    },
  )

  it('serves the official SDK 6.0.0 with --schema 2024-10', async () => {
    const { url } = await start('--schema', '2024-10')

    // The SDK's own text, with a field that no later schema has.
    const { data } = await ask(
      { url, apiKey },
      'query GetUserPyApi { user { createdAt email intercomHash isExternalUser isViewer nickname name picture id updatedAt } }',
    )

    expect(data).toMatchObject({ user: { email: 'ada.lovelace.1@example.com', createdAt: '2024-01-15T09:00:00.123Z' } })
  })

  it('plans every --fault in order, and counts requests for --requests-per-minute', async () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT'
    const { url } = await start(
      ...['--resource-tags', '0', '--fault-seed', '7', '--requests-per-minute', '5'],
      ...['--fault', 'http-status,status=504,operationName=Tag,processed=late,delayMs=1000000'],
      ...[
        '--fault',
        `http-status,status=429,body=json,message=a=b, c,retryAfter=${date},operationName=Tag,processed=false`,
      ],
      ...['--fault', 'http-status,operationName=Tag,probability=1,times=1,processed=true'],
    )
    const sandbox = { url, apiKey }

    const responses = [await post(sandbox), await post(sandbox)]
    const before = await tags(sandbox)
    responses.push(await post(sandbox))
    const after = await tags(sandbox)
    responses.push(await post(sandbox))

    expect(responses.map(({ status }) => status)).toEqual([504, 429, 502, 429])
    expect(await responses[1]?.text()).toBe('{"message":"a=b, c"}')
    expect(responses[1]?.headers.get('retry-after')).toBe(date)
    expect(await responses[3]?.text()).toMatch(/You have exceeded/)
    expect([before, after]).toEqual([0, 1])
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
    [['--latency-ms', 'long'], /--latency-ms takes a whole number/],
    [['--latency-ms', '600001'], /latencyMs must be a whole number from 0 to 600000/],
    [['extra'], /extra/],
  ])('refuses %j with a TypeError of one line', async (args, message) => {
    const error: unknown = await start(...args).catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(TypeError)
    expect((error as TypeError).message).toMatch(message)
    expect((error as TypeError).message).not.toContain('\n')
  })

  it.each([
    ['in a folder that does not exist', '/nonexistent/x.db', 'there is no folder /nonexistent.'],
    ['that is a folder', tmpdir(), 'check that it is a file that you may read and write.'],
    ['that is another kind of file', fileURLToPath(import.meta.url), 'it is not a SQLite database.'],
  ])('names a data file %s, and why it cannot be opened', async (_what, file, reason) => {
    await expect(start('--data', file, '--users', '2')).rejects.toThrow(
      new Error(`The data file ${file} can't be opened: ${reason}`),
    )
  })
})

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly errors: () => string
  /** Resolves to the exit code, null after a signal. */
  readonly exit: Promise<number | null>
}

describe('npm run sandbox', () => {
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

  it('prints the addresses, stops with 0 on SIGTERM although work is scheduled, and ends with 1 for a taken port', async () => {
    const first = run('--fault', 'http-status,operationName=Tag,processed=late,delayMs=1000000')
    const url = await ready(first)
    const { status } = await post({ url, apiKey })
    const second = run('--port', new URL(url).port)

    expect(status).toBe(502)
    expect(await second.exit).toBe(1)
    expect(second.errors()).toContain(new URL(url).port)
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    expect(first.output()).toBe(
      `Sandbox ready at ${url} with the key sandbox-key\nStatus page: ${new URL('/', url).href}\n`,
    )
    expect(first.errors()).toBe(warning)
  })

  it('ends with 2 for a wrong command line, and prints one line', async () => {
    const ended = run('--users', '0')

    expect(await ended.exit).toBe(2)
    expect(ended.errors()).toBe("The sandbox's users must be a whole number from 1 to 1000000.\n")
    expect(ended.output()).toBe('')
  })

  it.skipIf(process.platform === 'win32' || !isLong)('leaves no process behind when npm is stopped', async () => {
    const started = start('npm', ['run', '-s', 'sandbox', '--', '--users', '1'])
    const { port } = new URL(await ready(started))
    const code = once(started.child, 'exit').then(([exit, signal]) => (signal === 'SIGTERM' ? 143 : (exit as number)))

    started.child.kill('SIGTERM')

    expect([0, 143]).toContain(await code)
    // The pipes close when the last process has ended, including the one that npm's shell started.
    await started.exit
    expect(started.errors()).toBe(warning)
    await ready(run('--port', port))
  })

  it('keeps acknowledged changes in --data through kill -9, and seeds the file once', async () => {
    const file = join(folder().path, 'labelbox.db')
    const args = ['--data', file, '--users', '4']
    const first = run(...args)
    const one = { url: await ready(first), apiKey }
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

    const warnings: string[] = []
    const second = await startSandbox([...args, '--users', '9'], (line) => warnings.push(line))
    try {
      expect(first.errors()).toBe(warning)
      expect(warnings).toEqual([`Note: ${file} keeps its records; ignored: --users.\n`, warning])
      const { data } = await ask({ url: second.url, apiKey }, '{ organization { resourceTag { text } users { id } } }')
      const found = data?.['organization'] as { resourceTag: { text: string }[]; users: unknown[] }
      expect(found.resourceTag.map(({ text }) => text)).toEqual(expect.arrayContaining(texts))
      // The numbers of the second start add nothing.
      expect(found.users).toHaveLength(4)
    } finally {
      await second.close()
    }
  })
})
