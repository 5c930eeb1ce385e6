// Compares requests in the runtime that runs this file, and prints the figures as a line of JSON. Node also measures undici.
import { fetchClients } from '../clients/fetchClients.ts'
import { medianOf, takeTurns, turnRatio, type Figure } from '../clients/requestRounds.ts'

/** Figures of one client: microseconds, and ratios to the first client. */
export type RuntimeFigures = Readonly<Record<Figure, { readonly time: number; readonly ratio: number }>>

const [kind, endpoint = '', rounds = '', requests = ''] = process.argv.slice(2)
const clients = [...fetchClients(endpoint)]
if (kind === 'node') {
  // Other runtimes replace undici with one of their own, or have none.
  const { onUndici, plainUndici } = await import('../clients/nodeClients.ts')
  clients.push(plainUndici(endpoint), onUndici(endpoint))
}
const turns = await takeTurns(clients, { rounds: Number(rounds), requests: Number(requests) })
const [baseline = ''] = turns.keys()
const figuresOf = (name: string): RuntimeFigures => {
  const of = (figure: Figure) => ({
    time: medianOf(turns, name, figure),
    ratio: turnRatio(turns, name, baseline, figure),
  })
  return { alone: of('alone'), together: of('together'), cpu: of('cpu') }
}
console.log(JSON.stringify(Object.fromEntries([...turns.keys()].map((name) => [name, figuresOf(name)]))))
// Keep-alive connections would keep some runtimes from exiting.
process.exit()
