/**
 * Where a bulk call keeps what it has to remember of each address and each row. In memory that takes some hundred bytes
 * for each; `diskSpool()` of `labelbox-org/bulk` keeps it on disk, so that memory stays the same however many there are.
 */
export interface Spool {
  /** Returns the value under the key. */
  readonly get: (key: string) => string | undefined
  /** Keeps the value under the key, in place of the one before. */
  readonly set: (key: string, value: string) => void
}

/** Keeps it in memory. */
export function memorySpool(): Spool {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
  }
}
