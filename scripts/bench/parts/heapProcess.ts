// Sends many requests through a client, and reports the live heap after a tenth of them and after all.
import { nodeClients } from '../clients/nodeClients.ts'
import { nextId } from '../clients/requestRounds.ts'
import { liveHeap } from './liveHeap.ts'

/** Live heap in bytes. */
export interface CallHeap {
  readonly early: number
  readonly late: number
}

const [endpoint = '', name = '', calls = ''] = process.argv.slice(2)
const client = nodeClients(endpoint, undefined).find((each) => each.name === name)
if (client === undefined) throw new Error(`There is no client ${name}.`)

let begun = 0
async function upTo(total: number): Promise<void> {
  while (begun < total) {
    begun += 1
    await client?.ask(nextId())
  }
}
const call = (total: number): Promise<unknown> => Promise.all(Array.from({ length: 50 }, () => upTo(total)))

await call(Number(calls) / 10)
const early = await liveHeap()
await call(Number(calls))
const late = await liveHeap()

process.send?.({ early, late } satisfies CallHeap)
process.disconnect()
// Connections that are kept alive would hold the process.
process.exit()
