import { setTimeout as sleep } from 'node:timers/promises'

/** Live heap in bytes, after garbage collection. */
export async function liveHeap(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run this process with --expose-gc.')
  for (let i = 0; i < 3; i++) {
    // Objects that were just released, such as responses, are freed in a later turn.
    await sleep(50)
    globalThis.gc()
  }
  return process.memoryUsage().heapUsed
}
