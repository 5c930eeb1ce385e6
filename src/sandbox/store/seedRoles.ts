import { toId, type Store } from './store.ts'

/** The built-in roles. Labelbox does not publish their permissions, so these are examples: higher roles have more. */
const roles: readonly (readonly [name: string, description: string, permissions: readonly string[]])[] = [
  [
    'Admin',
    'Full control of the organization',
    ['organization.manage', 'users.manage', 'projects.manage', 'labels.review', 'labels.write', 'organization.read'],
  ],
  ['Team Manager', 'Manages people and projects', ['users.manage', 'projects.manage', 'labels.write']],
  ['Reviewer', 'Labels and reviews', ['labels.review', 'labels.write']],
  ['Labeler', 'Labels', ['labels.write']],
  ['None', 'Roles in projects only', []],
  ['Tenant Admin', 'Manages the tenant', ['tenant.manage', 'organization.manage', 'users.manage']],
  ['Data Admin', 'Manages data', ['data.manage']],
  ['Read-only Admin', 'Sees the organization, and changes nothing', ['organization.read']],
  ['Project Lead', 'Leads a project', ['projects.manage', 'labels.review', 'labels.write']],
]

/** Inserts the built-in roles and returns their ids by name. */
export function seedRoles(store: Store): ReadonlyMap<string, string> {
  const rows = roles.map(([name, description, permissions], number) => ({
    id: toId('role', number),
    name,
    description,
    // A built-in role belongs to no organization.
    organizationId: null,
    permissions: JSON.stringify(permissions),
  }))
  store.insert('roles', ...rows)
  return new Map(rows.map(({ name, id }) => [name, id]))
}
