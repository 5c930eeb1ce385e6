/**
 * A sign of life in plain data. In a worker, a request may end while it holds something that others wait for, and nothing
 * of it runs from then on: whoever waits can tell by nothing else.
 */
export interface Presence {
  /** Looks of others since the last sign of life, and when the last of them was. */
  looks: number
  lookedAt: number
}

const beatMs = 100

/** Looks without a sign of life between them after which somebody is gone: two seconds, if nothing holds them up. */
const mostLooks = 20

/** Milliseconds between two looks that count, whoever takes them; and the longest pause of somebody who waits. */
const lookMs = 100

export const newPresence = (): Presence => ({ looks: 0, lookedAt: -Infinity })

/** Keeps a sign of life up, until it is stopped. */
export function keepBeating(presence: Presence): () => void {
  const timer = setInterval(() => (presence.looks = 0), beatMs)
  return () => clearInterval(timer)
}

/**
 * Whether somebody is gone, for those who look again and again. Looks count, and not time: after the sleep of a machine,
 * or when it was busy, the sign of life comes late as well, but before the second look.
 */
export function isGone(presence: Presence, now: number): boolean {
  if (now - presence.lookedAt >= lookMs) {
    presence.looks += 1
    presence.lookedAt = now
  }
  return presence.looks > mostLooks
}

/** Milliseconds to wait before each look. */
export function* pauses(): Generator<number, never> {
  for (let ms = 1; ; ms = Math.min(2 * ms, lookMs)) yield ms
}
