import { brief } from '../../core/printable.ts'
import type { Cell, Columns, Layout } from './table.ts'

/** The result of a command, for programs and for people. */
export interface CommandResult {
  /** What `--json` prints. */
  readonly json: unknown
  /** What a person reads on stdout. */
  readonly text: (layout: Layout) => string | Promise<string>
  /** A note for stderr. */
  readonly note?: string
  /** Default: 0. */
  readonly exitCode?: number
}

/** A list: a table for people. */
export const list = <Row>(rows: readonly Row[], columns: Columns<Row>): CommandResult => ({
  json: rows,
  text: ({ table }) => table(rows, columns),
})

/** One record: a line for each field. */
export const record = (json: object, shown: Readonly<Record<string, Cell>>): CommandResult => ({
  json,
  text: ({ fields }) => fields(shown),
})

/** A change that was made: a sentence, and the changed record for programs. */
export const done = (sentence: string, json: object): CommandResult => ({
  json,
  text: () => `${brief(sentence, 2000)}\n`,
})
