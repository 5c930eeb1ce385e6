import type { Fault } from './faults/fault.ts'
import { whole } from './wholeNumber.ts'

/** How a sandbox is set up. Numbers are how many of each are there to begin with. */
export interface SandboxOptions {
  /** Port to listen on. 0, the default, takes a free one. */
  readonly port?: number
  /** Address to listen on, by default `127.0.0.1`: nobody else on the network reaches it. */
  readonly host?: string
  /** The key that it accepts, by default `sandbox-key`. */
  readonly apiKey?: string
  /** Members, the owner of the key among them. By default 3. */
  readonly users?: number
  /** Projects that are not deleted; some deleted ones come on top. By default 3. */
  readonly projects?: number
  /** Webhooks, of the organization and of projects by turns. By default 2. */
  readonly webhooks?: number
  /** Resource tags. By default 2. */
  readonly resourceTags?: number
  /** Pending invites. By default 1. */
  readonly invites?: number
  /** IAM integrations: AWS, GCP and Azure by turns, the first is the organization's default. By default 3. */
  readonly iamIntegrations?: number
  /** Seats of the plan. By default 25 more than users and invites take. */
  readonly seats?: number
  /** Rows of one page at most, however many are asked for. By default 100. */
  readonly maxPageSize?: number
  /** File that keeps the data between runs. Seeded when it is new; without one, the data ends with the sandbox. */
  readonly data?: string
  /** What goes wrong, and when: see {@link Fault}. By default nothing. */
  readonly faults?: readonly Fault[]
  /** Decides which requests a fault with a `probability` strikes: the same ones for the same seed. By default 1. */
  readonly faultSeed?: number
  /**
   * Requests that are answered in any 60 seconds, as a plan of Labelbox's has it: 1,500 (Free), 5,000 (Starter,
   * Education) or 20,000 (Enterprise). One over the limit gets HTTP 429 with the seconds to wait in `Retry-After`; it
   * is not carried out and does not count. Neither do preflights. By default there is no limit.
   */
  readonly requestsPerMinute?: number
  /**
   * Milliseconds that every answer waits before it is sent, as if the API were that far away. By default 0. It is for
   * benchmarks; a single slow answer is a fault.
   */
  readonly latencyMs?: number
  /** Whether it tells its schema to those who ask. By default `true`; `false` refuses, as an API of a product does. */
  readonly introspection?: boolean
  /**
   * The schema to serve: `2024-10` for that of the official Python SDK 6.0.0, or a function that gets today's as SDL and
   * gives another one, for an API that has changed. What it removes is not answered any more; a field that it adds is
   * `null`. By default today's.
   *
   * @example
   * ```ts
   * await createSandbox({ schema: (sdl) => sdl.replaceAll('lastLoginAt', 'lastSeenAt') })
   * ```
   */
  readonly schema?: '2024-10' | ((sdl: string) => string)
  /**
   * Which id `createInvites` answers with: the word `invited`, the `real` one, or the one and the other by turns
   * (`alternating`). Labelbox does both. By default `invited`, and `real` with the schema of 2024-10, as it was then.
   */
  readonly inviteIds?: 'invited' | 'real' | 'alternating'
}

type Open = 'seats' | 'data' | 'requestsPerMinute'

/** The options with every default filled in. `seats` stays open: its default depends on what the data file holds. */
export interface SandboxSettings extends Required<Omit<SandboxOptions, Open>> {
  readonly seats: number | undefined
  readonly requestsPerMinute: number | undefined
  readonly data: string | undefined
}

/** The key that a sandbox accepts unless told otherwise. It opens nothing but sandboxes. */
export const defaultApiKey = 'sandbox-key'

/** Refuses a word that is not known: it may come from a command line. */
function among<T>(name: string, value: T, words: readonly string[]): T {
  if (typeof value !== 'string' || words.includes(value)) return value
  throw new TypeError(`The sandbox's ${name} must be one of ${words.join(', ')}.`)
}

/** Fills in the defaults, and refuses numbers that can't be. */
export function toSettings(options: SandboxOptions): SandboxSettings {
  const { host = '127.0.0.1', apiKey = defaultApiKey, data } = options
  if (apiKey.trim() === '') throw new TypeError("The sandbox's apiKey must not be empty.")
  return {
    host,
    apiKey,
    data,
    port: whole('port', options.port ?? 0, 0, 65_535),
    users: whole('users', options.users ?? 3, 1),
    projects: whole('projects', options.projects ?? 3),
    webhooks: whole('webhooks', options.webhooks ?? 2),
    resourceTags: whole('resourceTags', options.resourceTags ?? 2),
    invites: whole('invites', options.invites ?? 1),
    iamIntegrations: whole('iamIntegrations', options.iamIntegrations ?? 3),
    maxPageSize: whole('maxPageSize', options.maxPageSize ?? 100, 1),
    seats: options.seats === undefined ? undefined : whole('seats', options.seats),
    faults: options.faults ?? [],
    faultSeed: whole('faultSeed', options.faultSeed ?? 1, 0, 2 ** 32 - 1),
    introspection: options.introspection ?? true,
    schema: among('schema', options.schema, ['2024-10']) ?? ((sdl) => sdl),
    inviteIds:
      among('inviteIds', options.inviteIds, ['invited', 'real', 'alternating']) ??
      (options.schema === '2024-10' ? 'real' : 'invited'),
    latencyMs: whole('latencyMs', options.latencyMs ?? 0, 0, 600_000),
    requestsPerMinute:
      options.requestsPerMinute === undefined ? undefined : whole('requestsPerMinute', options.requestsPerMinute, 1),
  }
}
