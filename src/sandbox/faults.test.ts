import { expect, it, vi } from 'vitest'
import type { Fault, Sandbox } from './index.ts'
import { ask, sandboxed } from './testing.ts'

const mutation = 'mutation Tag { createResourceTag(input: { text: "a", color: "00ff00" }) { id text } }'

const post = ({ url, apiKey }: Sandbox, query = mutation, init: RequestInit = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ query }),
    ...init,
  })

async function tags(sandbox: Sandbox): Promise<number> {
  const { data } = await ask(sandbox, 'query Look { organization { resourceTag { id } } }')
  return (data?.['organization'] as { resourceTag: unknown[] }).resourceTag.length
}

const faulty = (...faults: readonly Fault[]): Promise<Sandbox> => sandboxed({ resourceTags: 0, faults })

it.each([500, 502, 503, 504, 520])('answers %i, carried out or not', async (status) => {
  const sandbox = await faulty(
    { kind: 'http-status', status, operationName: 'Tag' },
    { kind: 'http-status', status, operationName: 'Tag', processed: true },
  )

  const refused = await post(sandbox)
  const before = await tags(sandbox)
  const carriedOut = await post(sandbox)
  const after = await tags(sandbox)

  expect([refused.status, carriedOut.status]).toEqual([status, status])
  expect(await carriedOut.text()).toMatch(/^<html>.*<\/html>$/)
  expect([before, after]).toEqual([0, 1])
  expect(sandbox.received).toMatchObject([
    { operationName: 'Tag', status, processed: false, processedAt: undefined, fault: 'http-status' },
    { operationName: 'Look', status: 200, processed: true, fault: undefined },
    { operationName: 'Tag', status, processed: true, fault: 'http-status' },
    { operationName: 'Look', status: 200, processed: true, fault: undefined },
  ])
})

it.each([false, true])('gives no answer, carried out: %s', async (processed) => {
  const sandbox = await faulty({ kind: 'hang', operationName: 'Tag', processed })

  await expect(post(sandbox, mutation, { signal: AbortSignal.timeout(200) })).rejects.toThrow(/timeout/)

  expect(await tags(sandbox)).toBe(processed ? 1 : 0)
  expect(sandbox.received[0]).toMatchObject({ status: undefined, processed, fault: 'hang' })
})

it.each([false, true])('resets the connection without an answer, carried out: %s', async (processed) => {
  const sandbox = await faulty({ kind: 'reset', operationName: 'Tag', processed })

  await expect(post(sandbox)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })

  expect(await tags(sandbox)).toBe(processed ? 1 : 0)
})

it('resets the connection in the middle of the answer', async () => {
  const sandbox = await faulty({ kind: 'reset-midway' })

  const response = await post(sandbox)

  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow('terminated')
  expect(await tags(sandbox)).toBe(1)
})

it('gives JSON that ends in the middle', async () => {
  const sandbox = await faulty({ kind: 'truncated-json' })

  const response = await post(sandbox)
  const body = await response.text()

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  expect(response.headers.get('content-length')).toBe(String(body.length))
  expect(body).toMatch(/^{"data":{"createRes/)
  expect(() => JSON.parse(body) as unknown).toThrow()
  expect(await tags(sandbox)).toBe(1)
})

it.each([
  ['an answer', { kind: 'http-status', status: 504 }],
  ['a reset', { kind: 'reset' }],
  ['no answer', { kind: 'hang' }],
] as const)('carries a request out after %s, when the client has looked', async (_what, fault) => {
  const sandbox = await faulty({ ...fault, operationName: 'Tag', processed: 'late', delayMs: 400 })

  await post(sandbox, mutation, { signal: AbortSignal.timeout(150) }).catch(() => undefined)

  expect(await tags(sandbox)).toBe(0)
  expect(sandbox.received[0]).toMatchObject({ processed: false })
  await vi.waitFor(() => expect(sandbox.received[0]).toMatchObject({ processed: true }))
  expect(await tags(sandbox)).toBe(1)
  const { receivedAt = 0, processedAt = 0 } = sandbox.received[0] ?? {}
  expect(processedAt - receivedAt).toBeGreaterThanOrEqual(390)
})
