export { diskSpool, type DiskSpool } from './diskSpool.ts'
export { fileJournal, type FileJournal } from './fileJournal.ts'
export { inviteRows, memberRoleRows, memberRows } from './rowFile.ts'
