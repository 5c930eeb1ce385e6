import { toId, type Store } from './store.ts'

/** What each role may do. Labelbox publishes no list, so the permissions are examples: more for the higher roles. */
const roles: readonly (readonly [name: string, description: string, permissions: readonly string[]])[] = [
  [
    'Admin',
    'Full control of the organization',
    ['organization.manage', 'users.manage', 'projects.manage', 'labels.review', 'labels.write'],
  ],
  ['Team Manager', 'Manages people and projects', ['users.manage', 'projects.manage', 'labels.write']],
  ['Reviewer', 'Labels and reviews', ['labels.review', 'labels.write']],
  ['Labeler', 'Labels', ['labels.write']],
  ['None', 'No role but those in projects', []],
  ['Tenant Admin', 'Manages the tenant', ['tenant.manage', 'organization.manage', 'users.manage']],
  ['Data Admin', 'Manages data', ['data.manage']],
]

/** Adds the built-in roles, and gives the id of each name. */
export function seedRoles(store: Store): ReadonlyMap<string, string> {
  const rows = roles.map(([name, description, permissions], number) => ({
    id: toId('role', number),
    name,
    description,
    // Built-in: no organization owns it.
    organizationId: null,
    permissions: JSON.stringify(permissions),
  }))
  store.insert('roles', ...rows)
  return new Map(rows.map(({ name, id }) => [name, id]))
}
