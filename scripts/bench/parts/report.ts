import { Labelbox } from '../dist.ts'
import { median } from '../numbers.ts'
import type { Measurement } from '../results/measurement.ts'
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
    const times = { together: [] as number[], alone: [] as number[] }
    const sent = { together: 0, alone: 0 }
    let requests = 0
    const hooks = { onRequest: () => void (requests += 1) }
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, concurrency] of [
        ['together', undefined],
        ['alone', 1],
      ] as const) {
        const organization = await new Labelbox({ endpoint, apiKey, hooks }).getOrganization()
        requests = 0
        const start = performance.now()
        const { counts } = await organization.report({ concurrency })
        times[name].push(performance.now() - start)
        sent[name] = requests
        if (counts.members !== members) throw new Error(`${counts.members} of ${members} members were read.`)
      }
    }
    return {
      tables: [
        {
          caption: `A report on ${members} members, 200 projects and 100 invites, ${latencyMs} ms away. Medians of ${rounds} rounds.`,
          columns: [
            { name: 'ms', digits: 0 },
            { name: 'requests', digits: 0 },
          ],
          rows: [
            { name: 'labelbox-org', cells: [median(times.together), sent.together] },
            { name: 'with one page after another', cells: [median(times.alone), sent.alone] },
          ],
        },
      ],
      targets: [
        {
          what: `report on ${members} members: requests`,
          figure: sent.together,
          bound: 'at most',
          target: target,
          unit: '',
        },
      ],
    }
  } finally {
    await sandbox.stop()
  }
}
