import { isLabelboxError, type LabelboxError, type LabelboxErrorCode } from '../core/errors.ts'
import { originOf } from '../core/origin.ts'

/** What was to be changed, and for whom. */
export interface AuditSubject {
  /** The method, or for `execute` the name of the operation. An `inviteUser` that replaces has a `cancelInvite` before. */
  readonly action: string
  /** Who was invited, changed or removed, whose invite was cancelled or whose key was made, where the address says it. */
  readonly email?: string | undefined
  /** The name or id of the role that goes with it. */
  readonly role?: string | undefined
  /** The invite that was sent or cancelled. One that was sent may be without, as the API does not always tell. */
  readonly inviteId?: string | undefined
  /** For a `cancelInvite` of an invite that a runtime made by sending one request twice: see `inviteUser`. */
  readonly isRepeated?: boolean | undefined
  /** The member that was changed or removed, where it was said by the id. */
  readonly userId?: string | undefined
  /** The project that was made, by its id; or the one in which it was, as it was said: by the id or by the name. */
  readonly projectId?: string | undefined
  /** The id of what was changed, or of what was made: a webhook, a tag, a key, an integration or a group. */
  readonly id?: string | undefined
  /** The name of what was made, or its new one. */
  readonly name?: string | undefined
  /** The origin of the address that a webhook's events go to, without its path and query. */
  readonly url?: string | undefined
  /** The text of a tag. */
  readonly text?: string | undefined
}

/**
 * How a change ended: `done`; `refused` by Labelbox, or here before anything was sent; `unknown`, it may have been
 * made; `dry-run`, it was not sent because the client changes nothing.
 */
export type AuditOutcome = 'done' | 'refused' | 'unknown' | 'dry-run'

/** The record of one change, for those who must keep one. It names people: where it is kept is a matter of privacy. */
export interface AuditRecord extends AuditSubject {
  readonly at: Date
  readonly outcome: AuditOutcome
  /** Why it was not done. */
  readonly code: LabelboxErrorCode | undefined
  readonly status: number | undefined
  readonly requestId: string | undefined
}

/** What is known only once a change has been made: the id of something new. */
type Ending = Partial<Pick<AuditRecord, 'outcome' | 'id' | 'inviteId' | 'projectId'>>

/** Makes a change and keeps the record of it. */
export async function audited<T>(
  { audit }: { readonly audit: (record: AuditRecord) => void },
  subject: AuditSubject,
  change: () => Promise<T>,
  ending: (result: T) => Ending = () => ({}),
): Promise<T> {
  let result: T
  try {
    result = await change()
  } catch (error) {
    if (isLabelboxError(error)) {
      const { code, status, requestId } = error
      audit({ at: new Date(), ...subject, outcome: outcomeOf(error), code, status, requestId })
    }
    throw error
  }
  const { status, requestId, error } = originOf(result as object)
  audit({ at: new Date(), ...subject, outcome: 'done', ...ending(result), code: error?.code, status, requestId })
  return result
}

const outcomeOf = ({ code, mayHaveRun }: LabelboxError): AuditOutcome => {
  if (code === 'DRY_RUN') return 'dry-run'
  return mayHaveRun ? 'unknown' : 'refused'
}
