import { expect, it } from 'vitest'
import { parseOptions } from '../commandLine.ts'
import { ask, post, sandboxed, tag } from '../testingSandbox.ts'

it('keeps every answer waiting, of queries, of refusals and of what is not there', async () => {
  const latencyMs = 200
  const sandbox = await sandboxed({ latencyMs })
  const asked = performance.now()

  const answers = await Promise.all([
    ask(sandbox, '{ user { id } }'),
    ask(sandbox, '{ user { id } }', { key: 'another' }),
    fetch(sandbox.url.replace('/graphql', '/nothing')),
  ])

  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404])
  // A timer may be a little early. Whatever else takes time only adds to it.
  expect(performance.now() - asked).toBeGreaterThan(latencyMs - 5)
})

it('carries a request out before it waits, and ends the wait when it closes', async () => {
  const sandbox = await sandboxed({ latencyMs: 600_000, resourceTags: 0 })
  const answer = post(sandbox, { body: JSON.stringify({ query: tag }) }).catch(() => 'no answer')
  await expect.poll(() => sandbox.received[0]?.processed).toBe(true)

  await sandbox.close()

  expect(await answer).toBe('no answer')
})

it('refuses a latency that cannot be', async () => {
  await expect(sandboxed({ latencyMs: -1 })).rejects.toThrow(/latencyMs must be a whole number/)
})

it('is an option of the command line', () => {
  expect(parseOptions(['--latency-ms', '80'])).toEqual({ latencyMs: 80 })
  expect(() => parseOptions(['--latency-ms', 'long'])).toThrow(/--latency-ms takes a whole number/)
})
