import { setTimeout as sleep } from 'node:timers/promises'
import { createSandbox, type FaultKind, type Sandbox } from '@labelbox-org/tools/sandbox'
import { cases } from './cases.ts'
import { measure, type Result } from './measure.ts'
import { operations } from './operations.ts'
import type { Operation } from './operation.ts'
import type { FaultCase } from './caseBuilders.ts'
import type { TransportName } from './transports.ts'

/** One call to measure. */
export interface Task {
  readonly operation: Operation
  readonly faultCase: FaultCase
}

/** Every case with every operation that it applies to, interleaved so that kinds of work mix. */
export const tasks: readonly Task[] = cases.flatMap((faultCase) =>
  operations.filter((operation) => operation.appliesTo(faultCase)).map((operation) => ({ operation, faultCase })),
)

type Pace = 'busy' | 'waiting' | 'quick'

/**
 * Maximum number of parallel calls. Calls that only wait for a timeout run together; few others run at once, so that
 * their times are accurate; CPU-intensive calls run alone at the end.
 */
const widths: Readonly<Record<Pace, number>> = { waiting: 60, quick: 24, busy: 1 }

/** The first moments of many parallel calls are busy. */
const headStartMs = 10_000

const kindsThatWait: readonly FaultKind[] = ['hang', 'slow-body']

function paceOf({ operation, faultCase }: Task): Pace {
  const { kind, retryAfter } = faultCase.fault()
  if (kind === 'endless-body') return 'busy'
  const waits = kindsThatWait.includes(kind) || retryAfter === 3600 || operation.plan !== undefined
  return waits ? 'waiting' : 'quick'
}

/** Calls that wait for the full deadline come first, so that the others run meanwhile. */
const byLength = (one: Task, other: Task): number => Number(isLongest(other)) - Number(isLongest(one))

const isLongest = ({ faultCase }: Task): boolean => faultCase.fault().kind === 'hang'

/** Runs all calls, each alone in a sandbox, and returns the results by operation. */
export async function run(
  todo: readonly Task[],
  tell: (done: number) => void,
  transport: TransportName = 'fetch',
): Promise<readonly Result[]> {
  const results = new Map<Task, Result>()
  const take = (task: Task, result: Result): void => {
    results.set(task, result)
    tell(results.size)
  }
  const tasksOf = (pace: Pace) => todo.filter((task) => paceOf(task) === pace).sort(byLength)
  // Sandboxes are created first, because starting one is work.
  const waiting = await crew(tasksOf('waiting'), widths.waiting, transport, take)
  const quick = await crew(tasksOf('quick'), widths.quick, transport, take)
  const busy = await crew(tasksOf('busy'), widths.busy, transport, take)
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

/** Creates the sandboxes and a function that runs the queue on them. */
async function crew(
  queue: Task[],
  width: number,
  transport: TransportName,
  take: (task: Task, result: Result) => void,
) {
  const sandboxes: Sandbox[] = []
  while (sandboxes.length < Math.min(width, queue.length)) {
    sandboxes.push(await createSandbox({ users: 5, invites: 5, seats: 10_000, projects: 0, webhooks: 0 }))
  }
  const use = async (sandbox: Sandbox): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      take(task, await measure(task.operation, task.faultCase, sandbox, transport))
    }
    await sandbox.close()
  }
  return { size: sandboxes.length, work: () => Promise.all(sandboxes.map(use)) }
}
