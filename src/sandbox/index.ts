/**
 * A local Labelbox for tests: a GraphQL server with a database, for Node. It needs `graphql` 16 or 17.
 * A wrong option is a `TypeError`: the sandbox has none of the client's code, so that it can prove the client wrong.
 *
 * @packageDocumentation
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { version, versionInfo } from 'graphql'
import type { Fault } from './faults/fault.ts'
import { FaultPlan } from './faults/faultPlan.ts'
import { PlannedResponses, type Failure } from './faults/plannedResponses.ts'
import { createHttpServer } from './http/httpServer.ts'
import { RequestLog, type ReceivedRequest } from './http/requestLog.ts'
import { RequestsPerMinute } from './http/requestsPerMinute.ts'
import { statusRoutes } from './page/statusRoutes.ts'
import { addIntegration } from './resolvers/iamIntegrations.ts'
import { toResolvers } from './resolvers/index.ts'
import { acceptInviteTo } from './resolvers/inviteEndings.ts'
import type { World } from './resolvers/resolver.ts'
import { toSettings, type SandboxOptions, type SandboxSettings } from './sandboxOptions.ts'
import { toSchemas } from './schema/executableSchema.ts'
import { authenticate, storeFirstKey } from './store/issuedKeys.ts'
import { sampleSettings, seed } from './store/seed.ts'
import { Store } from './store/store.ts'

export type {
  CutResponseFault,
  Fault,
  FaultKind,
  GraphqlErrorFault,
  HttpStatusFault,
  NoResponseFault,
  PartialFault,
  SlowBodyFault,
  WrongContentTypeFault,
} from './faults/fault.ts'
export type { Failure } from './faults/plannedResponses.ts'
export type { ReceivedRequest } from './http/requestLog.ts'
export type { SandboxOptions } from './sandboxOptions.ts'

/** An IAM integration to add to a sandbox. */
export interface SandboxIamIntegration {
  /** Cloud provider. Default: AWS. */
  readonly provider?: 'AWS' | 'GCP' | 'Azure' | undefined
  /** Display name. Default: the provider's name and `storage`. */
  readonly name?: string | undefined
  /** Whether it is a default of the organization. Existing defaults stay, so that a test can have two. Default: `false`. */
  readonly default?: boolean | undefined
  /** Settings of the provider. `null` adds an integration without settings. Default: sample settings. */
  readonly settings?: Readonly<Record<string, string>> | null | undefined
}

/** A running local Labelbox. */
export interface Sandbox {
  /** Its endpoint, such as `http://127.0.0.1:4100/graphql`. The experimental endpoint is at `/_gql`. */
  readonly url: string
  /** The API key that it accepts. */
  readonly apiKey: string
  /** The requests that it received, in order: the last 10,000, or fewer when they take more than about 24 MB. */
  readonly received: readonly ReceivedRequest[]
  /** How many requests are no longer in `received`. */
  readonly droppedRequests: number
  /**
   * Accepts the pending invite of an email address: its invitee becomes a member with the invite's roles.
   *
   * @throws Error when the address has no pending invite.
   */
  acceptInvite(email: string): void
  /** Adds an IAM integration and returns its id. */
  addIamIntegration(integration?: SandboxIamIntegration): string
  /** Changes the number of seats in the plan. */
  setSeats(seats: number): void
  /**
   * Gives the next matching request a raw HTTP response. The request is not executed unless `processed` is `true`.
   *
   * @example
   * ```ts
   * sandbox.fail({ operationName: 'InviteUser', status: 429, headers: { 'retry-after': '1' } })
   * ```
   */
  fail(failure: Failure): void
  /**
   * Replaces the planned faults, and restarts their counters and random numbers. Requests that are already scheduled to
   * be executed late still are.
   *
   * @throws TypeError for a fault that is not valid.
   * @example
   * ```ts
   * sandbox.setFaults([{ kind: 'http-status', status: 502, processed: true, operationName: 'InviteUser', times: 2 }])
   * ```
   */
  setFaults(faults: readonly Fault[]): void
  /** Stops the sandbox and closes open connections. */
  close(): Promise<void>
  /** Same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts a local Labelbox: a real GraphQL server over an embedded database. Every sandbox starts with the same records;
 * only the organization's id differs. The owner of the API key is an Admin and the first of the users.
 *
 * @throws TypeError for an option that is not valid; Error when the port is taken or the data file can't be opened.
 * @example
 * ```ts
 * await using sandbox = await createSandbox({ users: 250, seats: 260 })
 * const labelbox = new Labelbox({ endpoint: sandbox.url, apiKey: sandbox.apiKey })
 * ```
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  requireGraphql()
  const settings = toSettings(options)
  const { requestsPerMinute } = settings
  const faults = new FaultPlan(settings.faultSeed, settings.faults)
  const plannedResponses = new PlannedResponses()
  const log = new RequestLog()
  const world = openWorld(settings)
  const resolvers = toResolvers(world)
  const running = createHttpServer({
    schemas: toSchemas(resolvers, settings),
    introspection: settings.introspection,
    authenticate: (key) => {
      const owner = authenticate(world.store, key)
      return owner && { ...owner, resolvers }
    },
    log,
    faults,
    plannedResponses,
    limit: requestsPerMinute === undefined ? undefined : new RequestsPerMinute(requestsPerMinute),
    latencyMs: settings.latencyMs,
    statusPage: statusRoutes(world, log, settings.host),
  })
  try {
    running.server.listen(settings.port, settings.host)
    await once(running.server, 'listening')
  } catch (error) {
    world.store.close()
    throw error
  }
  const { port } = running.server.address() as AddressInfo
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host

  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= running.close().then(() => world.store.close()))

  return {
    url: `http://${host}:${port}/graphql`,
    apiKey: settings.apiKey,
    received: log.received,
    get droppedRequests() {
      return log.dropped
    },
    acceptInvite: (email) => {
      if (!acceptInviteTo(world, email)) throw new Error(`${email} has no pending invite.`)
    },
    addIamIntegration: ({
      provider = 'AWS',
      name = `${provider} storage`,
      default: isDefault = false,
      settings = sampleSettings(provider, 0),
    } = {}) => String(addIntegration(world, provider, name, settings, isDefault)['id']),
    setSeats: (seats) => world.store.setFact('seats', String(seats)),
    fail: (failure) => plannedResponses.plan(failure),
    setFaults: (replacement) => faults.set(replacement),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function openWorld(settings: SandboxSettings): World {
  const store = new Store(settings.data)
  try {
    seed(store, settings)
    storeFirstKey(store, settings.apiKey)
    // A data file keeps its number of seats unless the option changes it.
    if (settings.seats !== undefined) store.setFact('seats', String(settings.seats))
  } catch (error) {
    store.close()
    throw error
  }
  return { store, maxPageSize: settings.maxPageSize, inviteIds: settings.inviteIds }
}

/** The client works beside older versions of graphql, the sandbox does not. */
function requireGraphql(): void {
  if (versionInfo.major >= 16) return
  throw new Error(`The sandbox needs graphql 16 or 17, and ${version} is installed. Update it: npm install graphql@16`)
}
