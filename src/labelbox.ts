import type { AnyVariables, Client, TypedDocumentNode } from '@urql/core'
import type { RequestOptions } from './core/callOptions.ts'
import { invalid, requireFunctions, requireKnown } from './core/guards.ts'
import { originOf } from './core/origin.ts'
import type { User } from './core/records.ts'
import { audited, type AuditOutcome, type AuditRecord } from './organization/audit.ts'
import { completeReads, startCall, type Context } from './organization/context.ts'
import { lazy } from './organization/lazy.ts'
import { getOrganization, type Organization } from './organization/organization.ts'
import { shared } from './organization/sharedLoad.ts'
import { stateOf } from './transport/client/clients.ts'
import { connect, type Connection, type ConnectionOptions } from './transport/connection.ts'
import { connectionOptionNames } from './transport/connectionOptionNames.ts'
import { prepare } from './transport/document.ts'
import { isPage } from './transport/platform.ts'
import { keyOfEnvironment } from './transport/environment.ts'
import { throughFetch, type Execute } from './transport/execute.ts'
import { notify } from './transport/observe/notify.ts'
import { holdsData } from './transport/response/payload.ts'

/** Options of every {@link Labelbox}. */
export interface AuditOptions {
  /**
   * Called after every change with a record of it: the method, who or what it was about, and how it ended. The method does
   * not wait for a promise that it returns. What it throws goes to `logger.error`, and the method goes on. Default: no
   * records.
   */
  readonly audit?: ((record: AuditRecord) => unknown) | undefined
}

/** Options of a {@link Labelbox} that sends through a urql client. */
export interface ClientOptions extends AuditOptions {
  /**
   * Your app's urql client, with `labelboxExchange` in it. The options of that exchange hold for the facade too. Other
   * exchanges of the client see the operations and their results, but can't change what the facade returns.
   */
  readonly client: Client
}

/** Options of {@link Labelbox}: an API key, or a proxy with `trustedDocuments`, and how to reach it; or a urql client. */
export type LabelboxOptions = (ConnectionOptions & AuditOptions & { readonly client?: never }) | ClientOptions

const members = /* @__PURE__ */ lazy(() => import('./organization/members/members.ts'))
const clientRoad = /* @__PURE__ */ lazy(() => import('./transport/client/throughClient.ts'))
const roles = /* @__PURE__ */ lazy(() => import('./organization/roles/roles.ts'))

/**
 * A client for one API key.
 *
 * Without `apiKey`, `client` and `trustedDocuments` it reads the environment variable `LABELBOX_API_KEY`. It refuses a key
 * in a web page, where every visitor could read it.
 *
 * @throws LabelboxError `INVALID_INPUT` without a key, or for an invalid option.
 * @example
 * const labelbox = new Labelbox({ apiKey: () => secrets.get('labelbox') })
 * const organization = await labelbox.getOrganization()
 */
export class Labelbox {
  readonly #context: Context

  constructor(options: LabelboxOptions = {}) {
    this.#context = toContext(options)
  }

  /**
   * Returns the organization that the key belongs to. Operation: `GetOrganization`.
   *
   * A key belongs to one organization and can't reach others.
   */
  getOrganization(options?: RequestOptions): Promise<Organization> {
    return getOrganization(this.#context, options)
  }

  /** Returns the user that the key belongs to. Operation: `GetUser`. */
  async getUser(options?: RequestOptions): Promise<User> {
    const call = startCall(this.#context, options)
    const { getUser } = await members(this.#context, call)
    return getUser(this.#context.read, call)
  }

  /**
   * Runs a typed document without variables, or with optional ones alone, and returns its data as the API does, with dates
   * as text. To pass options, pass the variables `{}` before them.
   *
   * @throws LabelboxError As the methods of the organization do. A change is not looked up if its outcome is unknown.
   * @example
   * const { user } = await labelbox.execute(GetUserDocument)
   */
  execute<Data>(document: TypedDocumentNode<Data, Readonly<Record<string, never>>>): Promise<Data>
  /**
   * Runs a typed document, one of `labelbox-org/operations` or your own, and returns its data as the API does, with dates
   * as text.
   *
   * @param variables - The variables of the document. Pass `{}` before `options` if it has none.
   * @param options - `signal`, `timeoutMs`, `deadlineMs`, `onPartialData`.
   * @throws LabelboxError As the methods of the organization do. A change is not looked up if its outcome is unknown.
   * @example
   * const { organization } = await labelbox.execute(GetOrganizationDocument, {}, { timeoutMs: 5000 })
   * const { invitesLimit } = await labelbox.execute(InviteLimitDocument, { organizationId: organization.id })
   */
  execute<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: NoInfer<Variables>,
    options?: RequestOptions,
  ): Promise<Data>
  async execute<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables = {} as Variables,
    options?: RequestOptions,
  ): Promise<Data> {
    const { audit, read } = this.#context
    const { kind, operationName } = prepare(document)
    if (audit === undefined || kind === 'query') return read<Data, Variables>(document, variables, options)
    const change = async () => ({
      result: (await read<Data, Variables>(document, variables, options)) as Data & object,
    })
    return audited(audit, { action: operationName ?? 'execute' }, change, (data) => ({ outcome: outcomeOfData(data) }))
  }
}

export const optionNames = [...connectionOptionNames, 'client', 'audit'] as const

/** Returns what the methods of a client with these options share. */
export function toContext(options: LabelboxOptions): Context {
  requireKnown(options, optionNames)
  const { execute: read, connection } = options.client === undefined ? byKey(options) : byClient(options)
  const { audit } = options
  requireFunctions({ audit })
  const execute = completeReads(read)
  const context: Context = {
    ...connection,
    execute,
    read,
    otherForms: new Map(),
    currentUser: shared(connection.timing, 'GetUser', async (options) => {
      const { getUser } = await members(context, options)
      return getUser(execute, options)
    }),
    roles: shared(connection.timing, 'GetRoles', async (options) => {
      const { getRoles } = await roles(context, options)
      return getRoles(execute, options)
    }),
    audit: audit && ((record) => notify(audit, record, connection.report)),
  }
  return context
}

/** Data that holds nothing, or that came with an error, does not confirm the change. */
const outcomeOfData = (data: unknown): AuditOutcome =>
  holdsData(data) && originOf(data).error === undefined ? 'done' : 'unknown'

interface Road {
  readonly execute: Execute
  readonly connection: Connection
}

function byKey(options: ConnectionOptions): Road {
  // The proxy adds the key.
  if (options.trustedDocuments === true && options.apiKey === undefined) return straight(connect(options))
  const { key, isDenied } = options.apiKey === undefined ? keyOfEnvironment() : { isDenied: false }
  const apiKey = options.apiKey ?? key
  if (apiKey === undefined || apiKey === '') {
    if (isPage()) throw invalid(noKeyInPage)
    const orVariable = isDenied
      ? 'or let the program read the environment variable LABELBOX_API_KEY (Deno: --allow-env=LABELBOX_API_KEY)'
      : 'or set the environment variable LABELBOX_API_KEY'
    throw invalid(
      `There is no API key. Pass one, new Labelbox({ apiKey }), ${orVariable}. Create keys in Labelbox under Workspace settings, API.`,
    )
  }
  return straight(connect({ ...options, apiKey }))
}

const straight = (connection: Connection): Road => ({ execute: throughFetch(connection), connection })

function byClient(options: ClientOptions): Road {
  const { client } = options
  for (const [name, value] of Object.entries(options)) {
    if (name === 'client' || name === 'audit' || value === undefined) continue
    throw invalid(
      `${name} can't be combined with client. Pass it to the client's exchange: labelboxExchange({ ${name} }).`,
    )
  }
  const state = stateOf(client)
  if (state === undefined) throw invalid(withoutExchange)
  const execute: Execute = async (document, variables, options) => {
    const call = startCall(state.connection, options)
    const { throughClient } = await clientRoad(state.connection, call)
    return throughClient(client, state)(document, variables, call)
  }
  return { execute, connection: state.connection }
}

const withoutExchange =
  "client must be a urql client with labelboxExchange in place of urql's fetchExchange: import { labelboxExchange } from 'labelbox-org/urql', then new Client({ url, exchanges: [cacheExchange, labelboxExchange({ endpoint, apiKey })] }). In a web page, omit apiKey: endpoint is a server of yours that adds it."

const noKeyInPage =
  "There is no API key, and a page must not hold one, because every visitor could read it. Use new Labelbox({ client }) with a urql client whose exchange is labelboxExchange({ endpoint: '/api/labelbox' }), where endpoint is a route of your server where labelboxProxy adds the key."
