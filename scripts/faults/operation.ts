import type { Organization } from 'labelbox-org'
import type { Fault } from '@labelbox-org/tools/sandbox'
import type { FaultCase } from './caseBuilders.ts'
import type { Witness } from './witness.ts'

/** A kind of operation to measure. */
export interface Operation {
  readonly name: string
  /** A query stores nothing; an idempotent mutation may run twice. */
  readonly kind: 'query' | 'mutation' | 'idempotent mutation'
  /** Name of the GraphQL operation that the faults affect. */
  readonly faultedOperation: string
  /** Column title for the number of stored records. */
  readonly storedTitle?: string
  /** Whether the call is repeated afterwards, as people do after an error. */
  readonly callsAgain?: boolean
  /** Whether a case applies to the operation. */
  readonly appliesTo: (faultCase: FaultCase) => boolean
  /** The faults to plan, if more than one request is affected. */
  readonly plan?: (fault: Fault) => readonly Fault[]
  /** Prepares one call without faults. */
  arrange(scene: Scene): Promise<Subject>
}

/** The environment of a call. */
export interface Scene {
  readonly organization: Organization
  /** Reads the server's data with another client. */
  readonly witness: Witness
  /** A unique name for the records of this call. */
  readonly mark: string
}

/** The server's data. */
export interface StoredState {
  readonly stored: number
  /** Whether the call's purpose is fulfilled. */
  readonly isDone: boolean
}

/** One call. */
export interface Subject {
  call(): Promise<unknown>
  /** Reads the server's data. */
  readonly inspect?: () => Promise<StoredState>
  /** Why a returned value is wrong. A rejection counts as a reason. */
  flaw(value: unknown): Promise<string | undefined>
  /** Restores the server's data. */
  readonly cleanUp?: () => Promise<void>
}

/** Options for invites that are set up before the measured call: they have to succeed. */
export const setupOptions = { ifInvited: 'return', onUnknown: 'resend' } as const
