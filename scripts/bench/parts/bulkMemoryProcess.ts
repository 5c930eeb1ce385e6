// Invites all rows of a file, and reports the live heap before and at the end, while the report is still readable.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diskSpool, fileJournal, inviteRows, Labelbox } from '../dist.ts'
import { liveHeap } from './liveHeap.ts'
import type { HeapFigures } from './memory.ts'

const [endpoint, apiKey, folder = '', length = '', where = ''] = process.argv.slice(2)
const file = join(folder, 'people.csv')
const rows = Array.from({ length: Number(length) }, (_, index) => `new.${index + 1}@example.com,LABELER\n`)
writeFileSync(file, `email,role\n${rows.join('')}`)
rows.length = 0

const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()
const journal = await fileJournal(join(folder, 'people.journal'))
const spool = where === 'disk' ? await diskSpool() : undefined

const before = await liveHeap()
const rssBefore = process.memoryUsage.rss()
const start = performance.now()
const report = await organization.inviteUsers(inviteRows(file), { journal, spool })
const seconds = (performance.now() - start) / 1000
const end = await liveHeap()
const rssEnd = process.memoryUsage.rss()
// Keeps the report alive until here.
if ((await report.toArray({ limit: 1 })).length !== 1) throw new Error('The report has no rows.')

process.send?.({ before, end, rssBefore, rssEnd, seconds, count: report.counts.invited } satisfies HeapFigures)
process.disconnect()
spool?.close()
await journal.close()
