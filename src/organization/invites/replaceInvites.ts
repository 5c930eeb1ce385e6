import {
  detailsOf,
  isLabelboxError,
  LabelboxError,
  type LabelboxErrorDetails,
  type LabelboxErrorInit,
  type ServerError,
} from '../../core/errors.ts'
import { lookUp } from './addressee.ts'
import { alreadyInvited, alreadyMember } from './inviteErrors.ts'
import { cancelInvite } from './invites.ts'
import type { PendingInvite } from '../../core/records.ts'
import type { Sending } from './sendInvite.ts'

/** How far the first of the two steps has come. */
export interface Cancelling {
  /** How many invites are to be cancelled. */
  of: number
  /** How many have been. */
  done: number
  /** Whether one more may have been. */
  isOpen: boolean
}

/** Cancels all; what went meanwhile may have been accepted. */
export async function cancelAll(
  { context, input, options }: Sending,
  invites: readonly PendingInvite[],
  cancelling: Cancelling,
): Promise<void> {
  cancelling.of = invites.length
  for (const invite of invites) {
    try {
      await cancelInvite(context, input.organizationId, invite, options)
      cancelling.done += 1
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      if (error.code === 'RESOURCE_NOT_FOUND') continue
      cancelling.isOpen = error.mayHaveRun
      // Whatever has become of the old invite, no new one was sent.
      throw amended(error, { mayHaveRun: false })
    }
  }
  if (cancelling.done < invites.length) {
    const now = await lookUp(context, input.inviteeEmail, options)
    if (now.member !== undefined) throw alreadyMember({})
    const [other] = now.invites
    if (other !== undefined) throw alreadyInvited(other)
  }
}

/**
 * What ended the replacing, with what it has left behind: without the old invite and the new one, at worst. Where nothing
 * was to be sent, `unsent` is empty.
 */
export function afterCancelling(
  error: unknown,
  cancelling: Cancelling,
  unsent: readonly string[] = ['No new one was sent.'],
): unknown {
  const { done, isOpen } = cancelling
  if (!isLabelboxError(error) || error.code === 'DRY_RUN' || (done === 0 && !isOpen)) return error
  const message = [
    error.message.replace(' Nothing was changed.', ''),
    sentenceOf(cancelling),
    ...(error.mayHaveRun ? [] : unsent),
  ].join(' ')
  return amended(error, { mayHaveRun: true, message })
}

function sentenceOf({ of, done, isOpen }: Cancelling): string {
  if (of === 1) return `The earlier invite ${isOpen ? 'may have' : 'has'} been cancelled.`
  const more = isOpen ? ', and one more may have been' : ''
  return `Of ${of} earlier invites, ${done} ${done === 1 ? 'has' : 'have'} been cancelled${more}.`
}

/** The same error, but for what is given. */
function amended(
  error: LabelboxError,
  changes: Partial<LabelboxErrorDetails> & { readonly message?: string },
): LabelboxError {
  const { message, cause, graphQLErrors, data } = error
  const response: unknown = error.response
  return new LabelboxError({
    ...detailsOf(error),
    message,
    cause,
    graphQLErrors: graphQLErrors as readonly ServerError[],
    data,
    response,
    extras: extrasOf(error),
    ...changes,
  })
}

function extrasOf(error: LabelboxError): LabelboxErrorInit['extras'] {
  if (isLabelboxError(error, 'OUTCOME_UNKNOWN')) return { addresses: error.addresses, settle: error.settle }
  if (isLabelboxError(error, 'AUTHORIZATION')) return { missingPermission: error.missingPermission }
  if (isLabelboxError(error, 'ALREADY_INVITED')) return { invite: error.invite }
  return undefined
}
