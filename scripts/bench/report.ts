import { Labelbox } from './dist.ts'
import { median } from './numbers.ts'
import { row } from './row.ts'
import { startSandbox } from './sandbox.ts'

const members = 10_000
/** Simulated latency of each response, in milliseconds. */
const latencyMs = 50
/** Maximum requests: the pages of the lists, and a few for the rest. */
const target = 140

/** Measures the report on a large organization. Returns missed targets. */
export async function benchReport(rounds = 3): Promise<readonly string[]> {
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
    const [ours, others] = [median(times.together), median(times.alone)]
    console.log(
      `A report on ${members} members, 200 projects and 100 invites, ${latencyMs} ms away; medians of ${rounds} rounds in milliseconds.\n`,
    )
    console.log(row('', ['time', 'requests']))
    console.log(row('labelbox-org', [ours, sent.together]))
    console.log(row('with one page after another', [others, sent.alone]))
    return sent.together <= target ? [] : [`A report sends ${sent.together} requests; the target is at most ${target}.`]
  } finally {
    await sandbox.stop()
  }
}
