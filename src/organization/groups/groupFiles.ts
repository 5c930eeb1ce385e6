import { ExportGroupMembersDocument, ImportGroupMembersDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { LabelboxError } from '../../core/errors.ts'
import { isFile, objectOf, refuse } from '../../core/guards.ts'
import { idOf, isText } from '../../core/visibleText.ts'
import { unreadableFile } from '../../transport/request/multipart.ts'
import type { Context } from '../context.ts'
import { requireChanged, requireRecord, unreadable, withOriginOf } from '../responses.ts'
import { resolveRole, type RoleReference } from '../roles/roles.ts'
import { runChange } from '../runChange.ts'
import { requireGroupRole } from './groupMembers.ts'
import { requireGroup, type UserGroupReference } from './userGroups.ts'

/** A file of people to add to a user group. */
export interface GroupMemberFile {
  /**
   * CSV with one column of addresses: text, UTF-8 bytes, or a `Blob` such as a `File` from a form. If the first line is an
   * address, the client adds the header `email`.
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
        const text = withHeader(await textOf(file, operationName))
        if (text.trim() === '') throw refuse(operationName, 'the file is empty.')
        const { id: roleId } = requireGroupRole(
          await resolveRole(context, role as RoleReference, operationName, call),
          operationName,
        )
        return { id, roleId, file: new File([text], 'members.csv', { type: 'text/csv' }) }
      },
      send: async (variables, call) => {
        const data = await context.execute(ImportGroupMembersDocument, variables, call)
        const { csvReport, addedCount, count } = requireChanged(data.importUsersAsCsvToGroup, operationName, data)
        return withOriginOf(data, { addedCount, count, rows: parseImportReport(csvReport ?? ''), csvReport })
      },
    },
  )
}

export async function exportGroupMembers(
  context: Context,
  reference: UserGroupReference,
  call: CallOptions,
): Promise<string> {
  const operationName = 'ExportGroupMembers'
  const data = await context.execute(ExportGroupMembersDocument, { id: requireGroup(operationName, reference) }, call)
  const { membersAsCSV } = requireRecord(data.userGroupV2, operationName, data)
  if (typeof membersAsCSV === 'string') return membersAsCSV
  throw unreadable('text', operationName, data)
}

/** Reads text as UTF-8. Another encoding would be sent garbled. */
async function textOf(file: unknown, operationName: string): Promise<string> {
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
      message: `${operationName} was not sent: file must be CSV text, its bytes in UTF-8, or a Blob of them.`,
      cause,
    })
  }
}

/** Whether Labelbox takes the first line for a header is not known; its own SDK always sends this one. */
function withHeader(text: string): string {
  const withoutMark = text.replace(/^\uFEFF/, '')
  const [first = ''] = withoutMark.trimStart().split(/[\r\n]/)
  return first.includes('@') ? `email\n${withoutMark}` : withoutMark
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
