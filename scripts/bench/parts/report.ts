import { Labelbox } from '../dist.ts'
import { inThousands, median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'
import { interleaved, timed } from '../rounds.ts'
import { startSandbox } from '../sandbox.ts'

const members = 10_000
/** Simulated latency of each response, in milliseconds. */
const latencyMs = 50
/** Maximum requests: the pages of the lists, and a few for the rest. */
const target = 140

/** Measures the report on a large organization. */
export async function measureReport(rounds = 3): Promise<Measurement> {
  const size = ['--users', String(members), '--projects', '200', '--invites', '100', '--seats', '20000']
  const sandbox = await startSandbox(...size, '--latency-ms', String(latencyMs))
  try {
    const { endpoint, apiKey } = sandbox
    const requests = { together: 0, alone: 0 }
    const way = (name: keyof typeof requests, concurrency?: number) => async (): Promise<number> => {
      const hooks = { onRequest: () => void (requests[name] += 1) }
      const organization = await new Labelbox({ endpoint, apiKey, hooks }).getOrganization()
      requests[name] = 0
      return timed(async () => {
        const { counts } = await organization.report({ concurrency })
        if (counts.members !== members) throw new Error(`${counts.members} of ${members} members were read.`)
      })
    }
    const times = await interleaved({ together: way('together'), alone: way('alone', 1) }, rounds)
    return {
      tables: [
        {
          caption: `A report on ${inThousands(members)} members, 200 projects and 100 invites, ${latencyMs} ms away. Medians of ${rounds} rounds.`,
          columns: [
            { name: 'ms', digits: 0 },
            { name: 'requests', digits: 0 },
          ],
          rows: [
            { name: 'labelbox-org', cells: [median(times.together), requests.together] },
            { name: 'with one page after another', cells: [median(times.alone), requests.alone] },
          ],
        },
      ],
      targets: [
        {
          what: `report on ${inThousands(members)} members`,
          figure: requests.together,
          bound: 'at most',
          target,
          unit: 'requests',
        },
      ],
    }
  } finally {
    await sandbox.stop()
  }
}
