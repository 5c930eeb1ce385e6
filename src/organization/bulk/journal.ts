/**
 * What a bulk call does, as it does it. `sending` comes before a request that may change something, `ended` when it is
 * known what became of it. Each is a list of who, and of what with them.
 */
export type JournalEntry =
  | {
      /** Which work this is the journal of: it is not mixed up with that of another method or organization. */
      readonly job: string
      readonly organizationId: string
    }
  | {
      /** Addresses, each with the name of the role it is offered. */
      readonly sending: readonly (readonly [email: string, roleName: string | null])[]
      /** Milliseconds since 1970. */
      readonly at: number
    }
  | {
      /** Each address, or each member's id, with what has become of it. */
      readonly ended: readonly (readonly [who: string, outcome: string])[]
    }

/**
 * The memory of a bulk call beyond its process: started again with the same journal, it goes on where it was, and sends
 * no address twice. `fileJournal()` of `labelbox-org/bulk` is one; anything that keeps entries in their order is.
 *
 * It holds addresses, and no key.
 */
export interface Journal {
  /** Every entry so far, in order. */
  readonly read: () => AsyncIterable<JournalEntry> | Iterable<JournalEntry>
  /** Keeps an entry, and is done only when it would survive the end of the process, or of the machine. */
  readonly append: (entry: JournalEntry) => Promise<void>
}
