import { ok } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { checkReport, checkServer, type Past, type Reported } from './check.ts'
import { runAndKill, runToEnd, type Ended } from './command.ts'
import { keyOf } from './people.ts'
import type { Round } from './plan.ts'
import type { World } from './world.ts'

/** Statistics of a round. */
export interface Played {
  readonly rows: number
  starts: number
  /** Killed processes. */
  kills: number
  /** Kills that left journal rows open, whose invites were sent or not, and kills in the middle of a line. */
  openSent: number
  openUnsent: number
  torn: number
  /** Rows still unknown after the last kill and fault. */
  unknown: number
}

/** Kills one process after another, lets the last finish, and checks each against the server's ledger. */
export async function play(main: string, world: World, round: Round): Promise<Played> {
  const playing = new Playing(main, world, round)
  try {
    await playThrough(playing, world, round, main)
    return playing.played
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const story = `The processes:\n${playing.story.join('\n')}\n\nThe last requests:\n${lastRequests(world)}`
    throw new Error(`${what}\n\n${story}`, { cause: error })
  }
}

async function playThrough(playing: Playing, world: World, round: Round, main: string): Promise<void> {
  for (const { faults, kill, accepts } of round.attempts) {
    world.sandbox.setFaults(faults)
    const ended = await playing.start(() => runAndKill(main, world, round, kill))
    if (ended.code === null) playing.killed()
    else playing.ended(ended)
    checkServer(world)
    if (accepts) world.accept()
  }
  await world.settle(
    round.attempts.some(({ faults }) => faults.some((fault) => 'processed' in fault && fault.processed === 'late')),
  )
  await playing.finish()
}

/** The age and the outcome of each request. */
const lastRequests = ({ sandbox }: World): string =>
  sandbox.received
    .slice(-12)
    .map(({ operationName = 'a request', receivedAt, status = 'no', fault = 'no' }) => {
      return `${operationName} ${Date.now() - receivedAt} ms ago: ${status} answer, ${fault} fault`
    })
    .join('\n')

class Playing {
  readonly played: Played
  /** The end of each process, and the number of invites at that moment. */
  readonly story: string[] = []
  readonly #main: string
  readonly #world: World
  readonly #round: Round
  readonly #open = new Set<string>()
  #wasDone = false

  constructor(main: string, world: World, round: Round) {
    this.#main = main
    this.#world = world
    this.#round = round
    this.played = { rows: world.rows.length, starts: 0, kills: 0, openSent: 0, openUnsent: 0, torn: 0, unknown: 0 }
  }

  async start(run: () => Promise<Ended>): Promise<Ended> {
    rmSync(this.#world.report, { force: true })
    this.played.starts += 1
    const sentBefore = this.#world.sent().size
    const hadJournal = this.#world.hasJournal
    const ended = await run()
    const { code, stderr } = ended
    this.story.push(
      `${code === null ? 'killed' : `code ${code}`}, ${this.#world.sent().size} invites. ${stderr.trim()}`,
    )
    // A kill may come after it removed its journal.
    const hasSent = this.#world.sent().size > sentBefore || hadJournal
    if (!this.#world.hasJournal && hasSent) this.#wasDone = true
    return ended
  }

  killed(): void {
    const { open, isTorn } = this.#world.readJournal()
    for (const address of open) this.#open.add(address)
    this.played.kills += 1
    const sent = this.#world.sent()
    const isSent = (address: string): boolean => sent.has(address)
    if ([...open].some(isSent)) this.played.openSent += 1
    if (![...open].every(isSent)) this.played.openUnsent += 1
    if (isTorn) this.played.torn += 1
  }

  /** A process exited before it could be killed: with an error, or with a report. */
  ended(ended: Ended): void {
    ok(!ended.stderr.includes('"INTERNAL"'), `It has failed in a way that it does not know. ${ended.stderr}`)
    ok(ended.code !== 2, `It says that it was used wrongly. ${ended.stderr}`)
    if (ended.stdout !== '') checkReport(this.#world, this.#past(true), ended)
  }

  /** Without kills and faults it finishes. Unknown rows can then be sent, as no request is delayed. */
  async finish(): Promise<void> {
    const first = await this.#finish()
    this.played.unknown = first.filter(({ outcome }) => outcome === 'unknown').length
    const last = this.played.unknown === 0 ? first : await this.#finish('--resend-unknown')
    ok(
      last.every(({ outcome }) => outcome !== 'unknown'),
      'There are unknown rows still.',
    )
    for (const { kind, email } of this.#world.rows) {
      if (kind === 'new') ok(this.#world.sent().has(keyOf(email)), `${email} was never invited.`)
    }
  }

  async #finish(...options: readonly string[]): Promise<readonly Reported[]> {
    const ended = await this.start(() => runToEnd(this.#main, this.#world, this.#round, options))
    checkServer(this.#world)
    return checkReport(this.#world, this.#past(false), ended)
  }

  /** A fault explains the rows that it struck, as a kill explains those that it left open. */
  #past(underFaults: boolean): Past {
    for (const { fault, variables } of this.#world.inviteRequests()) {
      if (fault === undefined) continue
      const { data } = variables as { readonly data: readonly { readonly inviteeEmail: string }[] }
      for (const { inviteeEmail } of data) this.#open.add(keyOf(inviteeEmail))
    }
    return { open: this.#open, wasDone: this.#wasDone, underFaults }
  }
}
