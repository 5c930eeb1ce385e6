import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundle } from '../src/cli/testing.ts'
import { playMany } from './kill/lanes.ts'
import type { Played } from './kill/play.ts'
import { isLong } from './support/long.ts'

/** How many rounds run, each with its own seed. `KILL_SEED` repeats the one that a failure names. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? (isLong ? 12 : 2))
const again = process.env['KILL_SEED']

/** Moments are not the same in two rounds of one seed. */
const trials = 5

let folder: string

beforeAll(async () => {
  // Within the repository, so that the packages are found.
  const cache = resolve('node_modules/.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(`${cache}/labelbox-org-`)
  await bundle(folder)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it(
  'killed at any moment and resumed, invites send --from sends no invite twice and accounts for every row',
  { timeout: 120_000 + rounds * 30_000 },
  async () => {
    const first = Math.trunc(Math.random() * 1e9)
    const seeds =
      again === undefined
        ? Array.from({ length: rounds }, (_, index) => first + index)
        : Array.from({ length: trials }, () => Number(again))
    const sum: Record<string, number> = { rounds: 0 }
    const count = (played: Played): void => {
      for (const [what, number] of Object.entries({ rounds: 1, ...played })) sum[what] = (sum[what] ?? 0) + number
    }
    const begin = Date.now()

    const failure = await playMany(`${folder}/main.js`, seeds, count)

    if (failure !== undefined) {
      throw new Error(`To run it again: KILL_SEED=${failure.seed} npx vitest run test/kill.test.ts\n${failure.report}`)
    }
    if (process.env['KILL_ROUNDS'] !== undefined) {
      console.log({ firstSeed: first, ...sum, seconds: Math.round((Date.now() - begin) / 1000) })
    }
    // Rounds in which no kill met anything would have shown nothing.
    if (again !== undefined || rounds < 100) return
    for (const what of ['kills', 'openSent', 'openUnsent', 'torn']) expect(sum[what]).toBeGreaterThan(0)
  },
)
