import { availableParallelism } from 'node:os'
import { inspect } from 'node:util'
import { play, type Played } from './play.ts'
import { roundOf } from './plan.ts'
import { World } from './world.ts'

/** Rounds that run at once: part of their time they wait. */
const lanes = 3 * availableParallelism()

/** A failure, ready to be shown. */
export interface Failure {
  readonly seed: number
  /** What was wrong, and what the round was. */
  readonly report: string
}

/** Plays the rounds of so many seeds from the first on, until one fails, and tells `onRound` of each. */
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
