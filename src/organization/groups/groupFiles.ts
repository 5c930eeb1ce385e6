import { ExportGroupMembersDocument, ImportGroupMembersDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { LabelboxError } from '../../core/errors.ts'
import { isFile, objectOf, refuse } from '../../core/guards.ts'
import { idOf, isText } from '../../core/visibleText.ts'
import { unreadableFile } from '../../transport/request/multipart.ts'
import type { Context } from '../context.ts'
import { bare, parseEmail } from '../email.ts'
import { requireChanged, requireRecord, unreadable, withOriginOf } from '../responses.ts'
import { resolveRole, type RoleReference } from '../roles/roles.ts'
import { runChange } from '../runChange.ts'
import { requireGroupRole } from './groupMembers.ts'
import { ofGroup, requireGroup, type UserGroupReference } from './userGroups.ts'

/** A file of people to add to a user group. */
export interface GroupMemberFile {
  /**
   * CSV with one column of addresses: text, UTF-8 bytes, or a `Blob` such as a `File` from a form. The first line is the
   * header `email`, or an address: the client then adds the header.
   */
  readonly file: string | Blob | ArrayBuffer | Uint8Array
  /** The role that everybody in the file gets in the group. `NONE` and `TENANT_ADMIN` are refused. */
  readonly role: RoleReference
}

/** What Labelbox did with one row of the file. */
export interface GroupImportRow {
  readonly email: string
  /** Labelbox's own text. Known ones are `Added` and `Not added`. */
  readonly result: string
  readonly isAdded: boolean
  /** Why the person was not added, such as `Member already exists in group`. */
  readonly error: string | null
}

/** Labelbox's report of an import. */
export interface GroupImportReport {
  /** The number of people whom Labelbox has added; `null` if it does not say. */
  readonly addedCount: number | null
  /** The number of rows that Labelbox has read; `null` if it does not say. */
  readonly count: number | null
  /** The rows of `csvReport`. Empty if its columns are not the known ones. */
  readonly rows: readonly GroupImportRow[]
  /** The report as Labelbox wrote it: CSV with the columns `Email`, `Result` and `Error`. */
  readonly csvReport: string | null
}

export function importGroupMembers(
  context: Context,
  reference: UserGroupReference,
  given: GroupMemberFile,
  options: CallOptions,
): Promise<GroupImportReport> {
  const operationName = 'ImportGroupMembers'
  const { file, role } = objectOf(given)
  return runChange<{ readonly id: string; readonly roleId: string; readonly file: Blob }, GroupImportReport>(
    context,
    options,
    {
      subject: { action: 'importGroupMembers', id: idOf(reference), role: idOf(role) },
      prepare: async (call) => {
        const id = requireGroup(operationName, reference)
        if (idOf(role) === undefined) {
          throw refuse(operationName, "it needs a file and a role, such as { file: text, role: 'REVIEWER' }.")
        }
        const text = columnOf(await textOf(file, operationName), operationName)
        const { id: roleId } = requireGroupRole(
          await resolveRole(context, role as RoleReference, operationName, call),
          operationName,
        )
        return { id, roleId, file: new File([text], 'members.csv', { type: 'text/csv' }) }
      },
      send: async (variables, call) => {
        const data = await ofGroup(variables.id, () => context.execute(ImportGroupMembersDocument, variables, call))
        const { csvReport, addedCount, count } = requireChanged(data.importUsersAsCsvToGroup, operationName, data)
        return withOriginOf(data, { addedCount, count, rows: parseImportReport(csvReport ?? ''), csvReport })
      },
      details: ({ addedCount, count }) => ({ addedCount, count }),
    },
  )
}

export async function exportGroupMembers(
  context: Context,
  reference: UserGroupReference,
  call: CallOptions,
): Promise<string> {
  const operationName = 'ExportGroupMembers'
  const id = requireGroup(operationName, reference)
  return ofGroup(id, async () => {
    const data = await context.execute(ExportGroupMembersDocument, { id }, call)
    const { membersAsCSV } = requireRecord(data.userGroupV2, operationName, data)
    if (typeof membersAsCSV === 'string') return membersAsCSV
    throw unreadable('text', operationName, data)
  })
}

const fileKinds =
  'file must be CSV text with one address in each line, its bytes in UTF-8, or a Blob of them. Save a spreadsheet as “CSV UTF-8”.'

/** Reads text as UTF-8. Another encoding would be sent garbled. */
async function textOf(file: unknown, operationName: string): Promise<string> {
  if (file === undefined || file === null) throw refuse(operationName, `it needs a file. ${fileKinds}`)
  if (typeof file === 'string') return file
  let bytes: unknown = file
  if (isFile(file)) {
    try {
      bytes = await file.arrayBuffer()
    } catch (thrown) {
      throw unreadableFile(operationName, thrown)
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes as ArrayBuffer)
  } catch (cause) {
    throw new LabelboxError({
      code: 'INVALID_INPUT',
      operationName,
      message: `${operationName} was not sent: ${fileKinds}`,
      cause,
    })
  }
}

/**
 * Returns the file as Labelbox's own SDK writes it: the header `email`, then an address in each line. Labelbox takes each cell of
 * another file for an address, so nothing but one column of addresses is sent. It reports on the addresses itself.
 *
 * @throws LabelboxError `INVALID_INPUT` for another file. The message quotes nothing, as the file holds addresses.
 */
function columnOf(text: string, operationName: string): string {
  // UTF-16 without a mark is valid UTF-8.
  if (text.includes('\0')) throw refuse(operationName, `the file is not in UTF-8. ${fileKinds}`)
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const cells = lines.flatMap((line, index) => {
    const [first = '', ...others] = line.split(/[,;\t]/)
    // Programs write empty cells after the last one.
    if (others.some(isText)) {
      throw refuse(
        operationName,
        `line ${index + 1} of the file has several columns. Pass a file with the addresses alone, one in each line.`,
      )
    }
    const cell = bare(first.trim().replace(/^"([^"]*)"$/, '$1'))
    return cell === '' ? [] : [cell]
  })
  const [first] = cells
  if (first === undefined) throw refuse(operationName, 'the file is empty.')
  const hasHeader = first.toLowerCase() === 'email'
  if (!hasHeader && parseEmail(first) === undefined) {
    throw refuse(
      operationName,
      'the first line of the file is neither an address nor the header “email”. Name the column “email”, or leave the header out.',
    )
  }
  const addresses = hasHeader ? cells.slice(1) : cells
  if (addresses.length === 0) throw refuse(operationName, 'the file has no addresses.')
  return ['email', ...addresses].join('\n')
}

/** Reads the report by its header. Labelbox's own SDK splits at every comma, so an error with commas may come unquoted. */
export function parseImportReport(report: string): readonly GroupImportRow[] {
  const [header = [], ...lines] = report
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter(isText)
    .map(cellsOf)
  const columns = header.map((name) => name.toLowerCase())
  const [emailAt, resultAt, errorAt] = ['email', 'result', 'error'].map((name) => columns.indexOf(name))
  if (emailAt === undefined || resultAt === undefined || errorAt === undefined) return []
  if (emailAt < 0 || resultAt < 0) return []
  return lines.map((cells) => {
    // What is too much belongs to the last column.
    const whole = [...cells.slice(0, columns.length - 1), cells.slice(columns.length - 1).join(',')]
    const { [emailAt]: email = '', [resultAt]: result = '', [errorAt]: error = '' } = whole
    return { email, result, isAdded: result.toLowerCase() === 'added', error: error === '' ? null : error }
  })
}

/** The cells of a line. One in quotes may hold commas, and quotes that are doubled. */
const cellsOf = (line: string): readonly string[] =>
  [...`,${line}`.matchAll(/,(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'),
  )
