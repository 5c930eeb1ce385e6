// Stores 100 MB in a disk spool, and reports the memory of the process before and after.
import { diskSpool } from '../dist.ts'
import { liveHeap } from './liveHeap.ts'
import type { HeapFigures } from './memory.ts'

const count = 100_000
const value = 'x'.repeat(1000)
using spool = await diskSpool()
spool.set('first', value)

const before = await liveHeap()
const rssBefore = process.memoryUsage.rss()
const start = performance.now()
for (let index = 0; index < count; index += 1) spool.set(`key ${index}`, value)
const seconds = (performance.now() - start) / 1000
const end = await liveHeap()
const rssEnd = process.memoryUsage.rss()

process.send?.({ before, end, rssBefore, rssEnd, seconds, count } satisfies HeapFigures)
process.disconnect()
