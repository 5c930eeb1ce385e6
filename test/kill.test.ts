import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Labelbox } from 'labelbox-org'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bare, bundle } from '../src/cli/testing.ts'
import { playMany } from './kill/lanes.ts'
import type { Played } from './kill/play.ts'
import { isLong } from './support/long.ts'
import { operations, sandboxed } from './support/roads.ts'

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

it.each([
  ['remove', 'RemoveUser', ''],
  ['role', 'UpdateOrganizationRole', 'TEAM_MANAGER'],
])(
  'members %s --from, killed while rows wait in the journal and resumed, reports each member as done',
  async (command, operation, role) => {
    const sandbox = await sandboxed({ users: 60, latencyMs: 20 })
    const { url: endpoint, apiKey } = sandbox
    const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()
    const { id: own } = await new Labelbox({ endpoint, apiKey }).getUser()
    const all = await organization.getMembers().toArray({ limit: 100 })
    const members = all.filter(({ id, orgRole }) => id !== own && orgRole?.name !== 'Team Manager')
    const file = `${folder}/${command}.csv`
    await writeFile(file, ['email,role', ...members.map(({ email }) => `${email},${role}`), ''].join('\n'))
    const start = (...more: readonly string[]) =>
      spawn(
        process.execPath,
        [
          `${folder}/main.js`,
          'members',
          command,
          '--from',
          file,
          '--report',
          `${file}.jsonl`,
          '--yes',
          '--json',
          ...more,
        ],
        { env: { ...bare(), LABELBOX_API_KEY: apiKey, LABELBOX_ENDPOINT: endpoint }, stdio: 'ignore' },
      )
    const changes = () => operations(sandbox).filter((name) => name === operation).length

    const killed = start()
    await expect.poll(changes, { interval: 1 }).toBeGreaterThan(9)
    killed.kill('SIGKILL')
    await once(killed, 'close')
    expect(changes()).toBeLessThan(members.length)
    expect(existsSync(`${file}.journal`)).toBe(true)
    const [code] = (await once(start('--resume'), 'close')) as [number]

    expect(code).toBe(0)
    const rows = (await readFile(`${file}.jsonl`, 'utf8')).trim().split('\n')
    // The journal knows what was sent. Without it, the outcomes are `not-a-member` and `unchanged`.
    expect(rows.map((row) => (JSON.parse(row) as { outcome: string }).outcome)).toEqual(members.map(() => 'done'))
    const left = await organization.getMembers().toArray({ limit: 100 })
    if (role === '') expect(left).toHaveLength(all.length - members.length)
    else for (const { id, orgRole } of left) if (id !== own) expect(orgRole?.name).toBe('Team Manager')
    // What was under way when the process ended is looked up first.
    expect(changes()).toBeLessThanOrEqual(members.length + 8)
  },
)
