import { extname } from 'node:path'
import { trimmed } from '../core/invisible.ts'
import type { MemberRoleRow, MemberRow, InviteRow, RowSource } from '../organization/bulk/bulkTypes.ts'
import { isUnreadable } from '../organization/bulk/rowReader.ts'
import { readCsv, type Cells, type Columns } from './csv.ts'
import { readJsonLines } from './jsonLines.ts'

/**
 * People to invite, from a file: for `inviteUsers`. It is read anew each time, and never held; each row has its line.
 *
 * CSV is read as spreadsheets and PowerShell write it: UTF-8 or UTF-16, with commas, semicolons or tabs. Its header has
 * `email` and `role`, and may have `projectRoles` and `groups`: each a list of `name=ROLE` with semicolons between. JSON
 * lines (`.jsonl`, `.ndjson`) have one object in each line, as `inviteUsers` takes it.
 *
 * @throws LabelboxError `INVALID_ROWS`, when it is read, with the line that can't be.
 * @example
 * await organization.inviteUsers(inviteRows('people.csv'))
 */
export const inviteRows = (path: string): RowSource<InviteRow> =>
  rowFile(path, { required: ['email', 'role'], optional: ['projectRoles', 'groups'] }, toInvite)

/**
 * Members, from a file: for `removeUsers`. The column, or the member of each object, is `user` or `email`: an address or
 * an id.
 *
 * @throws LabelboxError `INVALID_ROWS`, when it is read, with the line that can't be.
 */
export const memberRows = (path: string): RowSource<MemberRow> =>
  rowFile(path, { required: [who], optional: [] }, toMember)

/**
 * Members and the role that each is to have, from a file: for `updateOrganizationRoles`. The columns are `user`, or
 * `email`, and `role`.
 *
 * @throws LabelboxError `INVALID_ROWS`, when it is read, with the line that can't be.
 */
export const memberRoleRows = (path: string): RowSource<MemberRoleRow> =>
  rowFile(path, { required: [who, 'role'], optional: [] }, (cells) => ({ ...toMember(cells), role: cells.role ?? '' }))

const who = ['user', 'email'] as const

const toInvite = ({ email = '', role = '', projectRoles, groups }: Cells) => ({
  email,
  role,
  ...(projectRoles !== undefined && {
    projectRoles: pairs(projectRoles).map(([project, role]) => ({ project, role })),
  }),
  ...(groups !== undefined && { groups: pairs(groups).map(([group, role]) => ({ group, role })) }),
})

const toMember = ({ user, email = '' }: Cells) => ({ user: user ?? email })

/** What a line of JSON says is checked by whoever works through the rows, as anything else that comes from JavaScript. */
function rowFile<Row extends object>(path: string, columns: Columns, toRow: (cells: Cells) => Row): RowSource<Row> {
  const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())
  return {
    read: async function* () {
      if (isJson) {
        for await (const [object, line] of readJsonLines(path)) {
          yield (isUnreadable(object) ? object : { ...renamed(object), line }) as object as Row
        }
      } else {
        for await (const [cells, line] of readCsv(path, columns)) {
          yield isUnreadable(cells) ? (cells as object as Row) : { ...toRow(cells), line }
        }
      }
    },
  }
}

/** A member goes by `user` or by `email`, and is invited by `email`. */
const renamed = (object: Readonly<Record<string, unknown>>): object => ({ user: object['email'], ...object })

/** `Street signs=REVIEWER; Faces=LABELER`. The last sign of equality counts: names may have one. */
const pairs = (text: string): readonly (readonly [name: string, role: string])[] =>
  text
    .split(';')
    .map(trimmed)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.lastIndexOf('=')
      return at < 0 ? [pair, ''] : [trimmed(pair.slice(0, at)), trimmed(pair.slice(at + 1))]
    })
