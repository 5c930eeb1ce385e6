import type { Limiter } from './limiter.ts'
import { orAborted } from '../time/onAbort.ts'
import { isGone, keepBeating, newPresence, pauses, type Presence } from '../time/presence.ts'
import type { Timing } from '../time/timing.ts'

const minute = 60_000

/**
 * The queue of a limiter where callers can't wake each other, as in a worker. Each polls by its own timers, and callers
 * whose request has ended lose their place.
 *
 * @param take - Asks for quota: 0, or the milliseconds after which to ask again.
 */
export function polledLine(timing: Timing, maxConcurrent: number, take: () => Promise<number>): Limiter {
  const waiting: Presence[] = []
  const underWay: Presence[] = []
  let askAgainAt = -Infinity

  async function wait(self: Presence, signal: AbortSignal | undefined): Promise<void> {
    for (const pauseMs of pauses()) {
      // Others may have removed it as gone.
      if (!waiting.includes(self)) waiting.push(self)
      for (const other of [...waiting, ...underWay]) {
        if (other === self || !isGone(other, timing.now())) continue
        remove(waiting, other)
        remove(underWay, other)
      }
      if (waiting[0] === self && underWay.length < maxConcurrent && timing.now() >= askAgainAt) {
        const ms = await orAborted(take(), signal)
        if (ms === 0) return
        askAgainAt = timing.now() + Math.min(ms, minute)
      }
      await timing.sleep(pauseMs, signal)
    }
  }

  return {
    tryAcquire: () => undefined,
    async acquire(signal) {
      const self = newPresence()
      const stopBeating = keepBeating(self)
      try {
        await wait(self, signal)
        underWay.push(self)
      } catch (error) {
        stopBeating()
        throw error
      } finally {
        remove(waiting, self)
      }
      return () => {
        stopBeating()
        remove(underWay, self)
      }
    },
  }
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item)
  if (index >= 0) list.splice(index, 1)
}
