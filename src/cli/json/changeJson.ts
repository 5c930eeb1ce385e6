import type { InviteOutcome, LabelboxErrorCode, MemberOutcome } from '../../index.ts'
import type { Integer } from './integer.ts'

/** The requests that a dry run did not send. */
export interface PlannedRequests {
  readonly dryRun: true
  readonly planned: readonly PlannedRequest[]
}

/** A request that a dry run did not send. */
export interface PlannedRequest {
  /** The operation of Labelbox. */
  readonly operationName?: string | undefined
  /** Its variables, with secrets redacted. */
  readonly variables: unknown
}

/** The outcomes of the rows of a file that invites people. */
export type InviteRunJson = BulkJson<InviteOutcome>

/** The outcomes of the rows of a file that changes members. */
export type MemberRunJson = BulkJson<MemberOutcome>

/**
 * The outcomes of the rows of a file.
 *
 * @internal so that the schemas have no definition with type parameters
 */
export interface BulkJson<Outcome extends RunOutcome> {
  /** The number of rows in the file. */
  readonly rows: Integer
  /** The number of rows with each outcome. */
  readonly counts: Readonly<Record<Outcome, Integer>>
  /** Why the run stopped early. Null if it did not. */
  readonly stoppedBy: StoppedBy | null
  /** The first 20 rows that were not successful. */
  readonly others: readonly ReportRow[]
  /** The file of --report. */
  readonly report: string | null
  /** The journal to resume from. Null if there is nothing left to do. */
  readonly journal: string | null
  /** Only in a dry run. */
  readonly dryRun?: true
  /** Only in a dry run: the first 20 rows that would be sent. */
  readonly planned?: readonly PlannedRow[]
}

/** Why a run stopped early. */
export interface StoppedBy {
  /** The code of the error. Null if a file could not be used. */
  readonly code: LabelboxErrorCode | null
  readonly message: string
}

/** The outcome of a row, of those that its command has. */
export type RunOutcome = InviteOutcome | MemberOutcome

/** How a row of a file ended. */
export interface ReportRow {
  /** The number of the row, from 1. */
  readonly row: Integer
  /** The line of the file. */
  readonly line: Integer | null
  /** The address or id in the row. */
  readonly who: string
  readonly outcome: RunOutcome
  /** The code of the error that the row ended with. */
  readonly code: LabelboxErrorCode | null
  /** Why the row was not processed. */
  readonly reason: string | null
  /** The id of the invite or the member, if known. */
  readonly id: string | null
  /** The id that Labelbox gave the request. */
  readonly requestId: string | null
}

/** The change that a row asks for. */
export interface Plan {
  readonly change: 'invite' | 'remove' | 'role'
  /** The role in the organization. */
  readonly role: string | null
  readonly projectRoles: readonly ProjectRolePlan[]
  readonly groups: readonly GroupRolePlan[]
}

/** A role in a project. */
export interface ProjectRolePlan {
  /** The name or id of the project. */
  readonly project: string
  readonly role: string
}

/** A role in the projects of a user group. */
export interface GroupRolePlan {
  /** The name or id of the group. */
  readonly group: string
  readonly role: string
}

/** A row that a dry run did not send. */
export interface PlannedRow extends Plan {
  /** The number of the row, from 1. */
  readonly row: Integer
  /** The line of the file. */
  readonly line: Integer | null
  /** The address or id in the row. */
  readonly who: string
}
