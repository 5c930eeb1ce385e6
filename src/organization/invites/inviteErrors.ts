import type { RequestOptions } from '../../core/callOptions.ts'
import { detailsOf, LabelboxError } from '../../core/errors.ts'
import type { Origin } from '../../core/origin.ts'
import type { PendingInvite } from '../../core/records.ts'
import { startCall, type Context } from '../context.ts'
import { settle } from './settle.ts'
import { forgetUnsettled, type SentInvite } from './unsettledInvites.ts'

const operationName = 'InviteUser'

export const alreadyInvited = (invite: PendingInvite): LabelboxError =>
  new LabelboxError({
    code: 'ALREADY_INVITED',
    operationName,
    message: `${operationName} was not sent: an invite to that address is pending.`,
    advice: ['set-if-invited', 'Wait until it is accepted, cancel it (it is `error.invite`), or set ifInvited.'],
    extras: { invite },
  })

/** Refused here, or by the API, which sends members no invite. */
export const alreadyMember = (origin: Partial<Origin>, isSelf = false): LabelboxError =>
  new LabelboxError({
    ...origin,
    code: 'ALREADY_MEMBER',
    operationName,
    message: isSelf
      ? `${operationName} sent no invite: the address belongs to the API key's own user, who is a member.`
      : `${operationName} sent no invite: the address belongs to a member. Change the member's role instead.`,
  })

/** The API sent no invite, and the reason could not be found out. */
export const inviteRefused = (origin: Partial<Origin>): LabelboxError =>
  new LabelboxError({
    ...origin,
    code: 'INVITE_REFUSED',
    operationName,
    message: `${operationName} sent no invite, and Labelbox gave no reason.`,
    advice: ['look-up-address', 'Look for that address in users() and getInvites().'],
  })

/** @param error - Left the outcome open. @param cause - Ended the call. */
export const outcomeUnknown = (
  context: Context,
  key: string,
  sent: SentInvite,
  error: LabelboxError,
  cause: unknown,
): LabelboxError =>
  new LabelboxError({
    ...detailsOf(error),
    code: 'OUTCOME_UNKNOWN',
    operationName,
    retryable: false,
    mayHaveRun: true,
    cause,
    message: `${operationName} may or may not have sent the invite: ${error.reason}`,
    advice: [
      'settle',
      "Call `error.settle()` to look for it. Until it is found, the same call sends nothing, unless onUnknown is 'resend'.",
    ],
    extras: {
      addresses: [sent.email],
      settle: async (options?: RequestOptions) => {
        const { email, outcome, invite, member } = await settle(context, sent, startCall(context, options))
        if (outcome !== 'not-found') forgetUnsettled(key)
        return [{ email, outcome, invite, member }]
      },
    },
  })
