import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { documentId, pageHeaders } from '../../../test/support/proxied.ts'
import { problemsOf } from '../json/testingSchemas.ts'
import { commandLine } from '../testing.ts'

const command = commandLine()

it.each([
  [['--port', 'many'], '--port must be a number from 0 to 65535.'],
  [['--port', '65536'], '--port must be a number from 0 to 65535.'],
  [['--dry-run'], 'console has no dry run'],
])('refuses %j', async (args, message) => {
  const ended = await command.run(['console', '--sandbox', ...args])

  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr).toContain(message)
})

/** A stream that keeps what is written to it. */
class Written extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

// `npm run build` makes the page, and `npm test` does not need it.
describe.runIf(existsSync('packages/tools/dist/console/page.br'))('the console', () => {
  it.each([
    ['the organization of the key', []],
    ['a sandbox', ['--sandbox']],
    ['a sandbox, with its address as JSON', ['--sandbox', '--json']],
  ])('serves %s until Ctrl-C', async (_, args) => {
    const signals = new EventEmitter()
    const stdout = new Written()
    const running = command.run(['console', ...args], { io: { signals, stdout } })
    await expect.poll(() => stdout.text).toContain('#token=')
    if (args.includes('--json')) expect(problemsOf('console', JSON.parse(stdout.text))).toEqual([])
    const [url = ''] = /http:[^"\s]+/.exec(stdout.text) ?? []
    const { origin, hash } = new URL(url)
    const signedIn = await fetch(`${origin}/console/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: hash.replace('#token=', '') }),
    })
    expect(await signedIn.json()).toMatchObject({ place: { isSandbox: args.length > 0 } })

    signals.emit('SIGINT')

    expect((await running).code).toBe(0)
    await expect(fetch(origin)).rejects.toThrow()
    expect(stdout.text).not.toContain(command.sandbox.apiKey)
  })

  it('serves a sandbox without the proxy of the environment', async () => {
    const signals = new EventEmitter()
    const stdout = new Written()
    const running = command.run(['console', '--sandbox'], {
      env: { HTTP_PROXY: 'http://127.0.0.1:1' },
      io: { signals, stdout },
    })
    await expect.poll(() => stdout.text).toContain('#token=')
    const { origin, hash } = new URL(/http:\S+/.exec(stdout.text)?.[0] ?? '')
    const post = (path: string, body: unknown, headers = {}) =>
      fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { ...pageHeaders(), ...headers },
        body: JSON.stringify(body),
      })
    const cookie = (await post('/console/session', { token: hash.replace('#token=', '') })).headers.get('set-cookie')
    const request = { documentId: documentId('GetUser'), operationName: 'GetUser', variables: {} }
    const answer = await post('/graphql', request, { cookie: cookie?.split(';')[0] })

    expect(await answer.json()).toMatchObject({ data: { user: { email: expect.any(String) as string } } })
    signals.emit('SIGINT')
    expect((await running).code).toBe(0)
  })

  it('says that a key is wrong before it serves anything', async () => {
    const ended = await command.run(['console'], { env: { ...command.environment, LABELBOX_API_KEY: 'wrong' } })

    expect(ended).toMatchObject({ code: 5, stdout: '' })
  })
})
