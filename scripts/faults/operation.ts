import type { Organization } from 'labelbox-org'
import type { Fault } from 'labelbox-org/sandbox'
import type { FaultCase } from './caseBuilders.ts'
import type { Witness } from './witness.ts'

/** A kind of operation, and how it fares under faults. */
export interface Operation {
  readonly name: string
  /** A query stores nothing, and an idempotent mutation does no harm when it is done twice. */
  readonly kind: 'query' | 'mutation' | 'idempotent mutation'
  /** The GraphQL operation that the faults strike. */
  readonly strikes: string
  /** What there is to count in the store, as the head of a column. */
  readonly stores?: string
  /** Whether the same is called once more, as people do after an error. */
  readonly callsAgain?: boolean
  /** Whether a case can happen to it, and is one of its own. */
  readonly meets: (faultCase: FaultCase) => boolean
  /** The faults that make one, where it is more than the one request that is struck. */
  readonly plan?: (fault: Fault) => readonly Fault[]
  /** Prepares one call, before any fault. */
  arrange(scene: Scene): Promise<Subject>
}

/** Where a call takes place. */
export interface Scene {
  readonly organization: Organization
  /** Looks into the store past the client. */
  readonly witness: Witness
  /** A word that nothing else in the store has. */
  readonly mark: string
}

/** What the store shows. */
export interface StoredState {
  readonly stored: number
  /** Whether that is what the call was to do. */
  readonly isDone: boolean
}

/** One call. */
export interface Subject {
  call(): Promise<unknown>
  /** What came of it. */
  readonly inspect?: () => Promise<StoredState>
  /** Why what the call returned is no success; a rejection is a reason too. */
  flaw(value: unknown): Promise<string | undefined>
  /** Leaves the store as it was. */
  readonly cleanUp?: () => Promise<void>
}

/** Options for invites that are set up before the measured call: they have to succeed. */
export const setupOptions = { ifInvited: 'return', onUnknown: 'resend' } as const
