import type { PageArguments } from '../store/offsetPage.ts'
import { find, follow, json } from './lookups.ts'
import type { Resolvers, World } from './resolver.ts'

/** Roles, and the role that a user has in the organization. */
export function roles(world: World): Resolvers {
  const { store } = world
  return {
    Query: {
      roles: (_parent, args: PageArguments) =>
        // All roles unless the request asks for a page: before 2024-10 there was no paging.
        store.all('SELECT * FROM roles ORDER BY rowid LIMIT ? OFFSET ?', args.first ?? -1, Math.max(args.skip ?? 0, 0)),
      // The caller's role is that of the API key, which may have fewer permissions than its owner.
      organizationRole: (_parent, { userId }: { readonly userId?: string | null }, caller) =>
        userId == null
          ? { ...find(world, 'roles', 'Role', caller.roleId), permissions: JSON.stringify(caller.permissions) }
          : follow(world, 'roles', find(world, 'users', 'User', userId), 'roleId'),
    },
    User: { orgRole: (row) => follow(world, 'roles', row, 'roleId') },
    Role: { permissions: json('permissions') },
  }
}
