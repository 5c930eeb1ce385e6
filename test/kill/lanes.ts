import { availableParallelism } from 'node:os'
import { inspect } from 'node:util'
import { play, type Played } from './play.ts'
import { roundOf } from './plan.ts'
import { World } from './world.ts'

/** Rounds that run at once: each waits for part of its time. */
const lanes = 3 * availableParallelism()

/** A failure with its report. */
export interface Failure {
  readonly seed: number
  /** What went wrong, and the plan of the round. */
  readonly report: string
}

/** Plays one round for each seed until one fails, and calls `onRound` after each. */
export async function playMany(
  main: string,
  seeds: readonly number[],
  onRound: (played: Played) => void,
): Promise<Failure | undefined> {
  const left = [...seeds]
  let failure: Failure | undefined
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let seed = left.shift(); seed !== undefined && failure === undefined; seed = left.shift()) {
        const failed = await playOne(main, seed, onRound)
        failure ??= failed
      }
    }),
  )
  return failure
}

async function playOne(main: string, seed: number, onRound: (played: Played) => void): Promise<Failure | undefined> {
  const round = roundOf(seed)
  const world = await World.open(round)
  try {
    onRound(await play(main, world, round))
    return undefined
  } catch (error) {
    const shown = inspect({ ...round, rows: world.rows }, { depth: 9, breakLength: 140, compact: 5 })
    return { seed, report: `${error instanceof Error ? error.message : String(error)}\n\nThe round: ${shown}` }
  } finally {
    await world.close()
  }
}
