import { trimmed } from '../core/invisible.ts'
import type { InviteRow, MemberRoleRow, MemberRow } from '../organization/bulk/bulkTypes.ts'
import { isUnreadable } from '../organization/bulk/rowReader.ts'
import { readCsv, type Cells, type Columns, type ParseRecords } from './csv.ts'
import { readJsonLines } from './jsonLines.ts'

/** How the rows of a bulk method are written. */
export interface RowFormat<Row extends object> {
  readonly columns: Columns
  readonly toRow: (cells: Cells) => Row
}

const userColumn = ['user', 'email'] as const

const toMember = ({ user, email = '' }: Cells): MemberRow => ({ user: user ?? email })

/** The rows of `removeUsers`. */
export const memberFormat: RowFormat<MemberRow> = { columns: { required: [userColumn], optional: [] }, toRow: toMember }

/** The rows of `updateOrganizationRoles`. */
export const memberRoleFormat: RowFormat<MemberRoleRow> = {
  columns: { required: [userColumn, 'role'], optional: [] },
  toRow: (cells) => ({ ...toMember(cells), role: cells.role ?? '' }),
}

/** The rows of `inviteUsers`. */
export const inviteFormat: RowFormat<InviteRow> = {
  columns: { required: ['email', 'role'], optional: ['projectRoles', 'groups'] },
  toRow: ({ email = '', role = '', projectRoles, groups }) => ({
    email,
    role,
    ...(projectRoles !== undefined && {
      projectRoles: pairs(projectRoles).map(([project, role]) => ({ project, role })),
    }),
    ...(groups !== undefined && { groups: pairs(groups).map(([group, role]) => ({ group, role })) }),
  }),
}

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

/** Reads the rows of a CSV text. A row that can't be read is an `UnreadableRow`, which the bulk method reports. */
export async function* csvRows<Row extends object>(
  lines: AsyncGenerator<string, void, undefined>,
  { columns, toRow }: RowFormat<Row>,
  parseRecords: ParseRecords,
): AsyncGenerator<Row, void, undefined> {
  for await (const [cells, line] of readCsv(lines, columns, parseRecords)) {
    yield isUnreadable(cells) ? (cells as object as Row) : { ...toRow(cells), line }
  }
}

/** Reads rows that are one JSON object per line. The method that they are passed to checks them. */
export async function* jsonRows<Row extends object>(
  lines: AsyncIterable<string>,
): AsyncGenerator<Row, void, undefined> {
  for await (const [object, line] of readJsonLines(lines)) {
    yield (isUnreadable(object) ? object : { ...withUser(object), line }) as object as Row
  }
}

/** `user` and `email` mean the same. Rows of `inviteUsers` keep their `email`. */
const withUser = (object: Readonly<Record<string, unknown>>): object => ({ user: object['email'], ...object })
