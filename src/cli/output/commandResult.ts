import { brief } from '../../core/printable.ts'
import type { Cell, Columns, Layout } from './table.ts'

/** The result of a command, for programs and for people. */
export interface CommandResult<Json> {
  /** What `--json` prints: see `CommandJson`. */
  readonly json: Json
  /** What a person reads on stdout. */
  readonly text: (layout: Layout) => string | Promise<string>
  /** A note for stderr. */
  readonly note?: string
  /** Default: 0. */
  readonly exitCode?: number
}

/** A list: a table for people. */
export const list = <Row>(rows: readonly Row[], columns: Columns<Row>): CommandResult<readonly Row[]> => ({
  json: rows,
  text: ({ table }) => table(rows, columns),
})

/** One record: a line for each field. */
export const record = <Json>(json: Json, shown: Readonly<Record<string, Cell>>): CommandResult<Json> => ({
  json,
  text: ({ fields }) => fields(shown),
})

/** A change that was made: a sentence, and the changed record for programs. */
export const done = <Json>(sentence: string, json: Json): CommandResult<Json> => ({
  json,
  text: () => `${brief(sentence, 2000)}\n`,
})
