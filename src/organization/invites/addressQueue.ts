import { LabelboxError } from '../../core/errors.ts'
import { Deadline } from '../../transport/time/deadline.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { onAbort, throwIfAborted } from '../../transport/time/onAbort.ts'
import { endsWithRequest } from '../../transport/platform.ts'
import { isGone, keepBeating, newPresence, pauses, type Presence } from '../../transport/time/presence.ts'
import type { Timing } from '../../transport/time/timing.ts'
import type { Context } from '../context.ts'
import { processWide } from '../../core/processWide.ts'
import type { SentInvite } from './sentInvite.ts'
import { rememberUnsettled } from './unsettled.ts'

/** A place in one line or in several. It is plain data: see {@link Presence}. */
interface Place extends Presence {
  /** The invites that its owner has sent, by their keys; their outcome is unknown if the owner is gone. */
  readonly sent: Map<string, SentInvite>
  /** Has its owner look at once, where that is possible: see {@link pause}. */
  wake?: (() => void) | undefined
}

/** Those who wait, by what they wait for; the first has it. */
const lines = /* @__PURE__ */ processWide('lines@1', /* @__PURE__ */ new Map<string, Place[]>())

/** Those who want to know which addresses are sent to. */
const watching = /* @__PURE__ */ processWide('watching@1', /* @__PURE__ */ new Set<Set<string>>())

/** What somebody has who is first in line. */
export interface Turn {
  /** The keys that others have had before: what was known of them may have changed. */
  readonly waitedFor: ReadonlySet<string>
  /** Says that an invite is about to be sent. */
  readonly sending: (key: string, invite: SentInvite) => void
}

/**
 * One at a time for each key in this process: two calls that both look first, and then both send, would send twice. All
 * keys are asked for at once, so that nobody who has one waits for another that is not his.
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

/** Looks by a timer of its own and when it is woken, until nobody is before it in any line; gives the keys for which somebody was. */
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
 * Whether nobody is before a place. Only those next to it are looked at, as far as the first that has shown itself since
 * the last look, which looks after the others: with all of them, thousands in one line would keep the process busy.
 */
function isFirstFor(key: string, place: Place, now: number, onOther: () => void): boolean {
  const line = join(key, place)
  for (let index = line.indexOf(place) - 1; index >= 0; index -= 1) {
    onOther()
    const other = line[index]
    if (other === undefined) continue
    if (isGone(other, now)) remove(other, now)
    else if (other.looks < 2) return false
  }
  return lines.get(key)?.[0] === place
}

/** A pause that ends when whoever was first has left. A worker's request can't be woken by another one. */
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

const woken = /* @__PURE__ */ new Error('Whoever was first has left.')

/** Gives the line, in which the place is then: others may have taken its owner for gone. */
function join(key: string, place: Place): readonly Place[] {
  const line = lines.get(key) ?? []
  if (!line.includes(place)) line.push(place)
  lines.set(key, line)
  return line
}

function leave(key: string, place: Place): void {
  const line = (lines.get(key) ?? []).filter((other) => other !== place)
  if (line.length > 0) lines.set(key, line)
  else lines.delete(key)
  line[0]?.wake?.()
}

/** Whose owner is gone leaves all lines, and an unknown outcome for each invite that was sent. */
function remove(place: Place, now: number): void {
  for (const key of [...lines.keys()]) leave(key, place)
  for (const [key, invite] of place.sent) rememberUnsettled(key, invite, senderGone, now)
}

const senderGone = /* @__PURE__ */ new LabelboxError({
  code: 'ABORTED',
  operationName: 'InviteUser',
  attempts: 1,
  mayHaveRun: true,
  message: 'InviteUser was sent, and the request of the worker that waited for the answer has ended.',
})

/** Notes the keys of addresses that this process may be sending an invite to, or sends one to later, until it is stopped. */
export function watchSent(): { readonly sent: ReadonlySet<string>; readonly stop: () => void } {
  const sent = new Set(lines.keys())
  watching.add(sent)
  return { sent, stop: () => void watching.delete(sent) }
}
