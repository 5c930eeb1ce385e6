import type { ListState } from './pagedList.ts'
import type { Reading } from './useRead.ts'

/** Rows for a list on the page, and how it gets more of them. */
export interface ListSource<Row> extends ListState<Row> {
  /** Reads on. After a problem: tries again. */
  readonly more: () => void
  /**
   * All rows, once they are read.
   *
   * @throws LabelboxError
   */
  readonly all: () => Promise<readonly Row[]>
}

/** A list that one query reads whole. */
export function wholeList<Data, Row>(
  { data, problem, isLoading, refresh }: Reading<Data>,
  rowsOf: (data: Data) => readonly Row[],
): ListSource<Row> {
  const rows = data === undefined ? [] : rowsOf(data)
  return {
    rows,
    isComplete: data !== undefined,
    isLoading,
    problem,
    more: refresh,
    all: () => (data === undefined && problem !== undefined ? Promise.reject(problem) : Promise.resolve(rows)),
  }
}
