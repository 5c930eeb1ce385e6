/** What keeps requests within a rate limit. */
export interface Limiter {
  /** A place at once, as `acquire` would give it, where nobody is in line and the answer need not be waited for. */
  tryAcquire(): (() => void) | undefined
  /**
   * Waits for its turn, and gives what frees the place. Rejects with the signal's reason as soon as it aborts, and then
   * leaves the line as if it had never stood there: no quota used, no timer, no listener.
   */
  acquire(signal?: AbortSignal): Promise<() => void>
}
