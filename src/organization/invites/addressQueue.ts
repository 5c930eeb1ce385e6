import { LabelboxError } from '../../core/errors.ts'
import { Deadline } from '../../transport/time/deadline.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { onAbort, throwIfAborted } from '../../transport/time/onAbort.ts'
import { endsWithRequest } from '../../transport/platform.ts'
import { isGone, keepBeating, newPresence, pauses, type Presence } from '../../transport/time/presence.ts'
import type { Timing } from '../../transport/time/timing.ts'
import type { Context } from '../context.ts'
import { processWide } from '../../core/processWide.ts'
import { rememberUnsettled, type SentInvite } from './unsettledInvites.ts'

/** A call's place in one or several queues. It is plain data: see {@link Presence}. */
interface Place extends Presence {
  /** The invites that the call has sent, by key. Their outcome is unknown if the call is gone. */
  readonly sent: Map<string, SentInvite>
  /** Ends the pause of the call early, where that is possible: see {@link pause}. */
  wake?: (() => void) | undefined
}

/** The calls that wait, by key. The first in a queue has the turn. */
const queues = /* @__PURE__ */ processWide('lines@1', /* @__PURE__ */ new Map<string, Place[]>())

/** Sets that collect the keys of addresses that invites are sent to. See {@link watchSent}. */
const watching = /* @__PURE__ */ processWide('watching@1', /* @__PURE__ */ new Set<Set<string>>())

/** The turn of a call that is first in its queues. */
export interface Turn {
  /** The keys that other calls had before, so that earlier reads of them may be outdated. */
  readonly waitedFor: ReadonlySet<string>
  /** Records that an invite is about to be sent. */
  readonly sending: (key: string, invite: SentInvite) => void
}

/**
 * Runs one call at a time per key in this process: two calls that both look an address up and then both send would invite
 * it twice. A call joins all of its queues at once, so that calls never wait for each other in a circle.
 */
export async function inTurn<T>(
  { timing }: Pick<Context, 'timing'>,
  keys: readonly string[],
  { signal, endsAt }: Pick<CallOptions, 'signal' | 'endsAt'>,
  run: (turn: Turn) => Promise<T>,
): Promise<T> {
  const place: Place = { ...newPresence(), sent: new Map() }
  const stopBeating = keepBeating(place)
  const call = { operationName: 'InviteUser', attempts: 0, mayHaveRun: false }
  const deadline = new Deadline(timing, { signal, endsAt }, () => call)
  const sending: Turn['sending'] = (key, invite) => {
    place.sent.set(key, invite)
    for (const keysSent of watching) keysSent.add(key)
  }
  try {
    for (const key of keys) join(key, place)
    const waitedFor = await deadline.run((inner) => untilFirst(timing, keys, place, inner))
    return await run({ waitedFor, sending })
  } finally {
    stopBeating()
    for (const key of keys) leave(key, place)
  }
}

/** Waits until the call is first in all of its queues. Returns the keys for which another call was first. */
async function untilFirst(
  timing: Timing,
  keys: readonly string[],
  place: Place,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const waitedFor = new Set<string>()
  for (const pauseMs of pauses()) {
    let isFirst = true
    for (const key of keys) {
      if (!isFirstFor(key, place, timing.now(), () => waitedFor.add(key))) isFirst = false
    }
    if (isFirst) return waitedFor
    await pause(timing, place, pauseMs, signal)
  }
  return waitedFor
}

/**
 * Whether a call is first in a queue. Removes the calls before it that are gone, up to the nearest one that is alive, which
 * does the same for those before it. Checking them all would keep the process busy with thousands in one queue.
 */
function isFirstFor(key: string, place: Place, now: number, onOther: () => void): boolean {
  const queue = join(key, place)
  for (let index = queue.indexOf(place) - 1; index >= 0; index -= 1) {
    onOther()
    const other = queue[index]
    if (other === undefined) continue
    if (isGone(other, now)) remove(other, now)
    else if (other.looks < 2) return false
  }
  return queues.get(key)?.[0] === place
}

/** Pauses until the first call in the queue has left. One request of a worker can not wake another, so there it sleeps. */
async function pause(timing: Timing, place: Place, ms: number, signal: AbortSignal): Promise<void> {
  if (endsWithRequest()) return timing.sleep(ms, signal)
  throwIfAborted(signal)
  const awake = new AbortController()
  const stop = onAbort(signal, () => awake.abort(signal.reason))
  place.wake = () => awake.abort(woken)
  try {
    await timing.sleep(ms, awake.signal)
  } catch (reason) {
    if (reason !== woken) throw reason
  } finally {
    place.wake = undefined
    stop()
  }
}

const woken = /* @__PURE__ */ new Error('The first call in the queue has left.')

/** Returns the queue, with the place in it: another call may have removed it as gone. */
function join(key: string, place: Place): readonly Place[] {
  const queue = queues.get(key) ?? []
  if (!queue.includes(place)) queue.push(place)
  queues.set(key, queue)
  return queue
}

function leave(key: string, place: Place): void {
  const queue = (queues.get(key) ?? []).filter((other) => other !== place)
  if (queue.length > 0) queues.set(key, queue)
  else queues.delete(key)
  queue[0]?.wake?.()
}

/** Removes a call that is gone from all queues. The outcome of each invite that it sent is unknown. */
function remove(place: Place, now: number): void {
  for (const key of [...queues.keys()]) leave(key, place)
  for (const [key, invite] of place.sent) rememberUnsettled(key, invite, senderGone, now)
}

const senderGone = /* @__PURE__ */ new LabelboxError({
  code: 'ABORTED',
  operationName: 'InviteUser',
  attempts: 1,
  mayHaveRun: true,
  message: 'InviteUser was sent, but the worker request that waited for the response has ended.',
})

/** Collects the keys of addresses that this process may be inviting now, or invites until `stop`. */
export function watchSent(): { readonly sent: ReadonlySet<string>; readonly stop: () => void } {
  const sent = new Set(queues.keys())
  watching.add(sent)
  return { sent, stop: () => void watching.delete(sent) }
}
