import { expect, it, onTestFinished } from 'vitest'
import { parseOptions } from '../commandLine.ts'
import { ask, post, sandboxed, tag } from '../testingSandbox.ts'

it('delays every response, errors included', async () => {
  const latencyMs = 200
  const sandbox = await sandboxed({ latencyMs })
  const asked = performance.now()

  const responses = await Promise.all([
    ask(sandbox, '{ user { id } }'),
    ask(sandbox, '{ user { id } }', { key: 'another' }),
    fetch(sandbox.url.replace('/graphql', '/nothing')),
  ])

  expect(responses.map(({ status }) => status)).toEqual([200, 401, 404])
  // A timer may fire slightly early.
  expect(performance.now() - asked).toBeGreaterThan(latencyMs - 5)
})

it('executes a request before the delay, and ends the delay on close', async () => {
  const sandbox = await sandboxed({ latencyMs: 600_000, resourceTags: 0 })
  const response = post(sandbox, { body: JSON.stringify({ query: tag }) }).catch(() => 'no response')
  await expect.poll(() => sandbox.received[0]?.processed).toBe(true)

  await sandbox.close()

  expect(await response).toBe('no response')
})

it('refuses a negative latency', async () => {
  await expect(sandboxed({ latencyMs: -1 })).rejects.toThrow(/latencyMs must be a whole number/)
})

it('reads --latency-ms', () => {
  expect(parseOptions(['--latency-ms', '80'])).toEqual({ latencyMs: 80 })
  expect(() => parseOptions(['--latency-ms', 'long'])).toThrow(/--latency-ms takes a whole number/)
})

it('holds back many requests at once without a warning of a leak', async () => {
  const warned: unknown[] = []
  const note = (warning: Error): void => void warned.push(warning.message)
  process.on('warning', note)
  onTestFinished(() => void process.off('warning', note))
  const sandbox = await sandboxed({ latencyMs: 50 })
  const ask = (): Promise<Response> => fetch(sandbox.url, { method: 'POST', body: '{}' })
  await Promise.all(Array.from({ length: 20 }, ask))
  expect(warned).toEqual([])
})
