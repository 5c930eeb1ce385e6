import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { RequestLog } from './requestLog.ts'
import { isLong } from '../../../test/support/long.ts'
import { ask, post, sandboxed } from '../testingSandbox.ts'

const query = 'query Large($text: [ID!]) { users(where: { id_in: $text }) { id } }'
const variablesOf = (length: number) => ({ text: Array.from({ length: 20 }, () => 'x'.repeat(length / 20)) })

it('drops the oldest requests above 24 MB, and counts them', async () => {
  const sandbox = await sandboxed()
  const count = isLong ? 50 : 35
  for (let number = 0; number < count; number += 1) {
    await ask(sandbox, `query Number${number}($text: [ID!]) { users(where: { id_in: $text }) { id } }`, {
      variables: variablesOf(400_000),
    })
  }

  expect(sandbox.received.length).toBeGreaterThan(10)
  expect(sandbox.received.length + sandbox.droppedRequests).toBe(count)
  expect(sandbox.droppedRequests).toBeGreaterThan(count - 35)
  expect(sandbox.droppedRequests).toBeGreaterThan(3)
  expect(sandbox.received.at(-1)).toMatchObject({ operationName: `Number${count - 1}`, truncated: false })
  const kept = JSON.stringify(sandbox.received)
  expect(kept.length).toBeLessThan(24_000_000)
  const page = (await (await fetch(new URL('/status.json', sandbox.url))).json()) as { droppedRequests: number }
  expect(page.droppedRequests).toBe(sandbox.droppedRequests)
})

it('keeps only the name of a request over 1 MB', async () => {
  const sandbox = await sandboxed()

  const { status } = await ask(sandbox, query, { variables: variablesOf(2_000_000) })

  expect(status).toBe(200)
  expect(sandbox.received).toMatchObject([
    { operationName: 'Large', query: undefined, variables: undefined, truncated: true, status: 200, processed: true },
  ])
  const { requests } = (await (await fetch(new URL('/status.json', sandbox.url))).json()) as { requests: unknown[] }
  expect(requests).toMatchObject([{ operation: 'Large', truncated: true }])
})

it('weighs many small values by the memory that they take', async () => {
  const sandbox = await sandboxed()
  const body = `{"query":"{ user { id } }","variables":{"list":[${'{},'.repeat(60_000)}1]}}`

  await post(sandbox, { body })

  expect(sandbox.received).toMatchObject([{ truncated: true, variables: undefined, status: 200 }])
})

it('cuts an operation name after 200 characters', async () => {
  const sandbox = await sandboxed()

  await ask(sandbox, `query ${'A'.repeat(50_000)} { user { id } }`)

  expect(sandbox.received[0]?.operationName).toBe('A'.repeat(200))
})

it('weighs headers and paths by the memory that they take', () => {
  const log = new RequestLog()

  for (let number = 0; number < 1000; number += 1) log.add(`/${'p'.repeat(4000)}`, { cookie: 'c'.repeat(11_000) })

  expect(log.received.length + log.dropped).toBe(1000)
  expect(log.dropped).toBeGreaterThan(100)
})

it('keeps 5,000 paths without the long query strings behind them', () => {
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
