import { setTimeout as sleep } from 'node:timers/promises'

/** Bytes of the heap that are alive. */
export async function liveHeap(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run it with --expose-gc.')
  for (let i = 0; i < 3; i++) {
    // What ended a moment ago, a response say, is let go of in a later turn.
    await sleep(50)
    globalThis.gc()
  }
  return process.memoryUsage().heapUsed
}
