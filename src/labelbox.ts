import type { AnyVariables, Client, TypedDocumentNode } from '@urql/core'
import { holdsData } from './transport/response/payload.ts'
import { LabelboxError } from './core/errors.ts'
import { requireFunctions } from './core/guards.ts'
import { audited, type AuditOutcome, type AuditRecord } from './organization/audit.ts'
import { wholeReads, type Context } from './organization/context.ts'
import { getOrganization, type Organization } from './organization/organization.ts'
import { getRoles } from './organization/roles/roles.ts'
import { shared } from './organization/sharedLoad.ts'
import { getUser } from './organization/members/users.ts'
import type { User } from './core/records.ts'
import { originOf } from './core/origin.ts'
import { stateOf } from './transport/client/clients.ts'
import { connect, type Connection, type ConnectionOptions } from './transport/connection.ts'
import type { RequestOptions } from './core/callOptions.ts'
import { prepare } from './transport/document.ts'
import { isPage } from './transport/platform.ts'
import { keyOfEnvironment } from './transport/environment.ts'
import { throughClient } from './transport/client/throughClient.ts'
import { throughFetch, type Execute } from './transport/execute.ts'
import { notify } from './transport/observe/notify.ts'

/** What every {@link Labelbox} may be given. */
export interface AuditOptions {
  /**
   * Is told of every change: who was invited or whose invite was cancelled, by which method, with what outcome. Called
   * before the method returns, and not waited for; what it throws goes to `logger.error` and changes nothing.
   */
  readonly audit?: ((record: AuditRecord) => unknown) | undefined
}

/** A urql client to go through, instead of a key. */
export interface ClientOptions extends AuditOptions {
  /**
   * An app's own urql client with `labelboxExchange` in it, whose options count for the calls of the facade too. The
   * client's other exchanges see what is asked and answered; what they make of it changes nothing for the caller.
   */
  readonly client: Client
}

/** Options of {@link Labelbox}: how to reach the API, or the client that does. */
export type LabelboxOptions = (ConnectionOptions & AuditOptions & { readonly client?: never }) | ClientOptions

/**
 * The way in: one client for one API key.
 *
 * Without `apiKey` and `client` the key is that of the environment variable `LABELBOX_API_KEY`. A key is refused in a
 * page, as whoever opens it could read the key.
 *
 * @throws LabelboxError `INVALID_INPUT` when there is no key, or an option is wrong.
 * @example
 * const labelbox = new Labelbox({ apiKey: () => secrets.get('labelbox') })
 * const organization = await labelbox.getOrganization()
 */
export class Labelbox {
  readonly #context: Context

  constructor(options: LabelboxOptions = {}) {
    this.#context = toContext(options)
  }

  /** The organization that the key belongs to; a key has one and reaches no other. */
  getOrganization(options?: RequestOptions): Promise<Organization> {
    return getOrganization(this.#context, options)
  }

  /** The user that the key belongs to. */
  getUser(options?: RequestOptions): Promise<User> {
    return getUser(this.#context.read, options)
  }

  /**
   * Runs a typed document, one of `labelbox-org/operations` or of your own, and gives its data as the API does: dates
   * are text here.
   *
   * @example
   * const { invitesLimit } = await labelbox.execute(InviteLimitDocument, { organizationId: organization.id })
   */
  async execute<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: NoInfer<Variables>,
    options?: RequestOptions,
  ): Promise<Data> {
    const run = () => this.#context.read<Data, Variables>(document, variables, options)
    const { kind, operationName } = prepare(document)
    return kind === 'query'
      ? run()
      : audited(this.#context, { action: operationName ?? 'execute' }, run, (data) => ({
          outcome: outcomeOfData(data),
        }))
  }
}

function toContext(options: LabelboxOptions): Context {
  const { execute: read, connection } = options.client === undefined ? byKey(options) : byClient(options)
  requireFunctions({ audit: options.audit })
  const execute = wholeReads(read)
  return {
    execute,
    read,
    currentUser: shared(connection.timing, 'GetUser', (options) => getUser(execute, options)),
    roles: shared(connection.timing, 'GetRoles', (options) => getRoles(execute, options)),
    ...connection,
    audit: (record) => notify(options.audit, record, connection.report),
  }
}

/** Data without a change in it, or with an error beside it, does not say what has been done. */
const outcomeOfData = (data: unknown): AuditOutcome =>
  holdsData(data) && originOf(data).error === undefined ? 'done' : 'unknown'

interface Road {
  readonly execute: Execute
  readonly connection: Connection
}

function byKey(options: ConnectionOptions): Road {
  const { key, isDenied } = options.apiKey === undefined ? keyOfEnvironment() : { isDenied: false }
  const apiKey = options.apiKey ?? key
  if (apiKey === undefined || apiKey === '') {
    if (isPage()) throw noKeyInPage()
    const orVariable = isDenied
      ? 'or let the program read the environment variable LABELBOX_API_KEY, which it is not permitted to (Deno: --allow-env=LABELBOX_API_KEY)'
      : 'or set the environment variable LABELBOX_API_KEY'
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      message: `There is no API key. Give one, new Labelbox({ apiKey }), ${orVariable}. Labelbox issues keys under Workspace settings, API.`,
    })
  }
  const connection = connect({ ...options, apiKey })
  return { execute: throughFetch(connection), connection }
}

function byClient(options: ClientOptions): Road {
  const { client } = options
  for (const [name, value] of Object.entries(options)) {
    if (name === 'client' || name === 'audit' || value === undefined) continue
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      message: `${name} is not an option beside client. Give it to the client's exchange: labelboxExchange({ ${name} }).`,
    })
  }
  const state = stateOf(client)
  if (state === undefined) throw withoutExchange()
  return { execute: throughClient(client, state), connection: state.connection }
}

const withoutExchange = (): LabelboxError =>
  new LabelboxError({
    code: 'INVALID_INPUT',
    message:
      "client must be a urql client that delivers through labelboxExchange, in place of urql's fetchExchange: import { labelboxExchange } from 'labelbox-org/urql' and new Client({ url, exchanges: [cacheExchange, labelboxExchange({ endpoint, apiKey })] }). In a page leave out apiKey: endpoint is a server of yours that adds it.",
  })

const noKeyInPage = (): LabelboxError =>
  new LabelboxError({
    code: 'INVALID_INPUT',
    message:
      "There is no API key, and a page must not hold one, as whoever opens it could read the key. Use new Labelbox({ client }) with a urql client whose exchange is labelboxExchange({ endpoint: '/graphql' }), where endpoint is a server of yours that adds the key.",
  })
