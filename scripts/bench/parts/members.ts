import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileJournal, Labelbox } from '../dist.ts'
import { inThousands, median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'
import { interleaved, ratioOf } from '../rounds.ts'
import { startCountingSandbox, type CountingSandbox } from '../sandbox.ts'

const members = 10_000
const rounds = 2
/** How many times the time without a journal the same run may take with one. */
const limit = 1.5

/** Measures giving many members a role, without and with a journal on disk. */
export async function measureMembers(): Promise<Measurement> {
  const sandbox = await startCountingSandbox({ users: members + 1, invites: 0 })
  const folder = await mkdtemp(join(tmpdir(), 'labelbox-org-bench-'))
  try {
    // Warms up both ends.
    await timeOf(sandbox, members / 10)
    const times = await interleaved(
      {
        'without a journal': () => timeOf(sandbox, members),
        'with a journal on disk': (round) => timeOf(sandbox, members, join(folder, `${round}.journal`)),
      },
      rounds,
    )
    const ratio = (name: keyof typeof times): number => ratioOf(times[name], times['without a journal'])
    return {
      tables: [
        {
          caption: `\`updateOrganizationRoles\` gives ${inThousands(members)} members another role: milliseconds, and as a multiple of the time without a journal. Medians of ${rounds} rounds.`,
          columns: [
            { name: 'ms', digits: 0 },
            { name: '× without', digits: 2 },
          ],
          rows: (Object.keys(times) as (keyof typeof times)[]).map((name) => ({
            name,
            cells: [median(times[name]), ratio(name)],
          })),
        },
      ],
      targets: [
        {
          what: `updateOrganizationRoles, ${inThousands(members)} members, with a journal`,
          figure: ratio('with a journal on disk'),
          bound: 'at most',
          target: limit,
          unit: '×',
          comparison: 'the time without a journal',
        },
      ],
    }
  } finally {
    await sandbox.stop()
    await rm(folder, { recursive: true })
  }
}

async function timeOf(sandbox: CountingSandbox, count: number, journalPath?: string): Promise<number> {
  await sandbox.renew()
  const organization = await new Labelbox({ endpoint: sandbox.endpoint, apiKey: sandbox.apiKey }).getOrganization()
  const ids = await organization.users({ where: { deleted: false } }).toArray({ limit: count + 1 })
  // The first one is the user of the key.
  const rows = ids.slice(1).map(({ id }) => ({ user: id, role: 'DATA_ADMIN' }))
  const start = performance.now()
  await using journal = journalPath === undefined ? undefined : await fileJournal(journalPath)
  const report = await organization.updateOrganizationRoles(rows, journal && { journal })
  const ms = performance.now() - start
  if (report.counts.done !== count) throw new Error(`${report.counts.done} of ${count} members were changed.`)
  return ms
}
