import { detailsOf, isLabelboxError, LabelboxError } from '../errors.ts'
import type { Origin } from '../origin.ts'
import type { RequestOptions } from '../transport/deadline.ts'
import type { Addressee } from './addressee.ts'
import { startCall, type Context } from './context.ts'
import type { PendingInvite } from './invites.ts'
import { settle } from './settle.ts'

const operationName = 'InviteUser'

/** Not sent, because of the invite that is pending. */
export const alreadyInvited = (invite: PendingInvite): LabelboxError =>
  new LabelboxError({
    code: 'ALREADY_INVITED',
    operationName,
    message: `${operationName} was not sent: an invite to that address is pending, which this error has as \`invite\`. Wait for its acceptance, cancel it, or say what to do with ifInvited.`,
    extras: { invite },
  })

/** Not sent, or sent for nothing: a member has nothing to accept. */
export const alreadyMember = (origin: Partial<Origin>, isSelf = false): LabelboxError =>
  new LabelboxError({
    ...origin,
    code: 'ALREADY_MEMBER',
    operationName,
    message: isSelf
      ? `${operationName} sent no invite: the address is that of the API key's own user, who is in the organization already.`
      : `${operationName} sent no invite: the address is a member's already. Change the member's role instead.`,
  })

/** The API has sent nothing, and nothing is known that would explain it. */
export const inviteRefused = (origin: Partial<Origin>): LabelboxError =>
  new LabelboxError({
    ...origin,
    code: 'INVITE_REFUSED',
    operationName,
    message: `${operationName} sent no invite, and Labelbox gave no reason. Look in users() and getInvites() what there is for that address.`,
  })

/** Nobody can tell. `error` is what the sending ended in, `end` what ended the call. */
export function outcomeUnknown(
  context: Context,
  email: string,
  before: Addressee,
  error: LabelboxError,
  end = error,
): LabelboxError {
  const { status, requestId, attempts, message } = error
  return new LabelboxError({
    code: 'OUTCOME_UNKNOWN',
    operationName,
    status,
    requestId,
    attempts,
    mayHaveRun: true,
    // An abort's own reason is what its caller looks for.
    cause: end.code === 'ABORTED' ? end.cause : error,
    message: `${operationName} may or may not have sent the invite. The \`settle()\` of this error looks what has come of it; calling again sends nothing until that is known, unless onUnknown is 'resend'. What happened: ${message}`,
    extras: {
      addresses: [email],
      settle: async (options?: RequestOptions) => [await settle(context, email, before, startCall(context, options))],
    },
  })
}

/** The same error, with one more thing to know. */
export function amended(error: unknown, sentence: string): unknown {
  if (!isLabelboxError(error)) return error
  return new LabelboxError({
    ...detailsOf(error),
    message: `${error.message} ${sentence}`,
    cause: error,
    ...(isLabelboxError(error, 'OUTCOME_UNKNOWN') && {
      extras: { addresses: error.addresses, settle: error.settle },
    }),
  })
}
