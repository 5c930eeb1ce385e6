// Iterates over all members and keeps none; tells what is alive before and when the last one has come.
import { setTimeout as sleep } from 'node:timers/promises'
import { Labelbox } from './dist.ts'

/** Bytes of live heap. */
export interface HeapFigures {
  readonly before: number
  readonly end: number
  readonly listed: number
}

const [endpoint, apiKey] = process.argv.slice(2)
const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()

let listed = 0
const before = await liveHeap()
// The iterator is still there when the heap is looked at: what it remembers of the list counts.
const iterator = organization.users()[Symbol.asyncIterator]()
while (!(await iterator.next()).done) listed += 1
const end = await liveHeap()
await iterator.return()

process.send?.({ before, end, listed } satisfies HeapFigures)
process.disconnect()

async function liveHeap(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run it with --expose-gc.')
  for (let i = 0; i < 3; i++) {
    // What ended a moment ago, a response say, is let go of in a later turn.
    await sleep(50)
    globalThis.gc()
  }
  return process.memoryUsage().heapUsed
}
