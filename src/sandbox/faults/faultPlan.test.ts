import { expect, it } from 'vitest'
import type { Fault, HttpStatusFault, Sandbox } from '../index.ts'
import { ask, faulty, post, sandboxed } from '../testingSandbox.ts'
import { requireFault } from './fault.ts'
import { FaultPlan } from './faultPlan.ts'

/** The statuses of a number of requests in sequence. */
async function statuses(sandbox: Sandbox, count: number): Promise<readonly number[]> {
  const found: number[] = []
  for (let request = 0; request < count; request += 1) found.push((await post(sandbox)).status)
  return found
}

it.each<[Omit<HttpStatusFault, 'kind'>, readonly number[]]>([
  [{}, [503, 200, 200, 200]],
  [{ times: 2 }, [503, 503, 200, 200]],
  [{ skip: 1 }, [200, 503, 200, 200]],
  [{ skip: 1, times: Infinity }, [200, 503, 503, 503]],
  [{ probability: 1 }, [503, 503, 503, 503]],
  [{ probability: 1, times: 3 }, [503, 503, 503, 200]],
  [{ probability: 0 }, [200, 200, 200, 200]],
])('strikes as often as planned with %j', async (fault, expected) => {
  const sandbox = await faulty({ kind: 'http-status', status: 503, ...fault })

  expect(await statuses(sandbox, 4)).toEqual(expected)
})

it('strikes only requests of its operationName', async () => {
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

it('strikes a request with the first fault that is due, and with no other', async () => {
  const sandbox = await faulty(
    { kind: 'http-status', status: 500, operationName: 'Other', times: Infinity },
    { kind: 'http-status', status: 502, skip: 1 },
    { kind: 'http-status', status: 503 },
    { kind: 'http-status', status: 504 },
  )

  expect(await statuses(sandbox, 4)).toEqual([503, 502, 504, 200])
})

const probable: readonly Fault[] = [{ kind: 'http-status', status: 503, probability: 0.4 }]

it('strikes the same requests for the same seed', () => {
  const run = (seed: number): readonly boolean[] => {
    const plan = new FaultPlan(seed, probable)
    return Array.from({ length: 40 }, () => plan.take('Tag') !== undefined)
  }

  expect(run(7)).toEqual(run(7))
  expect(run(8)).not.toEqual(run(7))
  expect(run(7).filter((isStruck) => isStruck).length).toBeGreaterThan(6)
  expect(run(7).filter((isStruck) => !isStruck).length).toBeGreaterThan(12)
})

it('takes the seed from the option faultSeed', async () => {
  const plan = new FaultPlan(7, probable)
  const sandbox = await sandboxed({ faults: probable, faultSeed: 7 })

  expect(await statuses(sandbox, 12)).toEqual(Array.from({ length: 12 }, () => (plan.take('Tag') ? 503 : 200)))
})

it('strikes the same requests of an operation, whatever other requests there are', async () => {
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

it('restarts counters and random numbers when faults are set again', async () => {
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

it('leaves a request to fail() without counting it', async () => {
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

it.each(cases)('refuses %j and names the allowed values', (fault, message) => {
  expect(() => requireFault(fault as Fault)).toThrow(message)
  expect(() => requireFault(fault as Fault)).toThrow(TypeError)
})

it('refuses an invalid fault in the options and in setFaults', async () => {
  const sandbox = await sandboxed()
  const faults = [{ kind: 'hang', times: 0 }] as const

  await expect(sandboxed({ faults })).rejects.toThrow(TypeError)
  expect(() => sandbox.setFaults(faults)).toThrow(TypeError)
})

it('keeps its plan when setFaults refuses another one', async () => {
  const sandbox = await faulty({ kind: 'http-status', status: 503 })

  expect(() => sandbox.setFaults([{ kind: 'reset' }, { kind: 'hang', times: 0 }])).toThrow(TypeError)

  expect(await statuses(sandbox, 2)).toEqual([503, 200])
})
