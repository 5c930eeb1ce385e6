import { unprocessable } from '../apiErrors.ts'
import { text } from '../store/store.ts'
import { requireGroupRole } from './groupMembership.ts'
import { findGroup, isNone } from './lookups.ts'
import { manageUsers, requirePermission } from './permissions.ts'
import type { ById, Resolvers, World } from './resolver.ts'

interface Import extends ById {
  readonly roleId: string
  readonly file: unknown
}

interface Line {
  readonly email: string
  /** Why the user was not added. Empty for an added user. */
  readonly error: string
}

// Assumption: there is a limit, because each line takes a lookup.
const maxLines = 10_000

/** Adds the users of a CSV file to a group. The report has one line for each of them. */
export function importUsers(world: World): Resolvers {
  return {
    Mutation: {
      importUsersAsCsvToGroup: async (_parent, { where, roleId, file }: Import, caller) => {
        const csv = await textOf(file)
        return world.store.transaction(() => {
          requirePermission(caller, manageUsers)
          findGroup(world, where.id)
          requireGroupRole(world, roleId)
          const emails = emailsIn(csv)
          if (emails.length > maxLines) throw unprocessable(`file has more than ${maxLines} lines`)
          const lines = emails.map((email) => ({ email, error: add(world, where.id, roleId, email) }))
          return {
            csvReport: reportOf(lines),
            addedCount: lines.filter(({ error }) => error === '').length,
            count: lines.length,
          }
        })
      },
    },
  }
}

async function textOf(file: unknown): Promise<string> {
  if (isFile(file)) return file.text()
  // A request with JSON holds no file.
  throw unprocessable('file must be a part of a multipart request')
}

const isFile = (value: unknown): value is Pick<Blob, 'text'> =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'function'

/** Reads the first column. A header, as the official SDK writes it, is skipped. */
function emailsIn(csv: string): readonly string[] {
  const cells = csv
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => (line.split(',')[0] ?? '').trim().replace(/^"(.*)"$/, '$1'))
    .filter((cell) => cell !== '')
  return cells[0]?.toLowerCase() === 'email' ? cells.slice(1) : cells
}

/** Adds one user, or returns the reason for not adding. The first two reasons are the API's own messages. */
function add(world: World, groupId: string, roleId: string, email: string): string {
  const { store } = world
  const user = store.get('SELECT * FROM users WHERE lower(email) = lower(?) AND deleted = 0', email)
  if (!user) return 'User not found in the current organization'
  const userId = text(user, 'id')
  if (store.get('SELECT 1 FROM group_members WHERE "groupId" = ? AND "userId" = ?', groupId, userId)) {
    return 'Member already exists in group'
  }
  if (!isNone(world, text(user, 'roleId'))) return 'User has a workspace wide role'
  store.insert('group_members', { groupId, userId, roleId })
  return ''
}

// Cells must not hold a comma: clients split lines at every comma.
const reportOf = (lines: readonly Line[]): string =>
  [
    'Email,Result,Error',
    ...lines.map(({ email, error }) => `${email},${error === '' ? 'Added' : 'Not added'},${error}`),
  ].join('\n')
