import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileJournal, Labelbox } from './dist.ts'
import { median } from './numbers.ts'
import { row } from './row.ts'
import { startCountingSandbox, type CountingSandbox } from './sandbox.ts'

const members = 10_000
const rounds = 3
/** How many times the time without a journal the same run may take with one. */
const limit = 1.5

/** Measures giving many members a role, without and with a journal on disk. Returns missed targets. */
export async function benchMembers(): Promise<readonly string[]> {
  console.log(`${members} members get another role; medians of ${rounds} rounds in milliseconds.\n`)
  console.log(row('', ['time', 'times']))
  const sandbox = await startCountingSandbox({ users: members + 1, invites: 0 })
  const folder = await mkdtemp(join(tmpdir(), 'labelbox-org-bench-'))
  try {
    const without: number[] = []
    const ratios: number[] = []
    const withJournal: number[] = []
    // Warms up both ends.
    await timeOf(sandbox)
    for (let round = 1; round <= rounds; round++) {
      const plain = await timeOf(sandbox)
      const journaled = await timeOf(sandbox, join(folder, `${round}.journal`))
      without.push(plain)
      withJournal.push(journaled)
      ratios.push(journaled / plain)
    }
    console.log(row('updateOrganizationRoles', [median(without), '1.00']))
    console.log(row('with a journal', [median(withJournal), median(ratios).toFixed(2)]))
    return median(ratios) <= limit
      ? []
      : [`A journal makes a run take ${median(ratios).toFixed(2)} times the time; the limit is ${limit}.`]
  } finally {
    await sandbox.stop()
    await rm(folder, { recursive: true })
  }
}

async function timeOf(sandbox: CountingSandbox, journalPath?: string): Promise<number> {
  await sandbox.renew()
  const organization = await new Labelbox({ endpoint: sandbox.endpoint, apiKey: sandbox.apiKey }).getOrganization()
  const ids = await organization.users({ where: { deleted: false } }).toArray({ limit: members + 1 })
  // The first one is the user of the key.
  const rows = ids.slice(1).map(({ id }) => ({ user: id, role: 'DATA_ADMIN' }))
  const start = performance.now()
  await using journal = journalPath === undefined ? undefined : await fileJournal(journalPath)
  const report = await organization.updateOrganizationRoles(rows, journal && { journal })
  const ms = performance.now() - start
  if (report.counts.done !== members) throw new Error(`${report.counts.done} of ${members} members were changed.`)
  return ms
}
