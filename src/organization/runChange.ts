import type { CallOptions } from '../core/callOptions.ts'
import { isLabelboxError } from '../core/errors.ts'
import { audited, type AuditDetails, type AuditSubject } from './audit.ts'
import { startCall, type Context } from './context.ts'
import { confirmed } from './responses.ts'

/** A change of the organization, in the steps that a dry run and the audit need to tell apart. */
export interface Change<Prepared, Result extends object> {
  /** The part of the audit record that is known from the input. */
  readonly subject: AuditSubject
  /** Checks the input and looks up what the change needs. A refusal here is audited, and nothing was sent. */
  readonly prepare: (call: CallOptions) => Prepared | Promise<Prepared>
  /** Sends the change, and rejects where the response does not confirm it. */
  readonly send: (prepared: Prepared, call: CallOptions) => Promise<Result>
  /** Returns the result of a dry run. Default: a dry run rejects with `DRY_RUN`. */
  readonly planned?: (prepared: Prepared) => Result | Promise<Result>
  /** Returns the part of the audit record that is known from the result, such as the id of a new record. */
  readonly details?: (result: Result) => AuditDetails
}

/** Runs a change under one deadline, keeps its audit record, and returns the planned result in a dry run. */
export async function runChange<Prepared, Result extends object>(
  context: Context,
  options: CallOptions | undefined,
  { subject, prepare, send, planned, details }: Change<Prepared, Result>,
): Promise<Result> {
  const call = startCall(context, options)
  const change = async () => {
    const prepared = await prepare(call)
    try {
      return { result: await send(prepared, call) }
    } catch (error) {
      if (planned === undefined || !isLabelboxError(error, 'DRY_RUN')) throw error
      return { result: await planned(prepared), dryRun: error }
    }
  }
  const { audit } = context
  if (audit === undefined) return (await change()).result
  return audited(audit, subject, change, details)
}

/** The result of a change that returns nothing, in a dry run. */
export const nothing = (): object => ({})

/** Runs a removal. A retry that finds nothing to remove is a success, as an earlier attempt may have removed it. */
export async function orRemoved<Data extends object>(
  removing: Promise<Data>,
  confirm: (data: Data) => unknown,
): Promise<object> {
  try {
    return await confirmed(removing, confirm)
  } catch (error) {
    if (isLabelboxError(error, 'RESOURCE_NOT_FOUND') && error.mayHaveRun && error.attempts > 1) return {}
    throw error
  }
}
