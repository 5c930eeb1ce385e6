import { isLabelboxError, LabelboxError } from '../../../core/errors.ts'
import type { Pages } from '../../../lists/pages.ts'

/** What is known of a list. */
export interface ListState<Row> {
  readonly rows: readonly Row[]
  /** Whether these are all rows. */
  readonly isComplete: boolean
  readonly isLoading: boolean
  readonly problem: LabelboxError | undefined
}

const pageSize = 100

/** A long list that grows page by page, for a table. */
export class PagedList<Row extends { readonly id: string }> {
  #state: ListState<Row> = { rows: [], isComplete: false, isLoading: false, problem: undefined }
  #pages: AsyncGenerator<readonly Row[], void, undefined>
  #wantsAll = false
  /** Whether something was changed while the list was read. */
  #isStale = false
  /** Ids of records that are gone, which pages that were requested before may still have. */
  #removed = new Set<string>()
  readonly #listeners = new Set<() => void>()
  readonly #start: () => AsyncGenerator<readonly Row[], void, undefined>

  constructor(pages: Pages<Row>) {
    this.#start = () => pages(pageSize)
    this.#pages = this.#start()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  readonly getState = (): ListState<Row> => this.#state

  /** Reads the next page, unless one is being read. */
  readonly loadMore = (): void => {
    const { isLoading, isComplete, problem, rows } = this.#state
    if (isLoading || isComplete) return
    // A list that has failed begins again, and shows what it had until then.
    void (problem === undefined ? this.#load() : this.#reload(rows.length + 1))
  }

  /** Reads all pages. */
  readonly loadAll = (): void => {
    this.#wantsAll = true
    this.loadMore()
  }

  /** All rows, once they are read. */
  async all(): Promise<readonly Row[]> {
    this.loadAll()
    while (!this.#state.isComplete) {
      await new Promise<void>((resolve) => {
        const leave = this.subscribe(() => {
          leave()
          resolve()
        })
      })
      if (this.#state.problem !== undefined) throw this.#state.problem
    }
    return this.#state.rows
  }

  /** Reads as many rows as there are now again, and shows them once they are there. */
  readonly refresh = (): void => {
    if (this.#state.isLoading) this.#isStale = true
    else void this.#reload(this.#state.rows.length)
  }

  /** Puts the current record of a row in its place. */
  replace(row: Row): void {
    this.#set({ rows: this.#state.rows.map((each) => (each.id === row.id ? row : each)) })
  }

  /** Takes out a row whose record is gone. */
  remove(id: string): void {
    this.#removed.add(id)
    this.#set({ rows: this.#state.rows.filter((each) => each.id !== id) })
  }

  async #load(): Promise<void> {
    this.#set({ isLoading: true, problem: undefined })
    try {
      do {
        const { value, done } = await this.#pages.next()
        if (done === true) this.#set({ isComplete: true })
        else this.#set({ rows: [...this.#state.rows, ...this.#present(value)] })
      } while (this.#wantsAll && !this.#state.isComplete)
      this.#set({ isLoading: false })
      this.#refreshIfStale()
    } catch (error) {
      this.#fail(error)
    }
  }

  async #reload(count: number): Promise<void> {
    const pages = this.#start()
    this.#removed = new Set()
    const rows: Row[] = []
    this.#set({ isLoading: true, problem: undefined })
    try {
      let isComplete = false
      while (!isComplete && (this.#wantsAll || rows.length < Math.max(count, 1))) {
        const { value, done } = await pages.next()
        if (done === true) isComplete = true
        else rows.push(...value)
      }
      this.#pages = pages
      this.#set({ rows: this.#present(rows), isComplete, isLoading: false })
      this.#refreshIfStale()
    } catch (error) {
      this.#fail(error)
    }
  }

  #present(rows: readonly Row[]): readonly Row[] {
    return rows.filter(({ id }) => !this.#removed.has(id))
  }

  #refreshIfStale(): void {
    if (!this.#isStale) return
    this.#isStale = false
    this.refresh()
  }

  /** Keeps what was read. */
  #fail(error: unknown): void {
    const problem = isLabelboxError(error)
      ? error
      : new LabelboxError({ code: 'BAD_RESPONSE', message: 'The list could not be read.', cause: error })
    this.#set({ isLoading: false, problem })
  }

  #set(change: Partial<ListState<Row>>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
