import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { version, versionInfo } from 'graphql'
import type { Fault } from './faults/fault.ts'
import { toSettings, type SandboxOptions, type SandboxSettings } from './sandboxOptions.ts'
import { Plan } from './faults/faultPlan.ts'
import { RateLimit } from './http/requestsPerMinute.ts'
import { authenticate, keepFirstKey } from './store/credentials.ts'
import { Log, type Failure, type ReceivedRequest } from './http/requestLog.ts'
import { toResolvers } from './resolvers/index.ts'
import { addIntegration } from './resolvers/iamIntegrations.ts'
import { acceptOf } from './resolvers/inviteEndings.ts'
import type { World } from './resolvers/resolver.ts'
import { toSchemas } from './schema/executableSchema.ts'
import { sampleSettings, seed } from './store/seed.ts'
import { serve } from './http/httpServer.ts'
import { toStatus } from './page/statusRoutes.ts'
import { Store } from './store/store.ts'

export type { Fault, FaultKind } from './faults/fault.ts'
export type { SandboxOptions } from './sandboxOptions.ts'
export type { Failure, ReceivedRequest } from './http/requestLog.ts'

/** An IAM integration to add. */
export interface NewIamIntegration {
  /** Cloud provider, by default AWS. */
  readonly provider?: 'AWS' | 'GCP' | 'Azure'
  /** Display name. */
  readonly name?: string
  /** Whether it calls itself the default. Others stay what they are, so that a test can have two. */
  readonly default?: boolean
  /** Its settings; `null` for an integration that shows none. */
  readonly settings?: Readonly<Record<string, string>> | null
}

/** A Labelbox of one's own, answering on this machine. */
export interface Sandbox {
  /** Where it answers, `http://127.0.0.1:4100/graphql` for example. The experimental endpoint is beside it. */
  readonly url: string
  /** The key that it accepts. */
  readonly apiKey: string
  /** What it was asked, in order: the last ten thousand requests, or fewer where they take more than about 24 MB. */
  readonly received: readonly ReceivedRequest[]
  /** How many requests are not in `received` any more. */
  readonly droppedRequests: number
  /** Accepts the pending invite of an address: its person becomes a member with the invite's roles. */
  acceptInvite(email: string): void
  /** Adds an IAM integration and gives its id. */
  addIamIntegration(integration?: NewIamIntegration): string
  /** Changes the number of seats that the plan has. */
  setSeats(seats: number): void
  /**
   * Answers the next matching request with a raw HTTP answer, without doing what it asks.
   *
   * @example
   * ```ts
   * sandbox.fail({ operationName: 'InviteUser', status: 429, headers: { 'retry-after': '1' } })
   * ```
   */
  fail(next: Failure): void
  /**
   * Plans faults in place of those that were planned: their counting and their chance begin anew. What a fault has begun
   * goes on, so that a request that is to be carried out late will be.
   *
   * @throws TypeError for a fault that can't be.
   * @example
   * ```ts
   * sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'InviteUser', times: 2 }])
   * ```
   */
  setFaults(faults: readonly Fault[]): void
  /** Stops it. Open connections are closed. */
  close(): Promise<void>
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts a local Labelbox: a real GraphQL server over an embedded database, seeded with the same records each time; only
 * the organization's id is its own. Its current user, the owner of the key, is an Admin and the first of the users.
 *
 * @example
 * ```ts
 * await using sandbox = await createSandbox({ users: 250, seats: 260 })
 * const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
 * ```
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  requireGraphql()
  const settings = toSettings(options)
  const { requestsPerMinute, faultSeed, faults } = settings
  const plan = new Plan(faultSeed, faults)
  const log = new Log()
  const limit = requestsPerMinute === undefined ? undefined : new RateLimit(requestsPerMinute)
  const world = open(settings)
  const serving = serve({
    schemas: toSchemas(toResolvers(world), settings.schema),
    introspection: settings.introspection,
    authenticate: (key) => authenticate(world.store, key),
    log,
    plan,
    limit,
    latencyMs: settings.latencyMs,
    status: toStatus(world, log, settings.host),
  })
  try {
    serving.server.listen(settings.port, settings.host)
    await once(serving.server, 'listening')
  } catch (error) {
    world.store.close()
    throw error
  }
  const { port } = serving.server.address() as AddressInfo
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host

  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= serving.close().then(() => world.store.close()))

  return {
    url: `http://${host}:${port}/graphql`,
    apiKey: settings.apiKey,
    received: log.received,
    get droppedRequests() {
      return log.dropped
    },
    acceptInvite: (email) => {
      if (!acceptOf(world, email)) throw new Error(`No invite to ${email} is pending.`)
    },
    addIamIntegration: ({
      provider = 'AWS',
      name = `${provider} storage`,
      default: isDefault = false,
      settings,
    } = {}) =>
      String(
        addIntegration(
          world,
          provider,
          name,
          settings === undefined ? sampleSettings(provider, 0) : settings,
          isDefault,
        )['id'],
      ),
    setSeats: (seats) => world.store.setFact('seats', String(seats)),
    fail: (next) => log.plan(next),
    setFaults: (faults) => plan.set(faults),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function open(settings: SandboxSettings): World {
  const store = new Store(settings.data)
  try {
    seed(store, settings)
    keepFirstKey(store, settings.apiKey)
    // A file keeps its seats from run to run; an option is there to change them.
    if (settings.seats !== undefined) store.setFact('seats', String(settings.seats))
  } catch (error) {
    store.close()
    throw error
  }
  return { store, maxPageSize: settings.maxPageSize, inviteIds: settings.inviteIds }
}

/** A client may stand beside an older one, which it never loads. */
function requireGraphql(): void {
  if (versionInfo.major >= 16) return
  throw new Error(`The sandbox needs graphql 16 or 17, and ${version} is installed. Update it: npm install graphql@16`)
}
