import { inspect } from 'node:util'
import fc from 'fast-check'
import { check } from './check.ts'
import { inTime } from './inTime.ts'
import { run, type Run } from './run.ts'
import { sequences, type Sequence } from './steps.ts'
import { World } from './world.ts'

/** Sequences that run at once, each in its own sandbox, and the number that one sandbox serves. */
const lanes = 12
const ofOneSandbox = 50

/** Repetitions of a failed sequence: concurrency makes its outcome vary. */
const trials = 20

/** A failure with its report. */
export interface Failure {
  readonly seed: number
  /** What went wrong, after how many sequences, and the failing sequence. */
  readonly report: string
}

/** Runs one sequence for each seed until one fails, and calls `onRun` after each. */
export async function runMany(first: number, runs: number, onRun: (run: Run) => void): Promise<Failure | undefined> {
  let seed = first - 1
  let failure: Failure | undefined
  const next = (): number | undefined => (failure === undefined && seed + 1 < first + runs ? (seed += 1) : undefined)
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let more = true; more;) {
        const world = await inTime('A sandbox has not come up', World.open())
        for (let played = 0; more && played < ofOneSandbox; played += 1) {
          const current = next()
          more = current !== undefined
          if (current === undefined) break
          const failed = await runSeed(current, (sequence) => runOne(world, sequence, onRun), true)
          failure ??= failed && { ...failed, report: `After ${current - first + 1} sequences. ${failed.report}` }
        }
        await inTime(`After seed ${seed}, a sandbox has not closed`, world.close())
      }
    }),
  )
  return failure
}

/** Repeats the sequence of one seed until it fails, then looks for a shorter one that fails too. */
export async function runAgain(seed: number): Promise<Failure | undefined> {
  const world = await World.open()
  try {
    return await runSeed(seed, async (sequence) => {
      for (let trial = 0; trial < trials; trial += 1) await runOne(world, sequence)
    })
  } finally {
    await world.close()
  }
}

async function runOne(world: World, sequence: Sequence, onRun?: (run: Run) => void): Promise<void> {
  const played = await inTime('A sequence has not ended', run(world, sequence))
  check(world, played)
  onRun?.(played)
}

async function runSeed(
  seed: number,
  trial: (sequence: Sequence) => Promise<void>,
  endOnFailure = false,
): Promise<Failure | undefined> {
  const parameters = { seed, endOnFailure, numRuns: 1, unbiased: true }
  const details = await fc.check(fc.asyncProperty(sequences, trial), parameters)
  if (!details.failed) return undefined
  const { counterexample, errorInstance } = details
  const error = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return {
    seed,
    report: `${error}\n\nThe sequence: ${inspect(structuredClone(counterexample?.[0]), { depth: 9, breakLength: 140, compact: 5 })}`,
  }
}
