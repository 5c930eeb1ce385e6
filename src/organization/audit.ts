import { isLabelboxError, type LabelboxError, type LabelboxErrorCode } from '../core/errors.ts'
import { originOf } from '../core/origin.ts'

/** The change that an audit record is about. */
export interface AuditSubject {
  /**
   * Name of the method, or of the operation for `labelbox.execute`. An `inviteUser` that replaces an invite has a
   * `cancelInvite` before it.
   */
  readonly action: string
  /** Address of the person who was invited, changed or removed, or for whom a key was created, if the call named it. */
  readonly email?: string | undefined
  /** Name or id of the role that was given. */
  readonly role?: string | undefined
  /** Id of the invite that was sent or cancelled. A sent invite may lack it, because the API does not always return it. */
  readonly inviteId?: string | undefined
  /** Whether the cancelled invite was a duplicate from a request that the runtime sent twice. See `inviteUser`. */
  readonly isRepeated?: boolean | undefined
  /** Id of the member who was changed or removed, if the call named it. */
  readonly userId?: string | undefined
  /** Id of the project, or its name if the call named that. */
  readonly projectId?: string | undefined
  /** The people who were added to a group or removed from it, as the call named them. */
  readonly users?: readonly AuditedUser[] | undefined
  /** Id of the organization with which a project is shared, or no longer. */
  readonly organizationId?: string | undefined
  /** Id of the webhook, tag, key, integration or group that was created or changed. */
  readonly id?: string | undefined
  /** Name of what was created, or its new name. */
  readonly name?: string | undefined
  /** Origin of a webhook's URL, without path and query. */
  readonly url?: string | undefined
  /** Text of a tag. */
  readonly text?: string | undefined
  /** How many people a file added to a group, as Labelbox reported. */
  readonly addedCount?: number | null | undefined
  /** How many rows of the file Labelbox has read. */
  readonly count?: number | null | undefined
}

/** A person in an {@link AuditRecord} about several. */
export interface AuditedUser {
  /** Id or address. */
  readonly user: string
  /** Name or id of the role in the group, if one was given. */
  readonly role?: string | undefined
}

/**
 * How a change ended. `done`: it was made. `refused`: Labelbox refused it, or it was refused here before it was sent.
 * `unknown`: it may have been made. `dry-run`: it was not sent, because the client only plans changes.
 */
export type AuditOutcome = 'done' | 'refused' | 'unknown' | 'dry-run'

/** The record of one change. It names people, so store it as personal data. */
export interface AuditRecord extends AuditSubject {
  /** When the change ended. */
  readonly at: Date
  /** How it ended. */
  readonly outcome: AuditOutcome
  /** Code of the error that ended the change, if there was one. */
  readonly code: LabelboxErrorCode | undefined
  /** HTTP status of the response. */
  readonly status: number | undefined
  /** Request id of the response. */
  readonly requestId: string | undefined
}

/** What is known only after a change was made: the id of something new, the counts of an import. */
export type AuditDetails = Partial<
  Pick<AuditRecord, 'outcome' | 'id' | 'inviteId' | 'projectId' | 'addedCount' | 'count'>
>

/** Runs a change and keeps its audit record. */
export async function audited<Result extends object>(
  audit: (record: AuditRecord) => void,
  subject: AuditSubject,
  change: () => Promise<{ readonly result: Result; readonly dryRun?: LabelboxError }>,
  details: (result: Result) => AuditDetails = () => ({}),
): Promise<Result> {
  const refused = (error: LabelboxError): void => {
    const { code, status, requestId } = error
    audit({ at: new Date(), ...subject, outcome: outcomeOf(error), code, status, requestId })
  }
  try {
    const { result, dryRun } = await change()
    if (dryRun !== undefined) refused(dryRun)
    else {
      const { status, requestId, error } = originOf(result)
      audit({ at: new Date(), ...subject, outcome: 'done', ...details(result), code: error?.code, status, requestId })
    }
    return result
  } catch (error) {
    if (isLabelboxError(error)) refused(error)
    throw error
  }
}

const outcomeOf = ({ code, mayHaveRun }: LabelboxError): AuditOutcome => {
  if (code === 'DRY_RUN') return 'dry-run'
  return mayHaveRun ? 'unknown' : 'refused'
}
