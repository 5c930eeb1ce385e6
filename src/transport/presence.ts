/**
 * A sign of life in plain data. In a worker, a request may end while it holds something that others wait for, and nothing
 * of it runs from then on: whoever waits can tell by nothing else.
 */
export interface Presence {
  beats: number
}

const beatMs = 100
const longestPauseMs = 100

/** Looks in a row without a beat between them: more than five seconds, and none of the timers late by itself. */
const mostLooks = 60

/** Keeps a sign of life up, until it is stopped. */
export function keepBeating(presence: Presence): () => void {
  const timer = setInterval(() => (presence.beats += 1), beatMs)
  return () => clearInterval(timer)
}

/**
 * Somebody who looks again and again. It counts its own looks and no time: where a machine sleeps or is busy, the timers
 * of those who are there come late as well, but between two looks of others.
 */
export class Watcher {
  readonly #seen = new Map<Presence, { readonly beats: number; readonly looks: number }>()
  #pauseMs = 0.5

  /** Whether its owner is gone, after so many looks. To be asked once in each. */
  isGone(presence: Presence): boolean {
    const { beats } = presence
    const before = this.#seen.get(presence)
    const looks = before?.beats === beats ? before.looks + 1 : 1
    this.#seen.set(presence, { beats, looks })
    return looks > mostLooks
  }

  /** Milliseconds until the next look. */
  nextPauseMs(): number {
    return (this.#pauseMs = Math.min(2 * this.#pauseMs, longestPauseMs))
  }
}
