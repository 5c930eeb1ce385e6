import type { AnyVariables, Client, TypedDocumentNode } from '@urql/core'
import { LabelboxError } from './errors.ts'
import { shared, type Context } from './organization/context.ts'
import { getOrganization, type Organization } from './organization/organization.ts'
import { getRoles } from './organization/roles.ts'
import { getUser, type User } from './organization/users.ts'
import { connect, defaultTimeoutMs, requireTimeout, type ConnectionOptions } from './transport/connection.ts'
import type { RequestOptions } from './transport/deadline.ts'
import { throughClient, throughFetch, type Execute } from './transport/execute.ts'

/** A urql client to go through, instead of a key. */
export interface ClientOptions {
  /**
   * An app's own urql client. Its cache is passed by (`network-only`) and may take up what comes back. With
   * `labelboxExchange` in it every guarantee of this package holds; a client that keeps urql's own fetch decides for
   * itself about headers, endpoints, GET or POST, and whether an abort reaches the network.
   */
  readonly client: Client
  /** Milliseconds that a call may take. Default 60,000; `Infinity` for no limit. */
  readonly timeoutMs?: number | undefined
}

/** Options of {@link Labelbox}: how to reach the API, or the client that does. */
export type LabelboxOptions = (ConnectionOptions & { readonly client?: never }) | ClientOptions

/**
 * The way in: one client for one API key.
 *
 * Without `apiKey` and `client` the key is that of the environment variable `LABELBOX_API_KEY`. Never in a page: whoever
 * opens it could read the key.
 *
 * @throws LabelboxError `INVALID_INPUT` when there is no key, or an option is wrong.
 * @example
 * const labelbox = new Labelbox({ apiKey: () => secrets.get('labelbox') })
 * const organization = await labelbox.getOrganization()
 */
export class Labelbox {
  readonly #context: Context

  constructor(options: LabelboxOptions = {}) {
    const execute = road(options)
    this.#context = {
      execute,
      currentUser: shared('GetUser', () => getUser(execute)),
      roles: shared('GetRoles', () => getRoles(execute)),
    }
  }

  /** The organization that the key belongs to; a key has one and reaches no other. */
  getOrganization(options?: RequestOptions): Promise<Organization> {
    return getOrganization(this.#context, options)
  }

  /** The user that the key belongs to. */
  getUser(options?: RequestOptions): Promise<User> {
    return getUser(this.#context.execute, options)
  }

  /**
   * Runs a typed document, one of `labelbox-org/operations` or of your own, and gives its data as the API does: dates
   * are text here.
   *
   * @example
   * const { invitesLimit } = await labelbox.execute(InviteLimitDocument, { organizationId: organization.id })
   */
  execute<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: NoInfer<Variables>,
    options?: RequestOptions,
  ): Promise<Data> {
    return this.#context.execute<Data, Variables>(document, variables, options)
  }
}

function road(options: LabelboxOptions): Execute {
  if (options.client !== undefined) {
    const { client, timeoutMs = defaultTimeoutMs } = options
    requireTimeout(timeoutMs)
    return throughClient(client, timeoutMs)
  }
  const apiKey = options.apiKey ?? environment()['LABELBOX_API_KEY']
  if (apiKey === undefined || apiKey === '') {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      message:
        'There is no API key. Give one, new Labelbox({ apiKey }), or set the environment variable LABELBOX_API_KEY. Labelbox issues keys under Workspace settings, API.',
    })
  }
  return throughFetch(connect({ ...options, apiKey }))
}

/** Browsers and workers have no `process`. */
const environment = (): Readonly<Record<string, string | undefined>> =>
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {}
