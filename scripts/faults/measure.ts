import { setTimeout as sleep } from 'node:timers/promises'
import { isLabelboxError, Labelbox, LabelboxError, type ConnectionOptions, type Settlement } from 'labelbox-org'
import type { Fault, ReceivedRequest, Sandbox } from 'labelbox-org/sandbox'
import type { Case, Processing, Times } from './variants.ts'
import { complaintsOf, type Outcome, type Trial } from './judge.ts'
import { lateness } from './lateness.ts'
import type { Operation } from './operation.ts'
import { toWitness } from './witness.ts'

const timesOf: Readonly<Record<Times, number>> = { once: 1, 'three times': 3, 'for ever': Infinity }

/** What one call came to. */
export interface Result extends Trial {
  readonly operation: Operation
  readonly met: Case
  readonly complaints: readonly string[]
}

let marks = 0

/**
 * Has one call meet one fault, waits until the server has done all it will do, and looks what is there. Where something is
 * wrong and a request never arrived, a kept connection was closed under it, which a busy machine sees too late: that is
 * none of the faults, and another call is made.
 */
export async function measure(operation: Operation, met: Case, sandbox: Sandbox, left = 5): Promise<Result> {
  let begun = 0
  let isMeasured = false
  const isStruck = (body: string) =>
    [...body.matchAll(/(?:query|mutation) (\w+)/g)].some(([, name]) => name === operation.strikes)
  const counting: typeof fetch = (input, init) => {
    if (isMeasured && isStruck(init?.body as string)) begun += 1
    return fetch(input, init)
  }
  const result = await measureOnce(operation, met, sandbox, { fetch: counting }, (is) => (isMeasured = is))
  const areLost = begun > result.attempts + result.sentAgain
  return result.complaints.length > 0 && areLost && left > 1 ? measure(operation, met, sandbox, left - 1) : result
}

/** The same, by a client of the given options, whatever becomes of its requests. */
export async function measureOnce(
  operation: Operation,
  met: Case,
  sandbox: Sandbox,
  options: ConnectionOptions = {},
  watching: (isOn: boolean) => void = () => undefined,
): Promise<Result> {
  const labelbox = new Labelbox({ ...options, endpoint: sandbox.url, apiKey: sandbox.apiKey })
  const organization = await labelbox.getOrganization()
  const mark = `call-${(marks += 1)}`
  const subject = await operation.arrange({ organization, witness: toWitness(sandbox), mark })
  const requests = watch(sandbox, operation.strikes)

  watching(true)
  sandbox.setFaults(planOf(operation, met))
  const late = lateness()
  const start = performance.now()
  const first = await outcomeOf(subject.call())
  const ms = performance.now() - start
  const lateMs = late()
  // Trouble passes, which is when calling again does most harm.
  sandbox.setFaults([])
  const sent = requests()
  const second = operation.callsAgain ? await outcomeOf(subject.call()) : undefined
  const sentAgain = requests().length - sent.length
  watching(false)
  await settled(requests, met.processing)

  const sight = await subject.look?.()
  const trial: Trial = {
    kind: operation.kind,
    first,
    ms,
    lateMs,
    attempts: sent.length,
    carriedOut: sent.filter(({ processed }) => processed).length,
    sight,
    second,
    sentAgain,
    settlement: await settlementOf(first),
    flaw: 'value' in first ? await subject.flaw(first.value).catch(String) : undefined,
  }
  await subject.tidy?.()
  return { ...trial, operation, met, complaints: complaintsOf(trial) }
}

function planOf(operation: Operation, { fault, times }: Case): readonly Fault[] {
  const planned = { ...fault(), operationName: operation.strikes, times: timesOf[times] }
  return operation.plan?.(planned) ?? [planned]
}

/** The requests of an operation from now on. */
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

/** Waits until all that is to be carried out has been. */
async function settled(requests: () => readonly ReceivedRequest[], processing: Processing): Promise<void> {
  if (processing === 'never') return
  const end = Date.now() + patienceMs
  while (!requests().every(({ processed }) => processed)) {
    if (Date.now() > end) throw new Error('A request that was to be carried out late never was.')
    await sleep(50)
  }
}

async function settlementOf(outcome: Outcome): Promise<Settlement | undefined> {
  if (!('error' in outcome) || !isLabelboxError(outcome.error, 'OUTCOME_UNKNOWN')) return undefined
  const [settlement] = await outcome.error.settle()
  return settlement
}
