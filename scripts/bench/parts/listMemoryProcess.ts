// Iterates over all members without keeping them, and reports the live heap before and after.
import { Labelbox } from '../dist.ts'
import { liveHeap } from './liveHeap.ts'
import type { HeapFigures } from './memory.ts'

const [endpoint, apiKey] = process.argv.slice(2)
const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()

let count = 0
const before = await liveHeap()
const rssBefore = process.memoryUsage.rss()
const start = performance.now()
// The iterator stays alive while the heap is measured, because its own memory counts.
const iterator = organization.users()[Symbol.asyncIterator]()
while (!(await iterator.next()).done) count += 1
const seconds = (performance.now() - start) / 1000
const end = await liveHeap()
const rssEnd = process.memoryUsage.rss()
await iterator.return()

process.send?.({ before, end, rssBefore, rssEnd, seconds, count } satisfies HeapFigures)
process.disconnect()
