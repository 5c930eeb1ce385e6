/**
 * A heartbeat in plain data. In a worker, a request may end while it holds something that others wait for, and none of
 * its code runs from then on. The others notice by its missing heartbeat alone.
 */
export interface Presence {
  /** Checks by others since the last heartbeat, and the time of the last one. */
  looks: number
  lookedAt: number
}

const beatMs = 100

/** Checks without a heartbeat after which the holder is gone: two seconds, if nothing delays them. */
const maxLooks = 20

/** Shortest time between two checks that count, and the longest pause between two checks by one caller. */
const lookMs = 100

export const newPresence = (): Presence => ({ looks: 0, lookedAt: -Infinity })

/** Sends heartbeats until it is stopped. */
export function keepBeating(presence: Presence): () => void {
  const timer = setInterval(() => (presence.looks = 0), beatMs)
  return () => clearInterval(timer)
}

/**
 * Whether a holder is gone, for callers that check again and again. Checks count rather than time: after a machine slept
 * or was busy the heartbeat is late as well, but comes before the second check.
 */
export function isGone(presence: Presence, now: number): boolean {
  if (now - presence.lookedAt >= lookMs) {
    presence.looks += 1
    presence.lookedAt = now
  }
  return presence.looks > maxLooks
}

/** Milliseconds to wait before each check. */
export function* pauses(): Generator<number, never> {
  for (let ms = 1; ; ms = Math.min(2 * ms, lookMs)) yield ms
}
