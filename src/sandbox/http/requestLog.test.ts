import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { RequestLog } from './requestLog.ts'
import { ask, post, sandboxed } from '../testingSandbox.ts'

const query = 'query Large($text: [ID!]) { users(where: { id_in: $text }) { id } }'
const variablesOf = (length: number) => ({ text: Array.from({ length: 20 }, () => 'x'.repeat(length / 20)) })

it('keeps requests up to a number of bytes, and counts those that it has dropped', async () => {
  const sandbox = await sandboxed()
  for (let number = 0; number < 50; number += 1) {
    await ask(sandbox, `query Number${number}($text: [ID!]) { users(where: { id_in: $text }) { id } }`, {
      variables: variablesOf(400_000),
    })
  }

  expect(sandbox.received.length).toBeGreaterThan(10)
  expect(sandbox.received.length + sandbox.droppedRequests).toBe(50)
  expect(sandbox.droppedRequests).toBeGreaterThan(10)
  expect(sandbox.received.at(-1)).toMatchObject({ operationName: 'Number49', truncated: false })
  const kept = JSON.stringify(sandbox.received)
  expect(kept.length).toBeLessThan(24_000_000)
  const page = (await (await fetch(new URL('/status.json', sandbox.url))).json()) as { droppedRequests: number }
  expect(page.droppedRequests).toBe(sandbox.droppedRequests)
})

it('keeps the name but neither query nor variables of a request that is too large', async () => {
  const sandbox = await sandboxed()

  const { status } = await ask(sandbox, query, { variables: variablesOf(2_000_000) })

  expect(status).toBe(200)
  expect(sandbox.received).toMatchObject([
    { operationName: 'Large', query: undefined, variables: undefined, truncated: true, status: 200, processed: true },
  ])
  const { requests } = (await (await fetch(new URL('/status.json', sandbox.url))).json()) as { requests: unknown[] }
  expect(requests).toMatchObject([{ operation: 'Large', truncated: true }])
})

it('counts many small values for the memory that they take', async () => {
  const sandbox = await sandboxed()
  const body = `{"query":"{ user { id } }","variables":{"list":[${'{},'.repeat(60_000)}1]}}`

  await post(sandbox, { body })

  expect(sandbox.received).toMatchObject([{ truncated: true, variables: undefined, status: 200 }])
})

it('cuts a name that is too long to show', async () => {
  const sandbox = await sandboxed()

  await ask(sandbox, `query ${'A'.repeat(50_000)} { user { id } }`)

  expect(sandbox.received[0]?.operationName).toBe('A'.repeat(200))
})

it('counts headers and paths for the memory that they take', async () => {
  const sandbox = await sandboxed()
  const hit = (): Promise<unknown> =>
    fetch(sandbox.url.replace('/graphql', `/${'p'.repeat(4000)}`), { headers: { cookie: 'c'.repeat(11_000) } })

  for (let number = 0; number < 1000; number += 50) await Promise.all(Array.from({ length: 50 }, hit))

  expect(sandbox.received.length + sandbox.droppedRequests).toBe(1000)
  expect(sandbox.droppedRequests).toBeGreaterThan(100)
})

it('keeps the paths of 5,000 requests without the long queries behind them', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const log = new RequestLog()
  collect()
  const before = process.memoryUsage().heapUsed
  for (let number = 0; number < 5000; number += 1) {
    const { pathname } = new URL(`http://sandbox/another/path/than/graphql?${number}${'x'.repeat(15_000)}`)
    log.add(pathname, {})
  }
  collect()

  expect(log.received).toHaveLength(5000)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000)
})
