import { readFile } from 'node:fs/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { measureFaults } from './measureFaults.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

async function run(...args: readonly string[]) {
  const ended = { code: 0, stdout: '', stderr: '' }
  ended.code = await measureFaults(args, {
    stdout: { write: (text) => (ended.stdout += text) },
    stderr: { write: (text) => (ended.stderr += text) },
  })
  return ended
}

it('prints a row for each call and a summary, and exits with 0', async () => {
  const { code, stdout, stderr } = await run('--only', 'createResourceTag() HTTP 502')

  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /\| HTTP 502 +\| three times, after processing +\| 1 +\| 1 +\| \d+\.\d +\| INTERNAL_SERVER_ERROR, may/,
  )
  expect(stdout).toMatch(/\| createResourceTag\(\) +\| 7 +\| 0 +\| 7 +\| 7 +\| 1 +\| under (1|10) /)
})

it('exits with 1 and names the call when a client runs a mutation twice', async () => {
  const { fetch } = globalThis
  vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
    const response = await fetch(...request)
    return response.status === 502 ? fetch(...request) : response
  })

  const { code, stderr } = await run('--only', 'createResourceTag() HTTP 502 forever, after processing')

  expect(code).toBe(1)
  expect(stderr).toContain('createResourceTag() HTTP 502 forever, after processing: a change was made 2 times.')
})

it('rejects --write together with --only, and leaves README.md alone', async () => {
  const readme = await readFile('docs/guide/measurements.md', 'utf8')

  const { code, stderr } = await run('--write', '--only', 'inviteLimit()')

  expect(code).toBe(1)
  expect(stderr).toContain('--write needs all results')
  expect(await readFile('docs/guide/measurements.md', 'utf8')).toBe(readme)
})

it('exits with 1 when --only matches no call', async () => {
  expect(await run('--only', 'inviteNobody()')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'No call has a name that contains "inviteNobody()".\n',
  })
})

it('sends by the dispatcher of undici with --transport undici, and keeps the same promises', async () => {
  const only = 'createResourceTag() HTTP 502 forever, after processing'
  const { fetch } = globalThis
  // Another client, which prepares the data and looks into the store, uses `fetch`.
  vi.stubGlobal('fetch', (input: string, init: RequestInit) =>
    new Headers(init.headers).has('X-User-Agent') ? Promise.reject(new Error('It is not used.')) : fetch(input, init),
  )

  const { code, stdout, stderr } = await run('--transport', 'undici', '--only', only)

  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout).toContain('INTERNAL_SERVER_ERROR, may')
})

it.each([
  [['--transport', 'curl'], '--transport is fetch, undici or pipelined.'],
  [['--transport', 'undici', '--write'], '--write is for the results of fetch'],
])('rejects %j', async (args, message) => {
  const { code, stderr } = await run(...args)
  expect(code).toBe(1)
  expect(stderr).toContain(message)
})
