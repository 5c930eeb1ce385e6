import { getEventListeners } from 'node:events'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import {
  isLabelboxError,
  type Invite,
  type InviteReference,
  type Organization,
  type RequestOptions,
} from 'labelbox-org'
import { abortable, abortedAt, none, type Abortable } from './aborts.ts'
import { inTime } from './inTime.ts'
import { perform, spelt, type Call } from './call.ts'
import type { Action, Bounds, Group, Sequence, Step, Who } from './steps.ts'
import { Truth } from './truth.ts'
import { Wire } from './wire.ts'
import { calledBy, seats, times, type World } from './world.ts'

/** The calls of a sequence and the events that they caused. */
export interface Run {
  readonly calls: readonly Call[]
  readonly truth: Truth
  /** The ledger's mark at the start. */
  readonly start: number
}

/** Any long time will do: no timer may be left when a call has ended. */
const longMs = 600_000

let sequencesRun = 0

/** Runs a sequence and everything that it started to the end. */
export async function run(world: World, sequence: Sequence): Promise<Run> {
  const playing = new Playing(world, sequence, (sequencesRun += 1))
  const { sandbox, ledger } = world
  const start = ledger.mark()
  sandbox.setSeats(sequence.isFull ? 0 : seats)
  sandbox.setFaults(sequence.faults)
  for (const who of sequence.invited) playing.invite(who)
  for (const group of sequence.groups) await playing.playGroup(group)
  // People call again after an error, also before a delayed request is carried out.
  sandbox.setFaults([])
  await inTime('Calling again has not ended', playing.callAgain())
  await inTime('What was put off has not come', world.settled(sequence))
  const truth = new Truth(ledger.since(start))
  ledger.clear()
  return { calls: playing.calls, truth, start }
}

class Playing {
  readonly calls: Call[] = []
  readonly #world: World
  readonly #sequence: Sequence
  readonly #organization: Organization
  readonly #number: number
  readonly #start: number
  readonly #invites = new Map<Who, Invite>()
  readonly #unknown = new Map<Who, unknown>()
  #called = 0

  constructor(world: World, sequence: Sequence, number: number) {
    this.#world = world
    this.#sequence = sequence
    this.#organization = world.organizations[sequence.road]
    this.#number = number
    this.#start = world.ledger.mark()
  }

  /** Adds a pending invite that another client sent. */
  invite(who: Who): void {
    this.#world.ledger.invite(this.#address(who))
  }

  async playGroup({ steps, abort }: Group): Promise<void> {
    const shared = abortable(abort)
    const calls = await inTime('A call has not ended', Promise.all(steps.map((step) => this.#play(step, shared))))
    shared.release()
    for (const call of calls) if (call !== undefined && call.signal === shared.signal) countListeners(call)
  }

  /** Settles every unknown outcome, then invites these people again. */
  async callAgain(): Promise<void> {
    for (const who of this.#unknown.keys()) {
      await this.#call({ call: 'settle', who }, {}, none)
      // Only this option asks for a second invite.
      if (who === 2) continue
      const action = { call: 'inviteUser', who, ifInvited: undefined, onUnknown: undefined, space: '', role: 'LABELER' }
      await this.#call(action as Action, {}, none, false)
    }
  }

  async #play({ action, afterMs, bounds }: Step, shared: Abortable): Promise<Call | undefined> {
    if (afterMs > 0) await sleep(afterMs)
    if (action.call === 'accept') {
      try {
        this.#world.sandbox.acceptInvite(this.#address(action.who))
      } catch {
        // Nothing is pending.
      }
      return undefined
    }
    if (action.call === 'settle' && !this.#unknown.has(action.who)) return undefined
    const own = abortable(bounds.abort)
    const abort = { none, own, shared }[bounds.signal]
    const call = await this.#call(action, this.#patience(bounds, abort.comesFirst), abort)
    own.release()
    if (abort === own) countListeners(call)
    return call
  }

  /** Minutes only for calls that end sooner, by an abort or because they never hang. */
  #patience({ patience, ms }: Bounds, isAborted: boolean): Pick<RequestOptions, 'timeoutMs' | 'deadlineMs'> {
    // The other limit is set out of reach.
    if (patience === 'short') return ms % 2 === 0 ? { deadlineMs: ms, timeoutMs: longMs } : { timeoutMs: ms }
    const hangs = this.#sequence.faults.some(({ kind }) => kind === 'hang')
    return patience === 'client' || (hangs && !isAborted) ? {} : { timeoutMs: longMs, deadlineMs: longMs }
  }

  async #call(action: Action, limits: RequestOptions, { signal, onRequest }: Abortable, isKept = true): Promise<Call> {
    const { ledger } = this.#world
    const options = { ...limits, ...(signal && { signal }) }
    const number = (this.#called += 1)
    const name = `${this.#number}.${number}`
    const who = 'who' in action ? action.who : 0
    const email = spelt(this.#address(who), number)
    const given = this.#given(action, name)
    const wire = new Wire()
    const hear: Wire['onRequest'] = (body, answer) => {
      wire.onRequest(body, answer)
      onRequest()
    }
    const [from, begun] = [ledger.mark(), performance.now()]
    const outcome: Call['outcome'] = await calledBy({ name, onRequest: hear }, () =>
      perform(this.#organization, action, email, given, options),
    ).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    const [to, now, abort] = [
      ledger.mark(),
      performance.now(),
      signal?.aborted === true ? abortedAt(signal) : undefined,
    ]
    wire.end()
    // An aborted fetch rejects a moment later.
    await setImmediate()
    const call: Call = {
      ...{
        name,
        action,
        email,
        given,
        from,
        to,
        outcome,
        signal,
        listeners: 0,
        wire,
        leftUnderWay: wire.underWay.size,
      },
      ms: now - begun,
      abortedMs: abort === undefined ? undefined : now - abort,
      deadlineMs: options.deadlineMs ?? times.deadlineMs,
    }
    this.calls.push(call)
    if (!isKept || action.call !== 'inviteUser') return call
    if (!('error' in outcome)) this.#invites.set(who, outcome.value as Invite)
    else if (isLabelboxError(outcome.error, 'OUTCOME_UNKNOWN')) this.#unknown.set(who, outcome.error)
    return call
  }

  #given(action: Action, name: string): unknown {
    if (action.call === 'settle') return this.#unknown.get(action.who)
    if (action.call === 'createResourceTag') return { text: `tag ${name}`, color: '#FF8800' }
    return action.call === 'cancelInvite' ? this.#toCancel(action) : undefined
  }

  #toCancel({ who, which }: Action & { call: 'cancelInvite' }): InviteReference {
    const last = this.#invites.get(who)
    if (which === 'last' && last !== undefined) return last
    if (which === 'none') return 'cm00000000000000000000000'
    if (which === 'placeholder') return { id: 'invited', inviteeEmail: this.#address(who), createdAt: null }
    const truth = new Truth(this.#world.ledger.since(this.#start))
    const pending = truth.to(this.#address(who)).find(({ endedAt }) => endedAt === Infinity)
    return pending?.id ?? 'cm00000000000000000000000'
  }

  #address(who: Who): string {
    if (who === 'member') return 'grace.hopper.2@example.com'
    if (who === 'self') return 'ada.lovelace.1@example.com'
    return who === 1 ? `abcdefgh-zoë.${this.#number}@bücher.example` : `abcdefgh.${who}.${this.#number}@example.com`
  }
}

function countListeners(call: Call): void {
  if (call.signal !== undefined) call.listeners = getEventListeners(call.signal, 'abort').length
}
