import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectionOptions, LabelboxErrorCode, Organization } from 'labelbox-org'
import { createSandbox, type Fault, type Sandbox } from '@labelbox-org/tools/sandbox'
import { InviteLimitDocument, isLabelboxError, Labelbox } from '../dist.ts'
import { median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'

/** Maximum time from an abort to the rejection, in milliseconds. */
const limit = 20

/** A state in which a call is aborted. */
interface State {
  readonly name: string
  /** Faults that keep the call in this state. */
  readonly faults?: readonly Fault[]
  readonly options?: ConnectionOptions
  /** Another call that reaches the state first. */
  readonly before?: Begin
  readonly begin: Begin
  /** Requests sent when the call is in the state, and how many of them have response headers. */
  readonly sent: readonly string[]
  readonly answered: number
  /** Error code for the caller. Default: `ABORTED`. */
  readonly code?: LabelboxErrorCode
}

interface Client {
  readonly labelbox: InstanceType<typeof Labelbox>
  readonly organization: Organization
  /** An address without earlier invites: a client remembers those that may still arrive. */
  readonly email: string
}

type Begin = (client: Client, signal: AbortSignal) => Promise<unknown>

const ask: Begin = ({ labelbox, organization }, signal) =>
  labelbox.execute(InviteLimitDocument, { organizationId: organization.id }, { signal })

const invite: Begin = ({ organization, email }, signal) =>
  organization.inviteUser({ email, role: 'LABELER' }, { signal })

const lookUps = ['GetInvites', 'Users']
// The list of roles ends with a page without new rows.
const beforeInvite = ['GetRoles', 'GetRoles', 'GetUser', ...lookUps]

const states: readonly State[] = [
  {
    name: 'queued, concurrency limit reached',
    faults: [{ kind: 'hang' }],
    options: { rateLimit: { maxConcurrent: 1 } },
    before: ask,
    begin: ask,
    sent: ['InviteLimit'],
    answered: 0,
  },
  {
    name: 'queued, quota of the minute used up',
    options: { rateLimit: { requestsPerMinute: 2 } },
    before: ask,
    begin: ask,
    sent: ['InviteLimit'],
    answered: 1,
  },
  { name: 'in flight', faults: [{ kind: 'hang' }], begin: ask, sent: ['InviteLimit'], answered: 0 },
  {
    name: 'in the middle of the response',
    faults: [{ kind: 'slow-body', delayMs: 60_000 }],
    begin: ask,
    sent: ['InviteLimit'],
    answered: 1,
  },
  {
    name: 'waiting for a retry',
    faults: [{ kind: 'http-status', status: 503, retryAfter: 30 }],
    begin: ask,
    sent: ['InviteLimit'],
    answered: 1,
  },
  {
    name: 'invite waiting for a shared look-up',
    faults: [{ kind: 'hang', operationName: 'GetRoles' }],
    begin: invite,
    sent: ['GetRoles'],
    answered: 0,
  },
  {
    name: 'invite behind another one to the same address',
    faults: [{ kind: 'hang', operationName: 'InviteUser' }],
    before: invite,
    begin: invite,
    sent: [...beforeInvite, 'InviteUser'],
    answered: beforeInvite.length,
  },
  {
    name: 'invite that may have been sent, before a look-up',
    faults: [{ kind: 'http-status', status: 502, operationName: 'InviteUser' }],
    options: { retry: { baseDelayMs: 30_000 } },
    begin: invite,
    sent: [...beforeInvite, 'InviteUser', ...lookUps],
    answered: beforeInvite.length + 1 + lookUps.length,
    // An unknown outcome matters more than the abort.
    code: 'OUTCOME_UNKNOWN',
  },
]

/** Measures how soon an abort rejects in each state. */
export async function measureAborts(runs = 20): Promise<Measurement> {
  const aborts = [...(await abortTimes(runs))]
  return {
    tables: [
      {
        caption: `Milliseconds from an abort to the rejection, ${runs} times in each state.`,
        columns: [
          { name: 'median', digits: 2 },
          { name: 'worst', digits: 2 },
        ],
        rows: aborts.map(([name, times]) => ({ name, cells: [median(times), Math.max(...times)] })),
      },
    ],
    targets: aborts.map(([name, times]) => ({
      what: `slowest abort, ${name}`,
      figure: Math.max(...times),
      bound: 'below',
      target: limit,
      unit: 'ms',
    })),
  }
}

/** Times from `controller.abort()` to the rejection, by state, in milliseconds. */
async function abortTimes(runs: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map<string, readonly number[]>()
  await using sandbox = await createSandbox()
  for (const state of states) {
    const own: number[] = []
    for (let run = 0; run < runs; run++) own.push(await abortIn(state, sandbox))
    times.set(state.name, own)
  }
  return times
}

const names = (operations: readonly string[]): string => operations.toSorted().join(', ')

async function abortIn(state: State, sandbox: Sandbox): Promise<number> {
  const traffic = { answered: 0 }
  const labelbox = new Labelbox({
    ...state.options,
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      traffic.answered += 1
      return response
    },
  })
  sandbox.setFaults([])
  const organization = await labelbox.getOrganization()
  traffic.answered = 0
  const known = sandbox.received.length
  const client = { labelbox, organization, email: `ada${known}@example.com` }
  sandbox.setFaults(state.faults ?? [])

  const sent = (): string => names(sandbox.received.slice(known).map(({ operationName }) => operationName ?? ''))
  const isThere = (): boolean => sent() === names(state.sent) && traffic.answered === state.answered
  const other = new AbortController()
  const otherEnded = state.before?.(client, other.signal).catch(() => undefined)
  const controller = new AbortController()
  const progress = { hasEnded: false }
  const ended = state
    .begin(client, controller.signal)
    .catch((error: unknown) => error)
    .then((outcome) => {
      progress.hasEnded = true
      return { at: performance.now(), outcome }
    })
  for (let waited = 0; !isThere() && waited < 2000; waited++) await sleep(1)
  // Time for anything else to happen.
  await sleep(20)
  if (!isThere() || progress.hasEnded) {
    throw new Error(`The call did not reach the state "${state.name}". It sent ${sent()}.`)
  }

  const start = performance.now()
  controller.abort()
  const { at, outcome } = await ended
  other.abort()
  await otherEnded
  const { code = 'ABORTED' } = state
  if (!isLabelboxError(outcome, code)) {
    throw new Error(`The aborted call did not reject with ${code}: ${state.name}.`, { cause: outcome })
  }
  return at - start
}
