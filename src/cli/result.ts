import type { Cell, Columns } from './table.ts'

/** What a command has to say: for a program, and for a person. */
export interface Result {
  readonly json: unknown
  /** Made only for people; tables load what lays them out. */
  readonly text: () => string | Promise<string>
  /** What a person has to know beside it, for stderr. */
  readonly note?: string
  /** By default 0. */
  readonly exitCode?: number
}

/** A list. */
export const list = <Row>(rows: readonly Row[], columns: Columns<Row>): Result => ({
  json: rows,
  text: async () => (await import('./table.ts')).table(rows, columns),
})

/** One thing with its fields. */
export const record = (json: object, shown: Readonly<Record<string, Cell>>): Result => ({
  json,
  text: async () => (await import('./table.ts')).fields(shown),
})

/** A change that was made: a sentence, and for programs what it was made to. */
export const done = (sentence: string, json: object): Result => ({
  json,
  text: async () => `${(await import('../core/printable.ts')).brief(sentence, 2000)}\n`,
})
