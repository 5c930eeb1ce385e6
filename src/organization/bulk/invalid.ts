import { refuse } from '../../core/guards.ts'

/** Where a row says why it is none. The same in every build of this package; nothing that is read from a file has it. */
const key: unique symbol = Symbol.for('labelbox-org.invalid') as never

/** A row that whoever reads the rows could not make out: it is reported as any other that can't be used. */
export interface UnreadableRow {
  readonly line: number
  readonly [key]: string
}

/** Such a row, on a line of a file, and why. */
export const unreadable = (line: number, reason: string): UnreadableRow => ({ line, [key]: reason })

export const isUnreadable = (row: object): row is UnreadableRow => key in row

/** @throws LabelboxError `INVALID_INPUT` for a row that could not be made out. */
export function requireReadable(operationName: string, row: unknown): void {
  const reason = (row as Partial<UnreadableRow> | null | undefined)?.[key]
  if (reason !== undefined) throw refuse(operationName, reason)
}
