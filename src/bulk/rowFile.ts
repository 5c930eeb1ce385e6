import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { Readable, pipeline } from 'node:stream'
import { parse } from 'csv-parse'
import type { InviteRow, MemberRoleRow, MemberRow, RowSource } from '../organization/bulk/bulkTypes.ts'
import type { ParsedRecord, ParseRecords } from '../rows/csv.ts'
import { csvRows, inviteFormat, jsonRows, memberFormat, memberRoleFormat, type RowFormat } from '../rows/rowFormats.ts'
import { decodeLines } from '../rows/textLines.ts'

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
export const inviteRows = (path: string): RowSource<InviteRow> => rowFile(path, inviteFormat)

/**
 * Reads the rows of `removeUsers` from a file, like {@link inviteRows}. The column, or the key of each object, is `user`
 * or `email`, with an address or an id.
 *
 * @throws LabelboxError `INVALID_ROWS` for a line that can't be read, while the rows are read.
 * @example
 * await organization.removeUsers(memberRows('leavers.csv'))
 */
export const memberRows = (path: string): RowSource<MemberRow> => rowFile(path, memberFormat)

/**
 * Reads the rows of `updateOrganizationRoles` from a file, like {@link inviteRows}. The columns are `user`, or `email`,
 * and `role`.
 *
 * @throws LabelboxError `INVALID_ROWS` for a line that can't be read, while the rows are read.
 * @example
 * await organization.updateOrganizationRoles(memberRoleRows('roles.csv'))
 */
export const memberRoleRows = (path: string): RowSource<MemberRoleRow> => rowFile(path, memberRoleFormat)

function rowFile<Row extends object>(path: string, format: RowFormat<Row>): RowSource<Row> {
  const isJson = ['.jsonl', '.ndjson'].includes(extname(path).toLowerCase())
  return {
    read: () => {
      const lines = decodeLines(createReadStream(path) as AsyncIterable<Buffer>)
      return isJson ? jsonRows(lines) : csvRows(lines, format, parseStream)
    },
  }
}

/** Parses a text of any length. */
const parseStream: ParseRecords = (text, options) => {
  const parser = parse(options)
  // The parser rejects with the errors of both.
  pipeline(Readable.from(text), parser, () => undefined)
  return parser as AsyncIterable<ParsedRecord>
}
