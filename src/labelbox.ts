import type { AnyVariables, Client, TypedDocumentNode } from '@urql/core'
import { holdsData } from './classify.ts'
import { LabelboxError } from './errors.ts'
import { audited, type AuditOutcome, type AuditRecord } from './organization/audit.ts'
import { wholeReads, type Context } from './organization/context.ts'
import { getOrganization, type Organization } from './organization/organization.ts'
import { getRoles } from './organization/roles.ts'
import { shared } from './organization/shared.ts'
import { getUser, type User } from './organization/users.ts'
import { originOf } from './origin.ts'
import { connect, requireFunctions, type Connection, type ConnectionOptions } from './transport/connection.ts'
import type { OnPartialData, RequestOptions } from './transport/deadline.ts'
import { prepare } from './transport/document.ts'
import type { PlannedMutation } from './transport/dryRun.ts'
import { throughClient, throughFetch, type Execute } from './transport/execute.ts'
import { notify } from './transport/notify.ts'

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
   * An app's own urql client. Its cache is passed by (`network-only`) and may take up what comes back. With
   * `labelboxExchange` in it every guarantee of this package holds, and what else there is to set is set there; a client
   * that keeps urql's own fetch decides for itself about headers, endpoints, GET or POST, repetitions, and whether an
   * abort reaches the network.
   */
  readonly client: Client
  /** Milliseconds for each request of a call. Default 60,000; `Infinity` for no limit. */
  readonly timeoutMs?: number | undefined
  /** Milliseconds for a call in all. Default 120,000; `Infinity` for no limit. */
  readonly deadlineMs?: number | undefined
  /** See {@link ConnectionOptions.onPartialData}. */
  readonly onPartialData?: OnPartialData | undefined
  /** See {@link ConnectionOptions.dryRun}. */
  readonly dryRun?: ((planned: PlannedMutation) => unknown) | undefined
}

/** Options of {@link Labelbox}: how to reach the API, or the client that does. */
export type LabelboxOptions = (ConnectionOptions & AuditOptions & { readonly client?: never }) | ClientOptions

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
  const apiKey = options.apiKey ?? environment()['LABELBOX_API_KEY']
  if (apiKey === undefined || apiKey === '') {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      message:
        'There is no API key. Give one, new Labelbox({ apiKey }), or set the environment variable LABELBOX_API_KEY. Labelbox issues keys under Workspace settings, API.',
    })
  }
  const connection = connect({ ...options, apiKey })
  return { execute: throughFetch(connection), connection }
}

function byClient({ client, timeoutMs, deadlineMs, onPartialData, dryRun }: ClientOptions): Road {
  const connection = connect({ timeoutMs, deadlineMs, onPartialData, dryRun })
  return { execute: throughClient(client, connection), connection }
}

/** Browsers and workers have no `process`. */
const environment = (): Readonly<Record<string, string | undefined>> =>
  (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env ?? {}
