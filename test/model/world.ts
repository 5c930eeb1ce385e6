import { AsyncLocalStorage } from 'node:async_hooks'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { cacheExchange, Client, type Exchange } from '@urql/core'
import { Labelbox, type Organization, type Transport } from 'labelbox-org'
import { createSandbox, type ReceivedRequest, type Sandbox } from '@labelbox-org/tools/sandbox'
import { undiciTransport, type UndiciTransportOptions } from 'labelbox-org/undici'
import { labelboxExchange } from 'labelbox-org/urql'
import { mostDelayMs } from './faults.ts'
import { Ledger } from './ledger.ts'
import { meddler } from './meddler.ts'
import type { Sequence } from './steps.ts'

/** The clients' limits in milliseconds, for a request and for a call. */
export const times = { timeoutMs: 300, deadlineMs: 1200 }

/** Shortest possible waits, so that thousands of sequences run in a minute. */
const retry = { maxAttempts: 4, baseDelayMs: 2, maxDelayMs: 8, maxRetryAfterMs: 4 }

/** A caller: its name, and a listener for its requests and responses. */
interface Caller {
  readonly name: string
  readonly onRequest: (body: string, answer: Promise<unknown>) => void
}

const callers = new AsyncLocalStorage<Caller>()
const header = 'x-call'

/** Runs a call under a name that its requests carry, so that the sandbox's log shows who sent what. */
export const calledBy = <T>(caller: Caller, call: () => Promise<T>): Promise<T> => callers.run(caller, call)

const namingFetch: typeof fetch = (input, init) => {
  const caller = callers.getStore()
  const headers = { ...(init?.headers as Record<string, string>), [header]: caller?.name ?? '' }
  const answer = fetch(input, { ...init, headers })
  caller?.onRequest(init?.body as string, answer)
  return answer
}

/** Names the caller of each request in a header, as `namingFetch` does. */
function namingUndici(options?: UndiciTransportOptions): {
  readonly transport: Transport
  readonly close: () => Promise<void>
} {
  const { send, close } = undiciTransport(options)
  const transport: Transport = {
    send: (request) => {
      const caller = callers.getStore()
      const answer = send({ ...request, headers: { ...request.headers, [header]: caller?.name ?? '' } })
      caller?.onRequest(String(request.body), answer)
      return answer
    },
  }
  return { transport, close }
}

/** A sandbox, its ledger, and an organization for each road to it. */
export class World {
  readonly sandbox: Sandbox
  readonly ledger: Ledger
  readonly organizations: Readonly<Record<Sequence['road'], Organization>>
  readonly #folder: string
  readonly #closeTransports: () => Promise<unknown>

  private constructor(
    folder: string,
    sandbox: Sandbox,
    organizations: World['organizations'],
    ledger: Ledger,
    closeTransports: () => Promise<unknown>,
  ) {
    this.#folder = folder
    this.#closeTransports = closeTransports
    this.sandbox = sandbox
    this.organizations = organizations
    this.ledger = ledger
  }

  static async open(): Promise<World> {
    // In memory if the machine has /dev/shm, so that writes cost no time.
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'labelbox-org-model-'))
    const data = join(folder, 'sandbox.db')
    const sandbox = await createSandbox({ data, invites: 0, projects: 0, webhooks: 0, seats })
    const { url: endpoint, apiKey } = sandbox
    const undici = namingUndici()
    const pipelined = namingUndici({ connections: 2, pipelining: 10 })
    const common = { endpoint, apiKey, retry, ...times, maxResponseBytes: 200_000 }
    const connection = { ...common, fetch: namingFetch }
    const throughClient = (...exchanges: readonly Exchange[]) =>
      new Labelbox({ client: new Client({ url: endpoint, exchanges: [...exchanges, labelboxExchange(connection)] }) })
    const organization = (labelbox: Labelbox) => labelbox.getOrganization({ timeoutMs: 60_000, deadlineMs: 60_000 })
    return new World(
      folder,
      sandbox,
      {
        key: await organization(new Labelbox(connection)),
        undici: await organization(new Labelbox({ ...common, transport: undici.transport })),
        pipelined: await organization(new Labelbox({ ...common, transport: pipelined.transport })),
        line: await organization(new Labelbox({ ...connection, rateLimit: { maxConcurrent: 2 } })),
        urql: await organization(throughClient(cacheExchange)),
        meddled: await organization(throughClient(meddler, cacheExchange)),
      },
      new Ledger(data),
      () => Promise.all([undici.close(), pipelined.close()]),
    )
  }

  /** The requests of a call. */
  requestsOf(name: string): readonly ReceivedRequest[] {
    return this.sandbox.received.filter(({ headers }) => headers[header] === name)
  }

  /** Waits for open requests, and for those that the faults of a sequence delay. */
  async settled({ faults }: Sequence): Promise<void> {
    this.sandbox.setFaults([])
    const late = faults.filter((fault) => 'processed' in fault && fault.processed === 'late')
    // Some are delayed until a client polls.
    for (const operation of new Set(late.map((fault) => ('lateAfter' in fault ? fault.lateAfter : undefined)))) {
      if (operation !== undefined) await this.#look(operation)
    }
    if (late.length > 0) await setTimeout(mostDelayMs)
    // A client's leftovers are in this process: they need turns of the event loop, not time.
    for (let turn = 0; turn < 50; turn += 1) await setImmediate()
  }

  async #look(operation: string): Promise<void> {
    const { url, apiKey } = this.sandbox
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ query: `query ${operation} { organization { id } }` })
    const response = await fetch(url, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`${operation} was answered with ${response.status}.`)
    await response.text()
  }

  async close(): Promise<void> {
    this.ledger.close()
    await this.#closeTransports()
    await this.sandbox.close()
    rmSync(this.#folder, { recursive: true })
  }
}

/** More than one run takes. */
export const seats = 1_000_000
