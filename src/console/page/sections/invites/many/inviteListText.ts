import { refusalReason } from '../../../../../organization/bulk/bulkRun.ts'
import type { InviteRow } from '../../../../../organization/bulk/bulkTypes.ts'
import { requireReadable } from '../../../../../organization/bulk/rowReader.ts'
import { parseWholeText } from '../../../../../rows/csv.ts'
import { isAddressTable, pastedAddresses } from '../../../../../rows/pastedAddresses.ts'
import { csvRows, inviteFormat, jsonRows, type RowFormat } from '../../../../../rows/rowFormats.ts'
import { decodeLines } from '../../../../../rows/textLines.ts'

/** A row of a list as it was read. Without a role of its own, it gets the one that is chosen for the list. */
export interface ListRow extends Omit<InviteRow, 'role'> {
  readonly line: number
  readonly role?: string | undefined
  /** Why the row can't be read; undefined if it can. */
  readonly problem?: string | undefined
}

/** Larger files are for the command, which streams them. */
export const maxBytes = 5_000_000

/** The columns of the command, but the role may be left to the one that is chosen for the list. */
const format: RowFormat<InviteRow> = {
  ...inviteFormat,
  columns: { required: ['email'], optional: ['role', 'projectRoles', 'groups'] },
}

/**
 * Reads a file: a table with a header, JSON lines, or addresses as people paste them.
 *
 * @throws LabelboxError `INVALID_ROWS` for a file that can't be read.
 */
export async function readListFile(file: File): Promise<readonly ListRow[]> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const name = file.name.toLowerCase()
  if (/\.(jsonl|ndjson)$/.test(name)) return toListRows(jsonRows<InviteRow>(decodeLines([bytes])))
  if (/\.(csv|tsv)$/.test(name)) return toListRows(csvRows(decodeLines([bytes]), format, parseWholeText))
  let text = ''
  for await (const line of decodeLines([bytes])) text += line
  return readListText(text)
}

/**
 * Reads what somebody pasted: addresses, or a table with a header.
 *
 * @throws LabelboxError `INVALID_ROWS` for a table that can't be read.
 */
export async function readListText(text: string): Promise<readonly ListRow[]> {
  if (!isAddressTable(text)) return pastedAddresses(text)
  return toListRows(csvRows(decodeLines([new TextEncoder().encode(text)]), format, parseWholeText))
}

async function toListRows(rows: AsyncIterable<InviteRow>): Promise<readonly ListRow[]> {
  const found: ListRow[] = []
  for await (const row of rows) {
    const { email, role, line = found.length + 1 } = row
    const problem = problemOf(row)
    if (problem !== undefined) found.push({ email: '', line, problem })
    else found.push({ ...row, email, line, role: typeof role === 'string' && role !== '' ? role : undefined })
  }
  return found
}

function problemOf(row: InviteRow): string | undefined {
  try {
    requireReadable('InviteUsers', row)
    return undefined
  } catch (error) {
    return refusalReason(error)
  }
}
