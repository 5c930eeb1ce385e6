import type { Fault } from './faults/fault.ts'
import { wholeNumber } from './wholeNumber.ts'

/** Options of a sandbox. `users`, `projects` and the like set how many records it starts with. */
export interface SandboxOptions {
  /** Port to listen on. Default: 0, which takes a free port. */
  readonly port?: number | undefined
  /** Address to listen on. Default: `127.0.0.1`, which other machines cannot reach. */
  readonly host?: string | undefined
  /** The API key that the sandbox accepts. Default: `sandbox-key`. */
  readonly apiKey?: string | undefined
  /** Members, including the owner of the API key. Default: 3. */
  readonly users?: number | undefined
  /** Projects. Some deleted projects are added to them. Default: 3. */
  readonly projects?: number | undefined
  /** Webhooks, alternately of the organization and of a project. Default: 2. */
  readonly webhooks?: number | undefined
  /** Resource tags. Default: 2. */
  readonly resourceTags?: number | undefined
  /** Pending invites. Default: 1. */
  readonly invites?: number | undefined
  /** IAM integrations: AWS, GCP and Azure in turn. The first is the organization's default. Default: 3. */
  readonly iamIntegrations?: number | undefined
  /**
   * Whether the records look like those of an organization that has grown until now: names, roles, dates and logins vary,
   * and there are user groups and API keys. For a look at a page or a report. The dates count back from the start, so two
   * runs differ. Default: `false`, for records that every run has.
   */
  readonly isLively?: boolean | undefined
  /** Seats of the plan. Default: 25 more than users and invites take. */
  readonly seats?: number | undefined
  /** Maximum rows of a page, even when a request asks for more. Default: 100. */
  readonly maxPageSize?: number | undefined
  /**
   * File that keeps the data between runs. A new file is filled with records first. Default: none, so the data ends with
   * the sandbox.
   */
  readonly data?: string | undefined
  /** What goes wrong, and when: see {@link Fault}. Default: none. */
  readonly faults?: readonly Fault[] | undefined
  /** Decides which requests a fault with a `probability` strikes. The same seed strikes the same requests. Default: 1. */
  readonly faultSeed?: number | undefined
  /**
   * Maximum requests in any 60 seconds. Labelbox's plans allow 1,500 (Free), 5,000 (Starter, Education) or 20,000
   * (Enterprise). A request over the limit gets HTTP 429 with the seconds to wait in `Retry-After`. It is not executed
   * and does not count; CORS preflights don't either. Default: no limit.
   */
  readonly requestsPerMinute?: number | undefined
  /**
   * Milliseconds that every response waits, to simulate network latency in benchmarks. For one slow response plan a
   * fault. Default: 0.
   */
  readonly latencyMs?: number | undefined
  /** Whether introspection queries are allowed. Default: `true`. */
  readonly introspection?: boolean | undefined
  /**
   * The schema to serve. `2024-10` is the schema of the official Python SDK 6.0.0. A function gets today's schema as SDL
   * and returns a changed one: fields that it removes are gone, fields that it adds are `null`. Default: today's schema.
   *
   * @example
   * ```ts
   * await createSandbox({ schema: (sdl) => sdl.replaceAll('lastLoginAt', 'lastSeenAt') })
   * ```
   */
  readonly schema?: '2024-10' | ((sdl: string) => string) | undefined
  /**
   * The type of the argument `first` of lists where no source shows it: users, projects and webhooks of an organization,
   * members of a project, roles. A request that declares a variable of the other type is refused, as a literal never is.
   * Default: the environment variable `LABELBOX_SANDBOX_FIRST`, so that a whole suite of tests can run with either, or
   * `PageSize`.
   */
  readonly firstType?: 'PageSize' | 'Int' | undefined
  /**
   * The path that serves the sharing of projects with other organizations: sources disagree on it. A request to the other
   * path is refused, except that `/_gql` also serves everything that `/graphql` does. Default: `/_gql`.
   */
  readonly sharingPath?: '/graphql' | '/_gql' | undefined
  /**
   * The id in the response of `createInvites`. Labelbox returns either the word `invited` or the `real` id;
   * `alternating` returns each in turn. Default: `invited`, and `real` with the schema of 2024-10.
   */
  readonly inviteIds?: 'invited' | 'real' | 'alternating' | undefined
}

/** All members of a type, with a value. */
type Defined<T> = { readonly [Key in keyof T]-?: Exclude<T[Key], undefined> }

type WithoutDefault = 'seats' | 'data' | 'requestsPerMinute'

/** The options with their defaults. `seats` has none here, because its default depends on the data file. */
export interface SandboxSettings extends Defined<Omit<SandboxOptions, WithoutDefault>> {
  readonly seats: number | undefined
  readonly requestsPerMinute: number | undefined
  readonly data: string | undefined
}

/** The default API key. It is public, and no other service accepts it. */
export const defaultApiKey = 'sandbox-key'

/** Refuses an unknown word. Values may come from a command line, so their types don't protect. */
function oneOf<T>(option: string, value: T, words: readonly string[]): T {
  if (typeof value !== 'string' || words.includes(value)) return value
  throw new TypeError(`The sandbox's ${option} must be one of ${words.join(', ')}.`)
}

/**
 * Checks the options and adds the defaults.
 *
 * @throws TypeError for an unknown option, or a value out of range.
 */
export function toSettings(options: SandboxOptions): SandboxSettings {
  const { host = '127.0.0.1', apiKey = defaultApiKey, data } = options
  if (apiKey.trim() === '') throw new TypeError("The sandbox's apiKey must not be empty.")
  const settings = {
    host,
    apiKey,
    data,
    port: wholeNumber('port', options.port ?? 0, 0, 65_535),
    users: wholeNumber('users', options.users ?? 3, 1),
    projects: wholeNumber('projects', options.projects ?? 3),
    webhooks: wholeNumber('webhooks', options.webhooks ?? 2),
    resourceTags: wholeNumber('resourceTags', options.resourceTags ?? 2),
    invites: wholeNumber('invites', options.invites ?? 1),
    iamIntegrations: wholeNumber('iamIntegrations', options.iamIntegrations ?? 3),
    isLively: options.isLively ?? false,
    maxPageSize: wholeNumber('maxPageSize', options.maxPageSize ?? 100, 1),
    seats: options.seats === undefined ? undefined : wholeNumber('seats', options.seats),
    faults: options.faults ?? [],
    faultSeed: wholeNumber('faultSeed', options.faultSeed ?? 1, 0, 2 ** 32 - 1),
    introspection: options.introspection ?? true,
    schema: oneOf('schema', options.schema, ['2024-10']) ?? ((sdl) => sdl),
    firstType: oneOf(
      'firstType',
      options.firstType ?? (process.env['LABELBOX_SANDBOX_FIRST'] as 'Int' | undefined) ?? 'PageSize',
      ['PageSize', 'Int'],
    ),
    sharingPath: oneOf('sharingPath', options.sharingPath, ['/graphql', '/_gql']) ?? '/_gql',
    inviteIds:
      oneOf('inviteIds', options.inviteIds, ['invited', 'real', 'alternating']) ??
      (options.schema === '2024-10' ? 'real' : 'invited'),
    latencyMs: wholeNumber('latencyMs', options.latencyMs ?? 0, 0, 600_000),
    requestsPerMinute:
      options.requestsPerMinute === undefined
        ? undefined
        : wholeNumber('requestsPerMinute', options.requestsPerMinute, 1),
  } satisfies SandboxSettings
  const names = Object.keys(settings)
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !names.includes(name))
      throw new TypeError(`The sandbox has no option ${name}. Its options are ${names.join(', ')}.`)
  }
  return settings
}
