import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@urql/core'
import { isLabelboxError, Labelbox, type ConnectionOptions } from 'labelbox-org'
import { labelboxExchange } from 'labelbox-org/urql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runAgain, runMany } from './model/lanes.ts'
import type { Call } from './model/call.ts'
import { isLong } from './support/long.ts'
import { rejection, sandboxed } from './support/roads.ts'

/** How many sequences run, each with its own seed. `MODEL_SEED` repeats the one that a failure names. */
const runs = Number(process.env['MODEL_RUNS'] ?? (isLong ? 500 : 75))
const again = process.env['MODEL_SEED']

const unexpected: unknown[] = []
const note = (event: unknown): void => void unexpected.push(event)
let before: readonly string[]

beforeEach(() => {
  before = process.getActiveResourcesInfo()
  process.on('unhandledRejection', note).on('warning', note)
})

/** Nothing is left open: no unhandled rejection, no timer, no socket, no server. */
afterEach(async () => {
  // Sockets take a moment to close.
  await expect.poll(() => left(before)).toEqual([])
  process.off('unhandledRejection', note).off('warning', note)
  expect(unexpected.splice(0)).toEqual([])
})

/** New resources that keep the process alive. */
function left(known: readonly string[]): readonly string[] {
  const rest = [...known]
  return process.getActiveResourcesInfo().filter((resource) => {
    const index = rest.indexOf(resource)
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
}

it(
  'under random faults no call reports a change that was not made or denies one that was',
  { timeout: 60_000 + runs * 300 },
  async () => {
    const tally = new Map<string, number>()
    const count = ({ action, outcome }: Call): void => {
      const ending = `${action.call} ${isLabelboxError(outcome.error) ? outcome.error.code : 'done'}`
      tally.set(ending, (tally.get(ending) ?? 0) + 1)
    }

    const failure =
      again === undefined
        ? await runMany(Math.trunc(Math.random() * 1e9), runs, ({ calls }) => calls.forEach(count))
        : await runAgain(Number(again))

    if (failure !== undefined) {
      throw new Error(
        `To run it again: MODEL_SEED=${failure.seed} npx vitest run test/model.test.ts\n${failure.report}`,
      )
    }
    if (process.env['MODEL_TALLY'] !== undefined) console.log(Object.fromEntries([...tally].sort()))
    // A run in which everything was refused, or nothing failed, proves nothing.
    if (runs < 1000 || again !== undefined) return
    const endings = [
      'done',
      'ABORTED',
      'ALREADY_INVITED',
      'ALREADY_MEMBER',
      'OUTCOME_UNKNOWN',
      'TIMEOUT',
      'USAGE_LIMIT',
    ]
    expect([...tally.keys()]).toEqual(expect.arrayContaining(endings.map((ending) => `inviteUser ${ending}`)))
    expect([...tally.keys()]).toEqual(
      expect.arrayContaining(['cancelInvite done', 'createResourceTag done', 'inviteUsers done', 'settle done']),
    )
  },
)

const roads: readonly (readonly [name: string, road: (options: ConnectionOptions) => Labelbox])[] = [
  ['by key', (options) => new Labelbox(options)],
  [
    'through a urql client',
    (options) => {
      const exchanges = [labelboxExchange(options)]
      return new Labelbox({ client: new Client({ url: '/graphql', preferGetMethod: false, exchanges }) })
    },
  ],
]

it.each(roads)(
  'a thousand calls %s end with their shared signal, in whatever state they are',
  async (_name, connect) => {
    const sandbox = await sandboxed()
    const labelbox = connect({ endpoint: sandbox.url, apiKey: sandbox.apiKey, rateLimit: { maxConcurrent: 30 } })
    const organization = await labelbox.getOrganization()
    sandbox.setFaults([
      { kind: 'http-status', status: 429, retryAfter: 60, operationName: 'GetRoles', times: Infinity },
      { kind: 'slow-body', delayMs: 60_000, operationName: 'GetResourceTags', times: Infinity },
      { kind: 'hang', operationName: 'InviteLimit', times: Infinity },
    ])
    const controller = new AbortController()
    const { signal } = controller
    const reason = new Error('That is all.')

    // Calls in backoff, calls that read a body, calls without a response, and calls queued behind them.
    const waiting = Array.from({ length: 100 }, () => organization.getRoles({ signal }))
    // The first call of a method loads its code, so later calls may overtake it.
    await expect.poll(() => sandbox.received.length).toBe(1 + 100)
    const reading = Array.from({ length: 10 }, () => organization.getResourceTags({ signal }))
    const others = Array.from({ length: 890 }, () => organization.inviteLimit({ signal }))
    const errors = Promise.all([...waiting, ...reading, ...others].map((call) => rejection(call)))
    await expect.poll(() => sandbox.received.length).toBe(1 + 100 + 30)
    await sleep(50)
    expect(getEventListeners(signal, 'abort').length).toBeLessThan(10)
    controller.abort(reason)

    for (const error of await errors) expect(error).toMatchObject({ code: 'ABORTED', cause: reason })
    expect(getEventListeners(signal, 'abort')).toEqual([])
    expect(sandbox.received).toHaveLength(1 + 100 + 30)
    await sandbox.close()
  },
)
