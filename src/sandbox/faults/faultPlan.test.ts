import { expect, it } from 'vitest'
import type { Fault, Sandbox } from '../index.ts'
import { ask, faulty, post, sandboxed } from '../testingSandbox.ts'

/** The statuses of so many requests, one after another. */
async function statuses(sandbox: Sandbox, count: number): Promise<readonly number[]> {
  const found: number[] = []
  for (let request = 0; request < count; request += 1) found.push((await post(sandbox)).status)
  return found
}

it.each<[Partial<Fault>, readonly number[]]>([
  [{}, [503, 200, 200, 200]],
  [{ times: 2 }, [503, 503, 200, 200]],
  [{ skip: 1 }, [200, 503, 200, 200]],
  [{ skip: 1, times: Infinity }, [200, 503, 503, 503]],
  [{ probability: 1 }, [503, 503, 503, 503]],
  [{ probability: 1, times: 3 }, [503, 503, 503, 200]],
  [{ probability: 0 }, [200, 200, 200, 200]],
])('strikes as often as planned: %j', async (fault, expected) => {
  const sandbox = await faulty({ kind: 'http-status', status: 503, ...fault })

  expect(await statuses(sandbox, 4)).toEqual(expected)
})

it('strikes the operation that it names, and that one only', async () => {
  const sandbox = await faulty({ kind: 'http-status', status: 503, operationName: 'Look', times: 2 })
  const look = { query: 'query Look { user { id } } query Tags { user { id } }' }

  const found = [
    await ask(sandbox, 'query LookPyApi { user { id } }'),
    await ask(sandbox, '{ user { id } }'),
    await post(sandbox, { body: JSON.stringify({ ...look, operationName: 'Tags' }) }),
    await post(sandbox, { body: JSON.stringify({ ...look, operationName: 'Look' }) }),
    await post(sandbox, { body: '{"query":"query Look { user { id } }"}' }),
  ]

  expect(found.map(({ status }) => status)).toEqual([200, 200, 200, 503, 503])
})

it('strikes each request with one fault, the first that is due', async () => {
  const sandbox = await faulty(
    { kind: 'http-status', status: 500, operationName: 'Other', times: Infinity },
    { kind: 'http-status', status: 502, skip: 1 },
    { kind: 'http-status', status: 503 },
    { kind: 'http-status', status: 504 },
  )

  expect(await statuses(sandbox, 4)).toEqual([503, 502, 504, 200])
})

it('strikes the same requests for the same seed', async () => {
  const faults: readonly Fault[] = [{ kind: 'http-status', status: 503, probability: 0.4 }]
  const run = async (faultSeed: number): Promise<readonly number[]> =>
    statuses(await sandboxed({ faults, faultSeed }), 40)

  const [first, again, other] = [await run(7), await run(7), await run(8)]

  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
  expect(first.filter((status) => status === 503).length).toBeGreaterThan(6)
  expect(first.filter((status) => status === 200).length).toBeGreaterThan(12)
})

it('gives each fault a chance of its own, whatever else is asked', async () => {
  const faults = ['A', 'B'].map((operationName): Fault => ({
    kind: 'http-status',
    status: 503,
    operationName,
    probability: 0.5,
  }))
  const run = async (operations: string): Promise<readonly number[]> => {
    const sandbox = await sandboxed({ faults })
    const found: (readonly [string, number])[] = []
    for (const name of operations) {
      const body = JSON.stringify({ query: `query ${name} { user { id } }` })
      found.push([name, (await post(sandbox, { body })).status])
    }
    return found.flatMap(([name, status]) => (name === 'A' ? [status] : []))
  }

  expect(await run('ABABBABBBAABABABAB')).toEqual(await run('AAAAAAAA'))
})

it('begins anew with faults that are set later', async () => {
  const faults: readonly Fault[] = [{ kind: 'http-status', status: 503, probability: 0.5 }]
  const sandbox = await sandboxed({ faults })
  const first = await statuses(sandbox, 20)

  sandbox.setFaults(faults)
  const again = await statuses(sandbox, 20)
  sandbox.setFaults([{ kind: 'http-status', status: 504, times: 2 }])
  const other = await statuses(sandbox, 1)
  sandbox.setFaults([])
  const none = await statuses(sandbox, 3)

  expect(new Set(first)).toEqual(new Set([200, 503]))
  expect(again).toEqual(first)
  expect([other, none]).toEqual([[504], [200, 200, 200]])
})

it('gives way to an answer that was planned for the next request', async () => {
  const sandbox = await faulty({ kind: 'http-status', status: 503 })
  sandbox.fail({ status: 418 })

  expect(await statuses(sandbox, 3)).toEqual([418, 503, 200])
})

const cases: readonly [unknown, RegExp][] = [
  [{ kind: 'explode' }, /kind must be one of http-status, graphql-error, null-result, hang/],
  [{}, /kind must be one of/],
  [{ kind: 'toString' }, /kind must be one of/],
  [{ kind: 'hang', status: 502 }, /kind hang does not take status. It takes operationName, .*processed, delayMs/],
  [{ kind: 'partial', processed: false }, /kind partial does not take processed/],
  [{ kind: 'hang', nonsense: 1 }, /does not take nonsense/],
  [{ kind: 'hang', probability: 1.01 }, /probability must be a number from 0 to 1/],
  [{ kind: 'hang', probability: NaN }, /probability must be a number from 0 to 1/],
  [{ kind: 'hang', probability: '0.5' }, /probability must be a number from 0 to 1/],
  [{ kind: 'hang', times: 0 }, /times must be a whole number from 1/],
  [{ kind: 'hang', skip: -1 }, /skip must be a whole number from 0/],
  [{ kind: 'slow-body', delayMs: 2 ** 31 }, /delayMs must be a whole number from 0 to 2147483647/],
  [{ kind: 'http-status', status: 600 }, /status must be a whole number from 200 to 599/],
  [{ kind: 'graphql-error', exceptionStatus: 0 }, /exceptionStatus must be a whole number from 100/],
  [{ kind: 'hang', processed: 'later' }, /processed must be one of false, true, late/],
  [{ kind: 'hang', lateAfter: 'Look' }, /lateAfter needs processed: 'late'/],
  [{ kind: 'http-status', body: 'xml' }, /body must be one of html, text, json, empty/],
  [{ kind: 'http-status', retryAfter: -1 }, /retryAfter must be a whole number/],
  [{ kind: 'http-status', retryAfter: '1\r\nx: y' }, /Invalid character in header/],
  [{ kind: 'wrong-content-type', contentType: '' }, /contentType must not be empty/],
  [{ kind: 'hang', operationName: 5 }, /operationName must be text/],
]

it.each(cases)('refuses %j, and says what may be', async (fault, message) => {
  const sandbox = await sandboxed()

  await expect(sandboxed({ faults: [fault as Fault] })).rejects.toThrow(message)
  await expect(sandboxed({ faults: [fault as Fault] })).rejects.toThrow(TypeError)
  expect(() => sandbox.setFaults([fault as Fault])).toThrow(message)
})

it('keeps its plan when another one is refused', async () => {
  const sandbox = await faulty({ kind: 'http-status', status: 503 })

  expect(() => sandbox.setFaults([{ kind: 'reset' }, { kind: 'hang', times: 0 }])).toThrow(TypeError)

  expect(await statuses(sandbox, 2)).toEqual([503, 200])
})
