import { CancelInviteDocument } from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import {
  detailsOf,
  isLabelboxError,
  LabelboxError,
  type LabelboxErrorInit,
  type ServerError,
} from '../../core/errors.ts'
import { wordsOf } from '../../core/errorWords.ts'
import { refuse } from '../../core/guards.ts'
import { isText, requireVisible } from '../../core/visibleText.ts'
import type { PendingInvite } from '../../core/records.ts'
import { startCall, type Context } from '../context.ts'
import { bare, parseEmail } from '../email.ts'
import { requireChanged } from '../responses.ts'
import { nothing, orRemoved, runChange } from '../runChange.ts'
import { alreadyInvited, alreadyMember } from './inviteErrors.ts'
import { invitesTo, timeOf, type Invite, type InviteReference } from './invites.ts'
import { lookUp } from './settle.ts'
import { keyOf, settledBy } from './unsettledInvites.ts'
import { notFound } from '../unknownIds.ts'

export async function cancelInvite(
  context: Context,
  organizationId: string,
  invite: InviteReference,
  options: CallOptions,
): Promise<void> {
  const { id, inviteeEmail, organizationRoleName } = fieldsOf(invite)
  const email = inviteeEmail ?? undefined
  await runChange(context, options, {
    subject: { action: 'cancelInvite', inviteId: id, email },
    prepare: (call) => cancellableId(context, invite, call),
    send: async (realId, call) => {
      const data = await cancelById(context, realId, call)
      // It may be the invite whose outcome was unknown: it arrived, and is cancelled now.
      if (email !== undefined && isText(organizationRoleName)) {
        settledBy(keyOf(organizationId, email), { id: realId, organizationRoleName })
      }
      return data
    },
    planned: nothing,
  })
}

const fieldsOf = (invite: InviteReference | null | undefined): Partial<Invite> =>
  typeof invite === 'string' ? { id: invite } : (invite ?? {})

export const cancelById = (context: Context, id: string, call: CallOptions): Promise<object> =>
  orRemoved(context.execute(CancelInviteDocument, { id }, call), (data) =>
    requireChanged(data.cancelInvite, 'CancelInvite', data),
  )

/** Returns the id that cancels an invite. For a placeholder, finds the invite by its address and its time. */
async function cancellableId(context: Context, invite: InviteReference, call: CallOptions): Promise<string> {
  const { id, inviteeEmail = null, createdAt = null } = fieldsOf(invite)
  if (typeof id !== 'string' || id === '') throw refuse('CancelInvite', 'it needs an invite, or its id.')
  if (id !== 'invited') return id
  if (inviteeEmail === null) {
    throw refuse('CancelInvite', "'invited' is a placeholder, not an id. Pass the invite, or one of getInvites().")
  }
  const toAddress = await invitesTo(context, inviteeEmail, call)
  const atTime = toAddress.filter((pending) => timeOf(pending) === timeOf({ createdAt }))
  const [pending, other] = atTime.length === 1 ? atTime : toAddress
  if (pending === undefined) throw notPending('CancelInvite', 'that invite is not pending.')
  if (other !== undefined) {
    throw refuse('CancelInvite', 'there are several invites to that address. Cancel those of getInvites() one by one.')
  }
  return pending.id
}

/** Cancels every invite to an address, and returns the cancelled ones. */
export async function cancelInvitesTo(
  context: Context,
  organizationId: string,
  address: string,
  options: CallOptions,
): Promise<readonly PendingInvite[]> {
  const call = startCall(context, options)
  const pending = await pendingTo(context, requireAddress(address, 'CancelInvite'), 'CancelInvite', call)
  const cancelled: PendingInvite[] = []
  let gone: LabelboxError | undefined
  for (const invite of pending) {
    try {
      await cancelInvite(context, organizationId, invite, call)
      cancelled.push(invite)
    } catch (error) {
      if (isLabelboxError(error, 'RESOURCE_NOT_FOUND')) gone = error
      else if (cancelled.length === 0) throw error
      else {
        const isOpen = isLabelboxError(error) && error.mayHaveRun
        throw afterCancelling(error, { of: pending.length, done: cancelled.length, isOpen }, [])
      }
    }
  }
  if (gone !== undefined && cancelled.length === 0) throw gone
  return cancelled
}

export function requireAddress(address: string, operationName: string): string {
  const email = isText(address) ? parseEmail(requireVisible(operationName, 'the address', bare(address))) : undefined
  if (email !== undefined) return email
  throw refuse(operationName, 'it needs an email address, such as ada@example.com.')
}

/** Returns the pending invites to an address, at least one. */
export async function pendingTo(
  context: Context,
  email: string,
  operationName: string,
  call: CallOptions,
): Promise<readonly PendingInvite[]> {
  const pending = await invitesTo(context, email, call)
  if (pending.length > 0) return pending
  throw notPending(operationName, 'no invite to that address is pending.')
}

const notPending = (operationName: string, what: string): LabelboxError =>
  notFound(operationName, `${what} It may have been accepted or cancelled.`)

/** How many of several invites have been cancelled. */
export interface Cancelling {
  of: number
  done: number
  /** Whether one more may have been cancelled. */
  isOpen: boolean
}

/** Cancels the invites that a new one replaces, and counts them in `cancelling`. */
export async function cancelReplaced(
  context: Context,
  { organizationId, inviteeEmail }: { readonly organizationId: string; readonly inviteeEmail: string },
  invites: readonly PendingInvite[],
  cancelling: Cancelling,
  call: CallOptions,
): Promise<void> {
  cancelling.of = invites.length
  for (const invite of invites) {
    try {
      await cancelInvite(context, organizationId, invite, call)
      cancelling.done += 1
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      if (error.code === 'RESOURCE_NOT_FOUND') continue
      cancelling.isOpen = error.mayHaveRun
      // The new invite was certainly not sent, and this error is about that one.
      throw amended(error, { mayHaveRun: false })
    }
  }
  // The others may have been accepted in the meantime.
  if (cancelling.done < invites.length) {
    const now = await lookUp(context, inviteeEmail, call)
    if (now.member !== undefined) throw alreadyMember({})
    const [other] = now.invites
    if (other !== undefined) throw alreadyInvited(other)
  }
}

/** Adds to an error what was cancelled before it. */
export function afterCancelling(
  error: unknown,
  cancelling: Cancelling,
  unsent: readonly string[] = ['No new one was sent.'],
): unknown {
  const { of, done, isOpen } = cancelling
  if (!isLabelboxError(error) || error.code === 'DRY_RUN' || (done === 0 && !isOpen)) return error
  const more = isOpen ? ', and one more may have been' : ''
  const cancelled =
    of === 1
      ? `The earlier invite ${isOpen ? 'may have' : 'has'} been cancelled.`
      : `Of ${of} earlier invites, ${done} ${done === 1 ? 'has' : 'have'} been cancelled${more}.`
  const reason = wordsOf(error).message.replace(' Nothing was changed.', '')
  const message = [reason, cancelled, ...(error.mayHaveRun ? [] : unsent)].join(' ')
  return amended(error, { mayHaveRun: true, message })
}

/** Copies an error, with changes. */
function amended(
  error: LabelboxError,
  changes: Pick<LabelboxErrorInit, 'mayHaveRun'> & { readonly message?: string },
): LabelboxError {
  const { cause, graphQLErrors, data } = error
  const response: unknown = error.response
  return new LabelboxError({
    ...detailsOf(error),
    ...wordsOf(error),
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
