import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bare } from '../../src/cli/testing.ts'
import type { Kill, Round } from './plan.ts'
import type { World } from './world.ts'

/** The end of a process. */
export interface Ended {
  /** `null` if it was killed. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Milliseconds after its first request at which a process is killed anyway: a response may never come. */
const longestMs = 5000

/** Milliseconds without a request after which a process counts as stuck. */
const limitMs = 120_000

/** Runs the real command on the file and kills it. It may finish first. */
export const runAndKill = (main: string, world: World, round: Round, kill: Kill): Promise<Ended> =>
  run(main, world, round, [], (hasEnded) => moment(world, kill, hasEnded))

/** Runs the command until it exits. */
export async function runToEnd(
  main: string,
  world: World,
  round: Round,
  options: readonly string[] = [],
): Promise<Ended> {
  const ended = await run(main, world, round, options, (hasEnded) => stuck(world, hasEnded))
  if (ended.code === null) throw new Error(`A process has sent nothing for ${limitMs} ms. ${ended.stderr}`)
  return ended
}

async function run(
  main: string,
  world: World,
  { batchSize, diskMs, rows }: Round,
  more: readonly string[],
  killAt: (hasEnded: () => boolean) => Promise<void>,
): Promise<Ended> {
  const { sandbox, csv, report, hasJournal } = world
  const options = ['--from', csv, '--report', report, '--batch-size', String(batchSize), '--json']
  if (rows.some(({ kind }) => kind === 'invalid' || kind === 'again')) options.push('--skip-invalid')
  if (hasJournal) options.push('--resume')
  const disk = diskMs === 0 ? [] : ['--import', resolve('test/kill/slowDisk.js')]
  const child = spawn(process.execPath, [...disk, main, 'invites', 'send', ...options, ...more], {
    env: {
      ...bare(),
      LABELBOX_API_KEY: sandbox.apiKey,
      LABELBOX_ENDPOINT: sandbox.url,
      SLOW_DISK_MS: String(diskMs),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part))
  const end = new Promise<number | null>((ending, fail) => void child.on('error', fail).on('close', ending))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  await Promise.race([killAt(hasEnded), end])
  // A finished process can't be killed.
  child.kill('SIGKILL')
  return { code: await end, ...text }
}

/** Resolves at the planned moment, or when the process has exited. */
async function moment(world: World, { after, count, ms }: Kill, hasEnded: () => boolean): Promise<void> {
  const { received } = world.sandbox
  const receivedBefore = received.length
  const isAwake = () => received.length > receivedBefore
  const requests = world.inviteRequests().length
  const processed = () => world.inviteRequests().filter((request) => request.processed).length
  const processedBefore = processed()
  const reached: Readonly<Record<Kill['after'], () => boolean>> = {
    start: () => true,
    request: isAwake,
    arrival: () => world.inviteRequests().length >= requests + count,
    processing: () => processed() >= processedBefore + count,
    journal: changes(world.journal, count),
    lock: changes(`${world.journal}.lock`, count),
  }
  if (after !== 'start') await before(limitMs, () => isAwake() || reached[after](), hasEnded)
  await before(longestMs, reached[after], hasEnded)
  await sleep(ms)
}

/** Waits while requests come. */
async function stuck({ sandbox: { received } }: World, hasEnded: () => boolean): Promise<void> {
  for (let seen = -1; seen < received.length && !hasEnded();) {
    seen = received.length
    await before(limitMs, () => received.length > seen, hasEnded)
  }
}

/** Waits for a condition without a limit. */
async function before(most: number, isReached: () => boolean, hasEnded: () => boolean): Promise<void> {
  const end = Date.now() + most
  while (!isReached() && !hasEnded() && Date.now() < end) await sleep(1)
}

/** Whether a file has changed `times` times since the first check. */
function changes(path: string, count: number): () => boolean {
  let state: string | undefined
  let seen = -1
  return () => {
    const stat = statSync(path, { throwIfNoEntry: false })
    const now = stat === undefined ? 'gone' : `${stat.ino} ${stat.size}`
    if (now !== state) seen += 1
    state = now
    return seen >= count
  }
}
