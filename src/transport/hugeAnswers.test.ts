import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { serving } from '../../test/support/serving.ts'

const run = promisify(execFile)
const MiB = 2 ** 20

/** JSON of `bytes` bytes: the same value again and again, in a list somewhere. */
function filled(before: string, value: string, after: string, bytes: number): Buffer {
  const count = Math.floor((bytes - before.length - after.length) / (value.length + 1))
  return gzipSync(before + Array<string>(count).fill(value).join(',') + after, { level: 1 })
}

/** Asks for it in a process of its own, which has little memory. */
async function ask(body: Buffer, heapMB: number) {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  const server = await serving((_, response) => response.writeHead(200, headers).end(body))
  const flags = [`--max-old-space-size=${heapMB}`, '--expose-gc', '--import', 'tsx', 'test/support/hugeAnswer.ts']
  const { stdout } = await run(process.execPath, [...flags, `${server.origin}/graphql`])
  return JSON.parse(stdout) as { readonly code: string; readonly keptMB: number; readonly message: string }
}

// Each takes seconds for a process of its own, as what is shown is that it does not die.
describe('a small response that is 63 MiB when decompressed is refused unparsed:', () => {
  it.each([
    ['errors', '{"errors":[', '0', ']}'],
    ['empty lists in the data', '{"data":{"x":[', '[]', ']}}'],
  ])('%s', async (_, before, value, after) => {
    const { code, message } = await ask(filled(before, value, after, 63 * MiB), 256)
    expect(code).toBe('BAD_RESPONSE')
    expect(message).toContain('more than 1000000 values')
  })
})

describe('an error keeps little of a huge response:', () => {
  it.each<[what: string, value: string, bytes: number]>([
    ['errors', '0', 1.9 * MiB],
    ['errors with members', '{"message":"no","path":["a",1],"extensions":{"code":"X"}}', 4 * MiB],
  ])('%s', async (_, value, bytes) => {
    const { code, keptMB } = await ask(filled('{"errors":[', value, ']}', bytes), 256)
    expect(code).toBe('SERVER_ERROR')
    // Most of it is the code of fetch, which is loaded by then.
    expect(keptMB).toBeLessThan(4)
  })
})
