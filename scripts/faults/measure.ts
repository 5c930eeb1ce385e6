import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { isLabelboxError, Labelbox, LabelboxError, type ConnectionOptions, type Settlement } from 'labelbox-org'
import type { Fault, ReceivedRequest, Sandbox } from '@labelbox-org/tools/sandbox'
import type { FaultCase, Processing, Times } from './caseBuilders.ts'
import { complaintsOf, type Outcome, type Trial } from './complaints.ts'
import type { Operation } from './operation.ts'
import { countingTransport, type TransportName } from './transports.ts'
import { toWitness } from './witness.ts'

const timesOf: Readonly<Record<Times, number>> = { once: 1, 'three times': 3, forever: Infinity }

/** The result of one call. */
export interface Result extends Trial {
  readonly operation: Operation
  readonly faultCase: FaultCase
  readonly complaints: readonly string[]
}

let marks = 0

/**
 * Runs one call with one fault, waits until the server has finished, and inspects its data. A busy machine may notice a
 * closed keep-alive connection too late: if the call has complaints and a request never arrived, the call is repeated.
 */
export async function measure(
  operation: Operation,
  faultCase: FaultCase,
  sandbox: Sandbox,
  transport: TransportName = 'fetch',
  left = 5,
): Promise<Result> {
  let begun = 0
  let isMeasured = false
  const isFaulted = (body: string) =>
    [...body.matchAll(/(?:query|mutation) (\w+)/g)].some(([, name]) => name === operation.faultedOperation)
  const counting = countingTransport(transport, (body) => {
    if (isMeasured && isFaulted(body)) begun += 1
  })
  const result = await measureOnce(operation, faultCase, sandbox, counting, (is) => (isMeasured = is))
  const areLost = begun > result.attempts + result.sentAgain
  return result.complaints.length > 0 && areLost && left > 1
    ? measure(operation, faultCase, sandbox, transport, left - 1)
    : result
}

/** Runs one call once, by a client with the given options. */
export async function measureOnce(
  operation: Operation,
  faultCase: FaultCase,
  sandbox: Sandbox,
  options: ConnectionOptions = {},
  watching: (isOn: boolean) => void = () => undefined,
): Promise<Result> {
  const labelbox = new Labelbox({ ...options, endpoint: sandbox.url, apiKey: sandbox.apiKey })
  const organization = await labelbox.getOrganization()
  const mark = `call-${(marks += 1)}`
  const subject = await operation.arrange({ organization, witness: toWitness(sandbox), mark })
  const requests = watch(sandbox, operation.faultedOperation)

  watching(true)
  sandbox.setFaults(planOf(operation, faultCase))
  const late = lateness()
  const start = performance.now()
  const first = await outcomeOf(subject.call())
  const ms = performance.now() - start
  const lateMs = late()
  // The fault ends here: calling again does the most harm when it succeeds.
  sandbox.setFaults([])
  const sent = requests()
  const second = operation.callsAgain ? await outcomeOf(subject.call()) : undefined
  const sentAgain = requests().length - sent.length
  watching(false)
  await settled(requests, faultCase.processing)

  const state = await subject.inspect?.()
  const trial: Trial = {
    kind: operation.kind,
    first,
    ms,
    lateMs,
    attempts: sent.length,
    carriedOut: sent.filter(({ processed }) => processed).length,
    state,
    second,
    sentAgain,
    settlement: await settlementOf(first),
    flaw: 'value' in first ? await subject.flaw(first.value).catch(String) : undefined,
  }
  await subject.cleanUp?.()
  return { ...trial, operation, faultCase, complaints: complaintsOf(trial) }
}

function planOf(operation: Operation, { fault, times }: FaultCase): readonly Fault[] {
  const planned = { ...fault(), operationName: operation.faultedOperation, times: timesOf[times] } as Fault
  return operation.plan?.(planned) ?? [planned]
}

/** Returns the requests of an operation from now on. */
function watch(sandbox: Sandbox, operationName: string): () => readonly ReceivedRequest[] {
  const last = sandbox.received.at(-1)
  return () => {
    const fresh = sandbox.received.slice(last === undefined ? 0 : sandbox.received.lastIndexOf(last) + 1)
    return fresh.filter((request) => request.operationName === operationName)
  }
}

async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await call }
  } catch (error) {
    return error instanceof LabelboxError ? { error } : { thrown: error }
  }
}

const patienceMs = 120_000

/** Waits until the server has processed all requests. */
async function settled(requests: () => readonly ReceivedRequest[], processing: Processing): Promise<void> {
  if (processing === 'never') return
  const end = Date.now() + patienceMs
  while (!requests().every(({ processed }) => processed)) {
    if (Date.now() > end) throw new Error('A request that should be processed late never was.')
    await sleep(50)
  }
}

async function settlementOf(outcome: Outcome): Promise<Settlement | undefined> {
  if (!('error' in outcome) || !isLabelboxError(outcome.error, 'OUTCOME_UNKNOWN')) return undefined
  const [settlement] = await outcome.error.settle()
  return settlement
}

/** Starts watching the event loop; the returned function gives the longest delay of a timer since then, in milliseconds. */
function lateness(): () => number {
  const delays = monitorEventLoopDelay({ resolution: 100 })
  delays.enable()
  return () => {
    delays.disable()
    return delays.max / 1e6
  }
}
