import type { RequestLog } from '../http/requestLog.ts'
import { seats } from '../resolvers/invites.ts'
import { organization } from '../resolvers/lookups.ts'
import type { World } from '../resolvers/resolver.ts'
import { text, type Row } from '../store/store.ts'

const maxEmails = 100
const maxRequests = 50

/** The data of the status page. It holds no API key and no headers or variables of a request. */
export function statusReport(world: World, log: RequestLog): object {
  const { store } = world
  return {
    organization: {
      name: text(organization(world), 'name'),
      seats: seats(world),
      members: store.number('SELECT count(*) FROM users WHERE deleted = 0'),
      projects: store.number('SELECT count(*) FROM projects WHERE deleted = 0'),
      userGroups: store.number('SELECT count(*) FROM user_groups'),
    },
    outbox: outbox(world),
    webhooks: store
      .all(
        `SELECT w.url, w.topics, w.status, p.name AS project FROM webhooks w
         LEFT JOIN projects p ON p.id = w."projectId" ORDER BY w."createdAt", w.id LIMIT 100`,
      )
      .map(({ url, topics, ...row }) => ({
        ...row,
        url: withoutSecrets(String(url)),
        topics: JSON.parse(String(topics)) as unknown,
      })),
    droppedRequests: log.dropped,
    requests: log.received
      .slice(-maxRequests)
      .reverse()
      .map((request) => ({
        receivedAt: new Date(request.receivedAt).toISOString(),
        path: request.path,
        operation: request.operationName ?? null,
        status: request.status ?? null,
        durationMs: log.durationOf(request) ?? null,
        fault: request.fault ?? null,
        truncated: request.truncated,
      })),
  }
}

/** The invites as the emails that Labelbox would send, latest first. */
function outbox({ store }: World): readonly object[] {
  const offers = (table: string, of: string, id: string): readonly Row[] =>
    store.all(
      `SELECT o.name, r.name AS role FROM ${table} i JOIN ${of} o ON o.id = i."${of === 'projects' ? 'projectId' : 'groupId'}"
       JOIN roles r ON r.id = i."roleId" WHERE i."inviteId" = ? ORDER BY i.rowid`,
      id,
    )
  return store
    .all(
      `SELECT i.id, i."inviteeEmail" AS "to", u.email AS "from", r.name AS role, i."createdAt" AS "sentAt",
         CASE i.pending WHEN 1 THEN 'pending' ELSE coalesce(e.state, 'cancelled') END AS state
       FROM invites i JOIN users u ON u.id = i."inviterId" JOIN roles r ON r.id = i."roleId"
       LEFT JOIN invite_ends e ON e."inviteId" = i.id ORDER BY i.number DESC LIMIT ?`,
      maxEmails,
    )
    .map((email) => ({
      ...email,
      projects: offers('project_invites', 'projects', text(email, 'id')),
      userGroups: offers('group_invites', 'user_groups', text(email, 'id')),
    }))
}

/** A URL without parts that may hold a credential. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return ''
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
