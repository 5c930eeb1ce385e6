import { unprocessable } from '../apiErrors.ts'
import { readPage, type PageArguments } from '../store/offsetPage.ts'
import { now, text } from '../store/store.ts'
import { find, findProject, follow, json, organization } from './lookups.ts'
import type { ById, Resolvers, World } from './resolver.ts'

interface Webhook {
  readonly project?: { readonly id: string } | null
  readonly topics?: { readonly set?: readonly string[] | null } | null
  readonly url?: string | null
  readonly secret?: string
  readonly status?: string | null
}

/** Webhooks. The sandbox stores and lists them; it does not deliver events. */
export function webhooks(world: World): Resolvers {
  const { store, maxPageSize } = world
  return {
    Query: { webhook: (_parent, { where }: Partial<ById>) => find(world, 'webhooks', 'Webhook', where?.id) },
    Mutation: {
      createWebhook: (_parent, { data }: { readonly data: Webhook }, { userId }) =>
        store.transaction(() => {
          check(data)
          if (data.secret === '') throw unprocessable('secret must not be empty')
          if (!data.topics?.set?.length) throw unprocessable('topics must not be empty')
          if (data.project) findProject(world, data.project.id)
          const id = store.newId('webhook')
          const time = now()
          store.insert('webhooks', {
            id,
            createdAt: time,
            updatedAt: time,
            url: data.url ?? null,
            secret: data.secret ?? null,
            topics: JSON.stringify(data.topics.set),
            status: 'ACTIVE',
            createdById: userId,
            projectId: data.project?.id ?? null,
          })
          return find(world, 'webhooks', 'Webhook', id)
        }),
      updateWebhook: (_parent, { where, data }: ById & { readonly data: Webhook }) => {
        find(world, 'webhooks', 'Webhook', where.id)
        check(data)
        store.update('webhooks', where.id, {
          url: data.url ?? undefined,
          status: data.status ?? undefined,
          topics: data.topics?.set ? JSON.stringify(data.topics.set) : undefined,
          updatedAt: now(),
        })
        return find(world, 'webhooks', 'Webhook', where.id)
      },
    },
    // Inactive webhooks stay in the lists: no source shows that Labelbox leaves them out.
    Organization: { webhooks: (_parent, args: PageArguments) => readPage(store, 'webhooks', [], args, maxPageSize) },
    Project: {
      webhooks: (row, args: PageArguments) =>
        readPage(store, 'webhooks', [{ sql: '"projectId" = ?', values: [text(row, 'id')] }], args, maxPageSize),
    },
    Webhook: {
      topics: json('topics'),
      createdBy: (row) => follow(world, 'users', row, 'createdById'),
      organization: () => organization(world),
      project: (row) => follow(world, 'projects', row, 'projectId'),
    },
  }
}

function check({ url, topics }: Webhook): void {
  if (url != null && !URL.canParse(url)) throw unprocessable('url is not a URL')
  if (topics?.set?.length === 0) throw unprocessable('topics must not be empty')
}
