import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundle } from '../src/cli/testing.ts'
import { playMany } from './kill/lanes.ts'
import type { Played } from './kill/play.ts'
import { isLong } from './support/long.ts'

/** How many rounds run, each with its own seed. `KILL_SEED` repeats the one that a failure names. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? (isLong ? 5 : 1))
const again = process.env['KILL_SEED']

/** Two rounds of one seed differ in their timing. */
const trials = 5

let folder: string

beforeAll(async () => {
  // Inside the repository, so that the packages resolve.
  const cache = resolve('node_modules/.cache')
  await mkdir(cache, { recursive: true })
  folder = await mkdtemp(`${cache}/labelbox-org-`)
  await bundle(folder)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it(
  'invites send --from, killed at any moment and resumed, sends no invite twice and reports every row',
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
    // Rounds without an effective kill prove nothing.
    if (again !== undefined || rounds < 100) return
    for (const what of ['kills', 'openSent', 'openUnsent', 'torn']) expect(sum[what]).toBeGreaterThan(0)
  },
)
