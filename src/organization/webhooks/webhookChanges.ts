import {
  CreateProjectWebhookDocument,
  CreateWebhookDocument,
  DeleteWebhookDocument,
  UpdateWebhookDocument,
  UpdateWebhookTopicsDocument,
  type WebhookStatus,
  type WebhookTopic,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isOneOf, objectOf, refuse } from '../../core/guards.ts'
import { idOf, isText } from '../../core/visibleText.ts'
import { isLoopback } from '../../transport/platform.ts'
import type { Context } from '../context.ts'
import { resolveProject, type ProjectReference } from '../projects/projects.ts'
import { changedRecord, confirmed, requireChanged } from '../responses.ts'
import { nothing, runChange } from '../runChange.ts'
import { requireWebhook, type Webhook, type WebhookReference } from './webhooks.ts'

/** A webhook to create. */
export interface NewWebhook {
  /** Where events are posted: an https URL, or an http URL of this machine. */
  readonly url: string
  /** The events to post, at least one. */
  readonly topics: readonly WebhookTopic[]
  /** Signs the deliveries, see `labelbox-org/webhooks`. It can't be read back or changed. */
  readonly secret: string
  /** The project to watch: a record, an id or a name. Default: the whole organization. */
  readonly project?: ProjectReference | undefined
}

/** Changes to a webhook. Omitted fields stay as they are. */
export interface WebhookChanges {
  /** Where events are posted from now on: an https URL, or an http URL of this machine. */
  readonly url?: string | undefined
  /** All events to post from now on. */
  readonly topics?: readonly WebhookTopic[] | undefined
  /** `INACTIVE` stops the deliveries, and `ACTIVE` starts them again. */
  readonly status?: WebhookStatus | undefined
}

const statuses: readonly WebhookStatus[] = ['ACTIVE', 'INACTIVE', 'REVOKED']

export function createWebhook(context: Context, webhook: NewWebhook, options: CallOptions): Promise<Webhook> {
  const operationName = 'CreateWebhook'
  const given = objectOf(webhook)
  return runChange(context, options, {
    subject: { action: 'createWebhook', url: originOfUrl(given.url) },
    prepare: async (call) => {
      const url = requireUrl(operationName, given.url)
      const topics = requireTopics(operationName, given.topics)
      const { secret, project } = given
      if (!isText(secret)) {
        throw refuse(operationName, 'it needs a secret to sign deliveries. Create a long random one and keep it.')
      }
      // Receivers that read the secret from a file or a variable often drop a final line break.
      if (/[\r\n]$/.test(secret)) throw refuse(operationName, 'the secret ends with a line break. Remove it.')
      if (project !== undefined && idOf(project) === undefined) {
        throw refuse(operationName, 'project must be a record, an id or a name. Omit it to watch all projects.')
      }
      const projectId = project === undefined ? undefined : await resolveProject(context, project, operationName, call)
      return { variables: { url, topics, secret }, projectId }
    },
    send: ({ variables, projectId }, call) =>
      changedRecord(
        projectId === undefined
          ? context.execute(CreateWebhookDocument, variables, call)
          : context.execute(CreateProjectWebhookDocument, { ...variables, projectId }, call),
        operationName,
        (data) => data.createWebhook,
      ),
    planned: ({ variables: { url, topics }, projectId }) =>
      plannedWebhook({ url, topics, status: 'ACTIVE', project: projectId === undefined ? null : { id: projectId } }),
    details: ({ id }) => ({ id }),
  })
}

export function updateWebhook(
  context: Context,
  reference: WebhookReference,
  changes: WebhookChanges,
  options: CallOptions,
): Promise<Webhook> {
  const operationName = 'UpdateWebhook'
  const { url, topics, status } = objectOf(changes)
  return runChange(context, options, {
    subject: { action: 'updateWebhook', id: idOf(reference), url: originOfUrl(url) },
    prepare: () => {
      const id = requireWebhook(operationName, reference)
      if (url === undefined && topics === undefined && status === undefined) {
        throw refuse(operationName, 'it needs a url, topics or a status to change. The secret can not be changed.')
      }
      if (status !== undefined && !isOneOf(statuses, status)) {
        throw refuse(operationName, `status must be one of ${statuses.join(', ')}.`)
      }
      return {
        variables: { id, url: url === undefined ? url : requireUrl(operationName, url), status },
        topics: topics === undefined ? topics : requireTopics(operationName, topics),
      }
    },
    send: ({ variables, topics }, call) =>
      changedRecord(
        topics === undefined
          ? context.execute(UpdateWebhookDocument, variables, call)
          : context.execute(UpdateWebhookTopicsDocument, { ...variables, topics }, call),
        operationName,
        (data) => data.updateWebhook,
      ),
    planned: ({ variables, topics }) => {
      const named = Object.entries({ ...variables, topics }).filter(([, value]) => value !== undefined)
      return { ...plannedWebhook(typeof reference === 'string' ? {} : reference), ...Object.fromEntries(named) }
    },
  })
}

/** The API has no removal of webhooks, so this makes it inactive. */
export async function deleteWebhook(
  context: Context,
  reference: WebhookReference,
  options: CallOptions,
): Promise<void> {
  const operationName = 'DeleteWebhook'
  await runChange(context, options, {
    subject: { action: 'deleteWebhook', id: idOf(reference) },
    prepare: () => requireWebhook(operationName, reference),
    send: (id, call) =>
      confirmed(context.execute(DeleteWebhookDocument, { id }, call), (data) =>
        requireChanged(data.updateWebhook, operationName, data),
      ),
    planned: nothing,
  })
}

const plannedWebhook = (known: Partial<Webhook>): Webhook => ({
  id: 'dry-run',
  url: null,
  topics: null,
  status: null,
  createdAt: null,
  updatedAt: null,
  project: null,
  ...known,
})

/** Events say who works on what, so they must not cross a network unencrypted. */
function requireUrl(operationName: string, url: unknown): string {
  const parsed = isText(url) ? parseUrl(url) : undefined
  if (parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname))) {
    return (url as string).trim()
  }
  throw refuse(operationName, 'url must begin with https://, or with http:// and be on this machine.')
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

/** The path and the query may hold secrets of the receiver. */
const originOfUrl = (url: unknown): string | undefined => (typeof url === 'string' ? parseUrl(url)?.origin : undefined)

function requireTopics(operationName: string, topics: unknown): readonly WebhookTopic[] {
  // Unknown topics pass: Labelbox may have added some.
  if (Array.isArray(topics) && topics.length > 0 && topics.every(isText)) return [...new Set(topics)] as WebhookTopic[]
  throw refuse(operationName, "it needs at least one topic, such as topics: ['LABEL_CREATED', 'WORKFLOW_ACTION'].")
}
