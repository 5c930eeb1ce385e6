import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isLong } from '../../../test/support/long.ts'

const main = fileURLToPath(new URL('../standalone.ts', import.meta.url))

let child: ChildProcess
let url: string

/** A sandbox in its own process, with a heap that cannot hold all the requests. */
beforeAll(async () => {
  const args = ['--max-old-space-size=64', '--import', 'tsx', main, '--api-key', 'key']
  const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  child = started
  const [output] = (await once(started.stdout.setEncoding('utf8'), 'data')) as [string]
  url = /http:\S+/.exec(output)?.[0] ?? ''
})

afterAll(() => {
  child.kill('SIGKILL')
})

const json = { 'content-type': 'application/json' }
const key = { ...json, authorization: 'Bearer key' }
const variables = (list: string): string => `{"query":"{ user { id } }","variables":{"list":[${list}1]}}`
const aliases = (name: string, count: number): string =>
  JSON.stringify({ query: `{ ${Array.from({ length: count }, (_, n) => `${name}${n}: user { id }`).join(' ')} }` })
const named = (start: string): string =>
  JSON.stringify({ query: '{ user { id } }', operationName: start + 'x'.repeat(4_800_000) })
const bomb = gzipSync(Buffer.alloc(50_000_000, '['))

const cases = [
  ['bodies of 4.9 MB', 12, 200, () => ({ headers: key, body: variables(`"${'x'.repeat(4_900_000)}",`) })],
  ['operation names of 4.8 MB', 14, 400, (number: number) => ({ headers: key, body: named(`n${number}`) })],
  ['bodies of 10 MB', 8, 413, () => ({ headers: key, body: variables(`"${'x'.repeat(10_000_000)}",`) })],
  ['documents of 4 MB without a key', 2, 401, () => ({ headers: json, body: aliases('a', 180_000) })],
  ['documents that differ', 50, 200, (number: number) => ({ headers: key, body: aliases(`n${number}_`, 480) })],
  ['bodies of 160,000 objects', 10, 200, () => ({ headers: key, body: variables('{"a":{}},'.repeat(80_000)) })],
  ['bodies that inflate to 50 MB', 6, 413, () => ({ headers: { ...key, 'content-encoding': 'gzip' }, body: bomb })],
] as const

// The short form keeps the two cases that would grow the log and the cache of documents.
it.each(cases.filter(([what]) => isLong || /names|differ/.test(what)))(
  'serves %s with a heap of 64 MB',
  async (_what, count, status, init) => {
    for (let number = 0; number < count; number += 1) {
      const response = await fetch(url, { method: 'POST', ...init(number) })
      expect(response.status).toBe(status)
      await response.text()
    }

    const alive = await fetch(url, { method: 'POST', headers: key, body: '{"query":"{ user { id } }"}' })
    expect(alive.status).toBe(200)
  },
)
