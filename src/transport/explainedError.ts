/** By a mark, as the ES modules and CommonJS of this package have a class each. */
const mark = Symbol.for('labelbox-org.ExplainedError')

/** An error of a transport of this package whose message says what to do and holds no secret, so that it may be shown. */
export class ExplainedError extends Error {
  /** Of the class, so that a printed error does not show it. */
  get [mark](): boolean {
    return true
  }
}

export const isExplained = (error: unknown): error is Error =>
  error instanceof Error && (error as Partial<Record<typeof mark, unknown>>)[mark] === true
