import { normalizeEmail } from '../email.ts'
import type { Spool } from './spool.ts'

/** What is remembered of an address, or of a member's id. */
export interface Known {
  /** The first row that names it. */
  readonly row?: number
  /** The id of the member that it belongs to, and the role that the member has. */
  readonly member?: string
  readonly memberRole?: string | null
  /** Whether several members go by it, whose addresses differ in their spelling. */
  readonly isShared?: boolean
  /** The id of an invite to it that is pending. */
  readonly invite?: string
  /** Whether an earlier run may have sent or changed something, and nobody knows yet what has become of that. */
  readonly isOpen?: boolean
  /** What an earlier run has come to. */
  readonly ended?: string
}

/** What is known of all whom one bulk call is about. */
export class KnownPeople {
  readonly #spool: Spool

  constructor(spool: Spool) {
    this.#spool = spool
  }

  get(who: string): Known {
    const kept = this.#spool.get(keyOf(who))
    return kept === undefined ? {} : (JSON.parse(kept) as Known)
  }

  /** Adds to what is known, and gives what was known before. */
  add(who: string, more: Known): Known {
    const before = this.get(who)
    this.#spool.set(keyOf(who), JSON.stringify({ ...before, ...more }))
    return before
  }
}

/** Ids are as they are; addresses have many spellings. */
const keyOf = (who: string): string => `who ${who.includes('@') ? normalizeEmail(who) : who}`
