import { unprocessable } from '../apiErrors.ts'
import { text } from '../store/store.ts'
import { requireGroupRole } from './groupMembership.ts'
import { findGroup, isNone, managePeople, requirePermission, type ById, type Resolvers, type World } from './resolver.ts'

interface Import extends ById {
  readonly roleId: string
  readonly file: unknown
}

interface Line {
  readonly email: string
  /** Why the person is not added; empty for who is. */
  readonly error: string
}

// An assumption: each line is looked up, so that there has to be an end.
const maxLines = 10_000

/** Puts the people of a CSV file into a group. Each line of the report tells of one of them. */
export function importUsers(world: World): Resolvers {
  return {
    Mutation: {
      importUsersAsCsvToGroup: async (_parent, { where, roleId, file }: Import, caller) => {
        const csv = await textOf(file)
        return world.store.transaction(() => {
          requirePermission(caller, managePeople)
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
  // A client that sends JSON has sent no file, whatever stands in its place.
  throw unprocessable('file must be a part of a multipart request')
}

// Which class the server library makes of a part is its own affair.
const isFile = (value: unknown): value is Pick<Blob, 'text'> =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'function'

/** The first column. The official SDK writes a header above it, which is left out when it is there. */
function emailsIn(csv: string): readonly string[] {
  const cells = csv
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => (line.split(',')[0] ?? '').trim().replace(/^"(.*)"$/, '$1'))
    .filter((cell) => cell !== '')
  return cells[0]?.toLowerCase() === 'email' ? cells.slice(1) : cells
}

/** Adds one person, or tells why not. The first two reasons are the API's own words. */
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

// No cell holds a comma: clients split lines at each one.
const reportOf = (lines: readonly Line[]): string =>
  [
    'Email,Result,Error',
    ...lines.map(({ email, error }) => `${email},${error === '' ? 'Added' : 'Not added'},${error}`),
  ].join('\n')
