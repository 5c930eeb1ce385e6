/** Keeps requests within a rate limit. A caller gets a place and frees it when its request has ended. */
export interface Limiter {
  /** Gives a place at once if nobody is in the queue and the quota can be asked synchronously. */
  tryAcquire(): (() => void) | undefined
  /**
   * Waits for a turn and returns what frees the place. When the signal aborts, it rejects with the signal's reason and
   * leaves the queue: no quota used, no timer, no listener.
   */
  acquire(signal?: AbortSignal): Promise<() => void>
}
