/**
 * Files for bulk calls, for Node: rows from CSV and JSON lines, a journal, and memory on disk.
 *
 * @packageDocumentation
 */
export type {
  InviteRow,
  Journal,
  JournalEntry,
  MemberRoleRow,
  MemberRow,
  RowSource,
  Spool,
} from '../organization/bulk/bulkTypes.ts'
export { diskSpool, type DiskSpool } from './diskSpool.ts'
export { fileJournal, type FileJournal } from './fileJournal.ts'
export { inviteRows, memberRoleRows, memberRows } from './rowFile.ts'
