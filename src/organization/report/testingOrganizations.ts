import { join } from 'node:path'
import { Labelbox, type FindingKind, type Organization } from 'labelbox-org'
import { createSandbox, type Sandbox, type SandboxOptions } from '@labelbox-org/tools/sandbox'
import { onTestFinished } from 'vitest'
import { folder } from '../../../test/support/folder.ts'
import { toSettings } from '../../sandbox/sandboxOptions.ts'
import { seed } from '../../sandbox/store/seed.ts'
import { Store, toId, toUuid, type Row } from '../../sandbox/store/store.ts'

const dayMs = 86_400_000

/** What a test changes in an organization in which there is nothing to find. */
export interface Plot {
  readonly store: Store
  /** A time some days ago; with a negative number, one to come. */
  readonly ago: (days: number) => string
  /** The id and the address of a member; 0 is the user of the API key. */
  readonly user: (number: number) => { readonly id: string; readonly email: string }
  readonly role: (name: string) => string
  readonly insertInvite: (email: string, days: number) => string
  readonly insertKey: (row: Row) => string
  readonly insertGroup: (name: string, has: { readonly people: boolean; readonly projects: boolean }) => string
  readonly insertProject: (name: string, dataRowCount: number) => string
  readonly insertWebhook: (url: string, status?: string) => string
  readonly insertTag: (text: string) => string
  /** Takes the role in the whole organization from everybody with a built-in one, except for administrators. */
  readonly withAdministratorsOnly: () => void
}

/** Starts a sandbox in which there is nothing to find, except for what is planted. */
export async function organizationWith(
  plant: (plot: Plot) => void = () => undefined,
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const data = join(folder().path, 'sandbox.db')
  const size = { users: 13, projects: 3, resourceTags: 0, ...options, data }
  const store = new Store(data)
  try {
    seed(store, toSettings(size))
    const plot = plotOf(store)
    store.transaction(() => {
      store.setFact('seats', '100000')
      store.run('UPDATE users SET "createdAt" = ?, "lastLoginAt" = ?', plot.ago(20), plot.ago(1))
      store.run('UPDATE invites SET "createdAt" = ?', plot.ago(2))
      plant(plot)
    })
  } finally {
    store.close()
  }
  const sandbox = await createSandbox(size)
  onTestFinished(() => sandbox.close())
  return sandbox
}

function plotOf(store: Store): Plot {
  const ago = (days: number): string => new Date(Date.now() - days * dayMs).toISOString()
  const user: Plot['user'] = (number) => {
    const row = store.get('SELECT id, email FROM users WHERE deleted = 0 ORDER BY rowid LIMIT 1 OFFSET ?', number)
    return { id: String(row?.['id']), email: String(row?.['email']) }
  }
  const role: Plot['role'] = (name) => String(store.get('SELECT id FROM roles WHERE name = ?', name)?.['id'])
  const insert = (table: string, id: string, row: Row): string => {
    store.insert(table, { id, ...row })
    return id
  }
  const times = { createdAt: ago(10), updatedAt: ago(10) }
  return {
    store,
    ago,
    user,
    role,
    insertInvite: (inviteeEmail, days) =>
      insert('invites', store.newId('invite'), {
        createdAt: ago(days),
        inviteeEmail,
        roleId: role('Labeler'),
        inviterId: user(0).id,
        pending: 1,
      }),
    insertKey: (row) =>
      insert('api_keys', store.newId('api-key'), {
        ...times,
        name: 'planted',
        revoked: 0,
        expiresAtEpoch: Math.floor(Date.now() / 1000) + 100 * 86_400,
        userId: user(1).id,
        createdByUserId: null,
        roleId: null,
        digest: toId('digest', Math.random()),
        ...row,
      }),
    insertGroup: (name, { people, projects }) => {
      const id = toUuid(store.newId('group'))
      store.insert('user_groups', { id, name, color: '9EC5FF', description: null, ...times, createdById: user(0).id })
      if (people) store.insert('group_members', { groupId: id, userId: user(4).id, roleId: role('Labeler') })
      if (projects) store.insert('group_projects', { groupId: id, projectId: toId('project', 0) })
      return id
    },
    insertProject: (name, dataRowCount) => {
      const sample = store.byId('projects', toId('project', 0)) ?? {}
      return insert('projects', store.newId('project'), {
        ...withoutId(sample),
        name,
        dataRowCount,
        createdAt: ago(40),
      })
    },
    insertWebhook: (url, status = 'ACTIVE') => {
      const sample = store.byId('webhooks', toId('webhook', 0)) ?? {}
      return insert('webhooks', store.newId('webhook'), { ...withoutId(sample), url, status })
    },
    withAdministratorsOnly: () => {
      for (const name of ['Team Manager', 'Reviewer', 'Labeler']) {
        store.run('UPDATE users SET "roleId" = ? WHERE "roleId" = ?', role('None'), role(name))
      }
    },
    insertTag: (text) => insert('tags', store.newId('tag'), { text, color: 'ff8800' }),
  }
}

const withoutId = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'id'))

/** The organization of a sandbox, whose retries do not wait. */
export const organizationOf = (
  { url, apiKey }: Sandbox,
  options: Partial<ConstructorParameters<typeof Labelbox>[0]> = {},
): Promise<Organization> =>
  new Labelbox({ endpoint: url, apiKey, retry: { baseDelayMs: 1 }, ...options }).getOrganization()

/** For each kind of finding, what makes it, and the ids of what the report has to find. */
export const plants: Readonly<Record<FindingKind, (plot: Plot) => readonly string[]>> = {
  'seats-used-up': ({ store }) => {
    store.setFact('seats', '14')
    return [store.fact('organization')]
  },
  'seats-nearly-used-up': ({ store }) => {
    store.setFact('seats', '15')
    return [store.fact('organization')]
  },
  'member-inactive': ({ store, user, ago }) =>
    [1, 6].map((number) => {
      store.update('users', user(number).id, { createdAt: ago(400), lastLoginAt: ago(91 + number) })
      return user(number).id
    }),
  'member-never-logged-in': ({ store, user, ago }) =>
    [2, 7].map((number) => {
      store.run('UPDATE users SET "createdAt" = ?, "lastLoginAt" = NULL WHERE id = ?', ago(31), user(number).id)
      return user(number).id
    }),
  'member-with-all-permissions': ({ store, user, role }) => {
    store.update('users', user(1).id, { roleId: role('Admin') })
    store.update('users', user(2).id, { roleId: role('Tenant Admin') })
    // A role of the organization's own that permits what Admin permits, and one that lacks something.
    store.insert('roles', {
      id: toId('role/own', 1),
      name: 'Operations',
      permissions: store.byId('roles', role('Admin'))?.['permissions'] ?? null,
    })
    store.insert('roles', {
      id: toId('role/own', 2),
      name: 'Administration',
      permissions: JSON.stringify(['organization.manage', 'users.manage', 'projects.manage']),
    })
    store.update('users', user(3).id, { roleId: toId('role/own', 1) })
    store.update('users', user(5).id, { roleId: toId('role/own', 2) })
    return [1, 2, 3].map((number) => user(number).id)
  },
  'invite-waiting': ({ insertInvite }) => [insertInvite('waiting@example.com', 31)],
  'invite-repeated': ({ insertInvite }) => {
    const older = [insertInvite('twice@example.com', 9), insertInvite('Twice@Example.com', 8)]
    insertInvite('twice@example.com', 1)
    return older
  },
  'invite-to-member': ({ insertInvite, user }) => [insertInvite(user(3).email.toUpperCase(), 1)],
  'key-of-former-member': ({ store, insertKey }) => {
    const gone = String(store.get('SELECT id FROM users WHERE deleted = 1')?.['id'])
    return [insertKey({ userId: gone, expiresAtEpoch: null })]
  },
  'key-without-end': ({ insertKey, user }) => [
    insertKey({ name: "Ada's export; $(rm)", expiresAtEpoch: null }),
    insertKey({ name: '--role', userId: user(0).id, expiresAtEpoch: null }),
  ],
  'key-ending-soon': ({ insertKey }) => {
    const days = (count: number): number => Math.floor(Date.now() / 1000) + count * 86_400
    insertKey({ name: 'expired', expiresAtEpoch: days(-1) })
    insertKey({ name: 'revoked', expiresAtEpoch: days(5), revoked: 1 })
    return [insertKey({ expiresAtEpoch: days(29) })]
  },
  'group-without-people': ({ insertGroup }) => [insertGroup('Nobody', { people: false, projects: true })],
  'group-without-projects': ({ insertGroup }) => [insertGroup('Nothing', { people: true, projects: false })],
  'project-without-people': ({ insertProject, withAdministratorsOnly }) => {
    withAdministratorsOnly()
    return [insertProject('Lonely', 0)]
  },
  'tag-unused': ({ insertTag, store }) => {
    const used = insertTag('used')
    store.insert('project_tags', { projectId: toId('project', 1), tagId: used })
    return [insertTag('unused')]
  },
  'webhook-without-tls': ({ insertWebhook }) => [insertWebhook('http://hooks.example.com/labels')],
  'webhook-inactive': ({ insertWebhook }) => [insertWebhook('http://old.example.com/', 'INACTIVE')],
  'iam-invalid': ({ store }) => {
    store.update('integrations', toId('integration', 2), { valid: 0 })
    return [toId('integration', 2)]
  },
  'iam-without-default': ({ store }) => {
    store.run('DELETE FROM integrations WHERE id <> ?', toId('integration', 2))
    return [toId('integration', 2)]
  },
}
