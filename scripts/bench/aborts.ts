import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectionOptions, LabelboxErrorCode, Organization } from 'labelbox-org'
import { createSandbox, type Fault, type Sandbox } from 'labelbox-org/sandbox'
import { InviteLimitDocument, isLabelboxError, Labelbox } from './dist.ts'
import { median } from './numbers.ts'
import { row } from './row.ts'

/** Milliseconds from an abort to the rejection. */
const limit = 20

/** A place where a call can be when it is aborted. */
interface State {
  readonly name: string
  /** What the call meets on its way there. */
  readonly faults?: readonly Fault[]
  readonly options?: ConnectionOptions
  /** Another call that is there before. */
  readonly before?: Begin
  readonly begin: Begin
  /** The requests that have been sent when the call is there, and how many of them have an answer: its headers, at least. */
  readonly sent: readonly string[]
  readonly answered: number
  /** What the caller is told, by default that the call was aborted. */
  readonly code?: LabelboxErrorCode
}

interface Client {
  readonly labelbox: InstanceType<typeof Labelbox>
  readonly organization: Organization
  /** One that nobody was invited at before: a client knows of invites that may still come. */
  readonly email: string
}

type Begin = (client: Client, signal: AbortSignal) => Promise<unknown>

const ask: Begin = ({ labelbox, organization }, signal) =>
  labelbox.execute(InviteLimitDocument, { organizationId: organization.id }, { signal })

const invite: Begin = ({ organization, email }, signal) =>
  organization.inviteUser({ email, role: 'LABELER' }, { signal })

const lookUps = ['GetInvites', 'Users']
// The list of roles ends with a page that brings nothing new.
const beforeInvite = ['GetRoles', 'GetRoles', 'GetUser', ...lookUps]

const states: readonly State[] = [
  {
    name: 'in line, as many are under way as may be',
    faults: [{ kind: 'hang' }],
    options: { rateLimit: { maxConcurrent: 1 } },
    before: ask,
    begin: ask,
    sent: ['InviteLimit'],
    answered: 0,
  },
  {
    name: 'in line, the quota of the minute is used up',
    options: { rateLimit: { requestsPerMinute: 2 } },
    before: ask,
    begin: ask,
    sent: ['InviteLimit'],
    answered: 1,
  },
  { name: 'in flight', faults: [{ kind: 'hang' }], begin: ask, sent: ['InviteLimit'], answered: 0 },
  {
    name: 'in the middle of the answer',
    faults: [{ kind: 'slow-body', delayMs: 60_000 }],
    begin: ask,
    sent: ['InviteLimit'],
    answered: 1,
  },
  {
    name: 'waiting to send again',
    faults: [{ kind: 'http-status', status: 503, retryAfter: 30 }],
    begin: ask,
    sent: ['InviteLimit'],
    answered: 1,
  },
  {
    name: 'an invite that waits for a shared look-up',
    faults: [{ kind: 'hang', operationName: 'GetRoles' }],
    begin: invite,
    sent: ['GetRoles'],
    answered: 0,
  },
  {
    name: 'an invite behind another one to that address',
    faults: [{ kind: 'hang', operationName: 'InviteUser' }],
    before: invite,
    begin: invite,
    sent: [...beforeInvite, 'InviteUser'],
    answered: beforeInvite.length,
  },
  {
    name: 'an invite that may have been sent, before another look',
    faults: [{ kind: 'http-status', status: 502, operationName: 'InviteUser' }],
    options: { retry: { baseDelayMs: 30_000 } },
    begin: invite,
    sent: [...beforeInvite, 'InviteUser', ...lookUps],
    answered: beforeInvite.length + 1 + lookUps.length,
    // To know that matters more than why nobody looked any further.
    code: 'OUTCOME_UNKNOWN',
  },
]

/** How soon an abort settles, in each place where a call can be. Returns the targets that are missed. */
export async function benchAborts(runs = 20): Promise<readonly string[]> {
  const aborts = await measureAborts(runs)
  console.log(row('Milliseconds from an abort to the rejection', ['median', 'worst']))
  for (const [name, times] of aborts) {
    console.log(row(name, [median(times).toFixed(2), Math.max(...times).toFixed(2)]))
  }
  return [...aborts]
    .filter(([, times]) => Math.max(...times) >= limit)
    .map(([name]) => `${name}, an abort takes ${limit} ms or more.`)
}

/** Milliseconds from `controller.abort()` to the rejection, for each state and run. */
async function measureAborts(runs: number): Promise<ReadonlyMap<string, readonly number[]>> {
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
  // Its own request is not of interest.
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
  // Long enough for whatever else would happen.
  await sleep(20)
  if (!isThere() || progress.hasEnded) {
    throw new Error(`A call did not come to where it was to be aborted: ${state.name}. It sent ${sent()}.`)
  }

  const start = performance.now()
  controller.abort()
  const { at, outcome } = await ended
  other.abort()
  await otherEnded
  const { code = 'ABORTED' } = state
  if (!isLabelboxError(outcome, code)) {
    throw new Error(`A call that was aborted did not reject with ${code}: ${state.name}.`, { cause: outcome })
  }
  return at - start
}
