import { setTimeout as sleep } from 'node:timers/promises'
import { InviteLimitDocument, isLabelboxError, Labelbox } from './dist.ts'

/** What a client has had sent, and what of it has been answered, with its headers at least. */
interface Traffic {
  sent: number
  answered: number
}

/** A place where a call can be when it is aborted. */
interface State {
  readonly name: string
  /** Where the server behaves so that the call gets there. */
  readonly path: string
  /** Readies the client and returns what begins the call. */
  readonly ready: (labelbox: Client) => Promise<Begin> | Begin
  readonly isReached: (traffic: Traffic) => boolean
}

type Client = InstanceType<typeof Labelbox>
type Begin = (signal: AbortSignal) => Promise<unknown>

const ask =
  (labelbox: Client): Begin =>
  (signal) =>
    labelbox.execute(InviteLimitDocument, { organizationId: 'ckorganization' }, { signal })

const states: readonly State[] = [
  { name: 'in flight', path: '/silent', ready: ask, isReached: ({ sent }) => sent === 1 },
  { name: 'reading the answer', path: '/half', ready: ask, isReached: ({ answered }) => answered === 1 },
  {
    name: 'waiting for a shared look-up',
    path: '/silent-lookups',
    ready: async (labelbox) => {
      const organization = await labelbox.getOrganization()
      return (signal) => organization.inviteUser({ email: 'ada@example.com', role: 'LABELER' }, { signal })
    },
    isReached: ({ sent }) => sent === 2,
  },
]

/** Milliseconds from `controller.abort()` to the rejection, for each state and run. */
export async function measureAborts(origin: string, runs: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map<string, number[]>()
  for (const state of states) {
    const own: number[] = []
    for (let run = 0; run < runs; run++) own.push(await abortIn(state, origin))
    times.set(state.name, own)
  }
  return times
}

async function abortIn({ name, path, ready, isReached }: State, origin: string): Promise<number> {
  const traffic: Traffic = { sent: 0, answered: 0 }
  const labelbox = new Labelbox({
    endpoint: origin + path,
    apiKey: 'key',
    fetch: async (input, init) => {
      traffic.sent += 1
      const response = await fetch(input, init)
      traffic.answered += 1
      return response
    },
  })
  const begin = await ready(labelbox)
  const controller = new AbortController()
  const progress = { hasEnded: false }
  const ended = begin(controller.signal)
    .catch((error: unknown) => error)
    .then((outcome) => {
      progress.hasEnded = true
      return { at: performance.now(), outcome }
    })
  for (let waited = 0; !isReached(traffic) && waited < 1000; waited++) await sleep(1)
  // Long enough for whatever else would happen.
  await sleep(15)
  if (!isReached(traffic) || progress.hasEnded) throw new Error(`The call to abort did not come to be ${name}.`)

  const start = performance.now()
  controller.abort()
  const { at, outcome } = await ended
  if (!isLabelboxError(outcome, 'ABORTED')) throw new Error(`The call that was ${name} did not reject with ABORTED.`)
  return at - start
}
