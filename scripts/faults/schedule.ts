import { setTimeout as sleep } from 'node:timers/promises'
import { createSandbox, type FaultKind, type Sandbox } from 'labelbox-org/sandbox'
import { cases } from './cases.ts'
import { measure, type Result } from './measure.ts'
import { operations } from './operations.ts'
import type { Operation } from './operation.ts'
import type { FaultCase } from './caseBuilders.ts'

/** One call to make. */
export interface Task {
  readonly operation: Operation
  readonly faultCase: FaultCase
}

/** Every case against every operation that it can happen to. Side by side, so that no sort of work comes all at once. */
export const tasks: readonly Task[] = cases.flatMap((faultCase) =>
  operations.filter((operation) => operation.meets(faultCase)).map((operation) => ({ operation, faultCase })),
)

type Pace = 'busy' | 'waiting' | 'quick'

/**
 * How many go on at once. Of what only waits, for a timeout or a deadline of minutes, as much as can be; of the rest so
 * few that their times are their own; and what keeps the processor busy goes on alone, when those are done.
 */
const widths: Readonly<Record<Pace, number>> = { waiting: 60, quick: 24, busy: 1 }

/** Calls that begin all at once are busy at first. */
const headStartMs = 10_000

const kindsThatWait: readonly FaultKind[] = ['hang', 'slow-body']

function paceOf({ operation, faultCase }: Task): Pace {
  const { kind, retryAfter } = faultCase.fault()
  if (kind === 'endless-body') return 'busy'
  const waits = kindsThatWait.includes(kind) || retryAfter === 3600 || operation.plan !== undefined
  return waits ? 'waiting' : 'quick'
}

/** Those that wait for the whole deadline come first, so that the others pass meanwhile. */
const byLength = (one: Task, other: Task): number => Number(isLongest(other)) - Number(isLongest(one))

const isLongest = ({ faultCase }: Task): boolean => faultCase.fault().kind === 'hang'

/** Makes all calls, each alone in a sandbox, and gives the results, operation by operation. */
export async function run(todo: readonly Task[], tell: (done: number) => void): Promise<readonly Result[]> {
  const results = new Map<Task, Result>()
  const take = (task: Task, result: Result): void => {
    results.set(task, result)
    tell(results.size)
  }
  const tasksOf = (pace: Pace) => todo.filter((task) => paceOf(task) === pace).sort(byLength)
  // Sandboxes first, since to start one is work.
  const waiting = await crew(tasksOf('waiting'), widths.waiting, take)
  const quick = await crew(tasksOf('quick'), widths.quick, take)
  const busy = await crew(tasksOf('busy'), widths.busy, take)
  await Promise.all([
    waiting.work(),
    sleep(waiting.size > 0 ? headStartMs : 0)
      .then(quick.work)
      .then(busy.work),
  ])
  return operations.flatMap((operation) =>
    todo.flatMap((task) => (task.operation === operation ? (results.get(task) ?? []) : [])),
  )
}

/** As many sandboxes as there may be, each of which is given one task after the other. */
async function crew(queue: Task[], width: number, take: (task: Task, result: Result) => void) {
  const sandboxes: Sandbox[] = []
  while (sandboxes.length < Math.min(width, queue.length)) {
    sandboxes.push(await createSandbox({ users: 5, invites: 5, seats: 10_000, projects: 0, webhooks: 0 }))
  }
  const use = async (sandbox: Sandbox): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      take(task, await measure(task.operation, task.faultCase, sandbox))
    }
    await sandbox.close()
  }
  return { size: sandboxes.length, work: () => Promise.all(sandboxes.map(use)) }
}
