import {
  CreateProjectWebhookDocument,
  CreateWebhookDocument,
  DeleteWebhookDocument,
  UpdateWebhookDocument,
  UpdateWebhookTopicsDocument,
  type WebhookStatus,
  type WebhookTopic,
} from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import type { LabelboxError } from '../../core/errors.ts'
import { originOf, rememberOrigin } from '../../core/origin.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { isLoopback } from '../../transport/endpoints.ts'
import { audited } from '../audit.ts'
import { startCall, unlessDryRun, type Context } from '../context.ts'
import { refuse, idOf, isOneOf, isText, objectOf } from '../../core/guards.ts'
import { presentChange } from '../answers.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import type { Webhook, WireWebhook } from './webhooks.ts'

/** A new webhook. */
export interface NewWebhook {
  /** Where events go: an https address, or one of this machine. */
  readonly url: string
  /** What it is told of; one at least. */
  readonly topics: readonly WebhookTopic[]
  /** What signs the deliveries: see `labelbox-org/webhooks`. It can't be read back, nor changed. */
  readonly secret: string
  /** The project that it watches, as a record, by id or by name. Left out: the whole organization. */
  readonly project?: ProjectReference | undefined
}

/** What is to be changed of a webhook; what is left out stays. */
export interface WebhookChanges {
  readonly url?: string | undefined
  /** All that it is told of from now on. */
  readonly topics?: readonly WebhookTopic[] | undefined
  readonly status?: WebhookStatus | undefined
}

/** A webhook, or its id. */
export type WebhookReference = string | Pick<Webhook, 'id'>

const statuses: readonly WebhookStatus[] = ['ACTIVE', 'INACTIVE', 'REVOKED']

/** Creates a webhook. */
export async function createWebhook(context: Context, webhook: NewWebhook, options?: RequestOptions): Promise<Webhook> {
  const operationName = 'CreateWebhook'
  const call = startCall(context, options)
  const given = objectOf(webhook)
  let planned: Webhook | undefined
  const make = async (): Promise<Webhook> => {
    const url = requireUrl(operationName, given.url)
    const topics = requireTopics(operationName, given.topics)
    const { secret, project } = given
    if (!isText(secret)) {
      throw refuse(operationName, 'it needs a secret, which signs the deliveries. Make a long random one, and keep it.')
    }
    // Receivers read it from a file or a variable too, and many of them drop the line break.
    if (/[\r\n]$/.test(secret)) throw refuse(operationName, 'the secret ends in a line break. Leave that out.')
    const projectId = await projectOf(context, project, operationName, call)
    planned = plannedOf({ url, topics, status: 'ACTIVE', project: projectId === undefined ? null : { id: projectId } })
    return create(context, { url, topics, secret }, projectId, call)
  }
  const subject = { action: 'createWebhook', url: originOfUrl(given.url) }
  const creating = audited(context, subject, make, ({ id }) => ({ id }))
  return unlessDryRun(creating, () => planned as Webhook)
}

async function create(
  { execute }: Context,
  variables: { readonly url: string; readonly topics: readonly WebhookTopic[]; readonly secret: string },
  projectId: string | undefined,
  options: CallOptions,
): Promise<Webhook> {
  const data =
    projectId === undefined
      ? await execute(CreateWebhookDocument, variables, options)
      : await execute(CreateProjectWebhookDocument, { ...variables, projectId }, options)
  return toWebhook(data.createWebhook, 'CreateWebhook', data)
}

/** Changes a webhook. */
export async function updateWebhook(
  context: Context,
  reference: WebhookReference,
  changes: WebhookChanges,
  options?: RequestOptions,
): Promise<Webhook> {
  const operationName = 'UpdateWebhook'
  const id = idOf(reference)
  const given = objectOf(changes)
  const updating = audited(context, { action: 'updateWebhook', id, url: originOfUrl(given.url) }, async () => {
    if (id === undefined) throw noWebhook(operationName)
    const { url, topics, status } = given
    if (url === undefined && topics === undefined && status === undefined) {
      throw refuse(operationName, 'it needs a url, topics or a status to change. A secret can not be changed.')
    }
    if (status !== undefined && !isOneOf(statuses, status)) {
      throw refuse(operationName, `status must be one of ${statuses.join(', ')}.`)
    }
    const variables = { id, url: url === undefined ? url : requireUrl(operationName, url), status }
    const data =
      topics === undefined
        ? await context.execute(UpdateWebhookDocument, variables, options)
        : await context.execute(
            UpdateWebhookTopicsDocument,
            { ...variables, topics: requireTopics(operationName, topics) },
            options,
          )
    return toWebhook(data.updateWebhook, operationName, data)
  })
  return unlessDryRun(updating, () => {
    const before = typeof reference === 'string' ? {} : reference
    const named = Object.entries(given).filter(([, value]) => value !== undefined)
    return { ...plannedOf(before), ...Object.fromEntries(named), id: id ?? '' }
  })
}

/** Removes a webhook, which for the API is to make it inactive. */
export async function deleteWebhook(
  context: Context,
  reference: WebhookReference,
  options?: RequestOptions,
): Promise<void> {
  const operationName = 'DeleteWebhook'
  const id = idOf(reference)
  const deleting = audited(context, { action: 'deleteWebhook', id }, async () => {
    if (id === undefined) throw noWebhook(operationName)
    const data = await context.execute(DeleteWebhookDocument, { id }, options)
    presentChange(data.updateWebhook, operationName, data)
    return data
  })
  await unlessDryRun(deleting, () => ({}))
}

function toWebhook(wire: WireWebhook | null | undefined, operationName: string, data: object): Webhook {
  const webhook = withDates(presentChange(wire, operationName, data))
  rememberOrigin(webhook, { status: undefined, requestId: undefined, ...originOf(data) })
  return webhook
}

const plannedOf = (known: Partial<Webhook>): Webhook => ({
  id: 'dry-run',
  url: null,
  topics: null,
  status: null,
  createdAt: null,
  updatedAt: null,
  project: null,
  ...known,
})

async function projectOf(
  context: Context,
  project: unknown,
  operationName: string,
  options: CallOptions,
): Promise<string | undefined> {
  if (project === undefined) return undefined
  if (idOf(project as ProjectReference | null) === undefined) {
    throw refuse(operationName, 'project must be a project, or the id or the name of one. Leave it out for all.')
  }
  return resolveProject(context, project as ProjectReference, operationName, options)
}

/** Events say who works on what: they cross no network in the clear. */
function requireUrl(operationName: string, url: unknown): string {
  const parsed = isText(url) ? parseUrl(url) : undefined
  if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname))) {
    return (url as string).trim()
  }
  throw refuse(operationName, 'url must begin with https://, or with http:// on this machine.')
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

/** Its path and its query may be secrets of the receiver's. */
const originOfUrl = (url: unknown): string | undefined => (typeof url === 'string' ? parseUrl(url)?.origin : undefined)

function requireTopics(operationName: string, topics: unknown): readonly WebhookTopic[] {
  // Labelbox may have topics that are not known here.
  if (Array.isArray(topics) && topics.length > 0 && topics.every(isText)) return [...new Set(topics)] as WebhookTopic[]
  throw refuse(operationName, "it needs a topic at least, such as topics: ['LABEL_CREATED', 'WORKFLOW_ACTION'].")
}

const noWebhook = (operationName: string): LabelboxError =>
  refuse(operationName, 'it needs a webhook, or the id of one.')
