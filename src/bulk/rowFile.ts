import { extname } from 'node:path'
import { trimmed } from '../core/invisible.ts'
import type { MemberRoleRow, MemberRow, InviteRow, RowSource } from '../organization/bulk/bulkTypes.ts'
import { isUnreadable } from '../organization/bulk/rowReader.ts'
import { readCsv, type Cells, type Columns } from './csv.ts'
import { readJsonLines } from './jsonLines.ts'

/**
 * Reads the rows of `inviteUsers` from a file. The file is streamed, each time from its beginning. Each row has its line.
 *
 * A CSV file can have any dialect that spreadsheets and PowerShell write: UTF-8 or UTF-16, with commas, semicolons or
 * tabs. Its columns are `email` and `role`, and optionally `projectRoles` and `groups`, which are lists of `name=ROLE`
 * separated by semicolons. A file that ends in `.jsonl` or `.ndjson` has one JSON object per line, like the rows of
 * `inviteUsers`.
 *
 * @throws LabelboxError `INVALID_ROWS` for a line that can't be read, while the rows are read.
 * @example
 * await organization.inviteUsers(inviteRows('people.csv'))
 */
export const inviteRows = (path: string): RowSource<InviteRow> =>
  rowFile(path, { required: ['email', 'role'], optional: ['projectRoles', 'groups'] }, toInvite)

/**
 * Reads the rows of `removeUsers` from a file, like {@link inviteRows}. The column, or the key of each object, is `user`
 * or `email`, with an address or an id.
 *
 * @throws LabelboxError `INVALID_ROWS` for a line that can't be read, while the rows are read.
 * @example
 * await organization.removeUsers(memberRows('leavers.csv'))
 */
export const memberRows = (path: string): RowSource<MemberRow> =>
  rowFile(path, { required: [userColumn], optional: [] }, toMember)

/**
 * Reads the rows of `updateOrganizationRoles` from a file, like {@link inviteRows}. The columns are `user`, or `email`,
 * and `role`.
 *
 * @throws LabelboxError `INVALID_ROWS` for a line that can't be read, while the rows are read.
 * @example
 * await organization.updateOrganizationRoles(memberRoleRows('roles.csv'))
 */
export const memberRoleRows = (path: string): RowSource<MemberRoleRow> =>
  rowFile(path, { required: [userColumn, 'role'], optional: [] }, (cells) => ({
    ...toMember(cells),
    role: cells.role ?? '',
  }))

const userColumn = ['user', 'email'] as const

const toInvite = ({ email = '', role = '', projectRoles, groups }: Cells) => ({
  email,
  role,
  ...(projectRoles !== undefined && {
    projectRoles: pairs(projectRoles).map(([project, role]) => ({ project, role })),
  }),
  ...(groups !== undefined && { groups: pairs(groups).map(([group, role]) => ({ group, role })) }),
})

const toMember = ({ user, email = '' }: Cells) => ({ user: user ?? email })

/** Rows of JSON are checked by the method that they are passed to. */
function rowFile<Row extends object>(path: string, columns: Columns, toRow: (cells: Cells) => Row): RowSource<Row> {
  const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())
  return {
    read: async function* () {
      if (isJson) {
        for await (const [object, line] of readJsonLines(path)) {
          yield (isUnreadable(object) ? object : { ...withUser(object), line }) as object as Row
        }
      } else {
        for await (const [cells, line] of readCsv(path, columns)) {
          yield isUnreadable(cells) ? (cells as object as Row) : { ...toRow(cells), line }
        }
      }
    },
  }
}

/** `user` and `email` mean the same. Rows of `inviteUsers` keep their `email`. */
const withUser = (object: Readonly<Record<string, unknown>>): object => ({ user: object['email'], ...object })

/** Parses `Street signs=REVIEWER; Faces=LABELER`. Splits at the last `=`, as names may contain one. */
const pairs = (text: string): readonly (readonly [name: string, role: string])[] =>
  text
    .split(';')
    .map(trimmed)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.lastIndexOf('=')
      return at < 0 ? [pair, ''] : [trimmed(pair.slice(0, at)), trimmed(pair.slice(at + 1))]
    })
