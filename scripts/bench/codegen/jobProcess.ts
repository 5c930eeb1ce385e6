// Measures in a separate process.
// `times SCHEMA COUNT ROUNDS`: CPU milliseconds of every job, in mixed order.
// `memory SCHEMA COUNT JOB`: peak resident memory in megabytes.
import { rm } from 'node:fs/promises'
import { shuffled } from '../numbers.ts'
import { jobs, type JobName } from './jobs.ts'
import { subjectOf, type SchemaName } from './subject.ts'

const [what, schema, count, last] = process.argv.slice(2)
const subject = await subjectOf(schema as SchemaName, Number(count))
try {
  if (what === 'times') {
    const names = Object.keys(jobs) as JobName[]
    const times: Record<string, number[]> = {}
    // Warms compilers and caches for all jobs alike.
    for (const name of names) await jobs[name](subject)
    for (let round = 1; round <= Number(last); round++) {
      for (const name of shuffled(names, round)) {
        globalThis.gc?.()
        const before = process.cpuUsage()
        await jobs[name](subject)
        const { user, system } = process.cpuUsage(before)
        ;(times[name] ??= []).push((user + system) / 1000)
      }
    }
    console.log(JSON.stringify(times))
  } else {
    if (last !== 'none') await jobs[last as JobName](subject)
    console.log(JSON.stringify(process.resourceUsage().maxRSS / 1024))
  }
} finally {
  await rm(subject.folder, { recursive: true, force: true })
}
