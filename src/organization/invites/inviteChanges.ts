import { isLabelboxError, LabelboxError } from '../../core/errors.ts'
import { requireCallOptions } from '../../transport/time/deadline.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { invitesTo } from './addressee.ts'
import { startCall, type Context } from '../context.ts'
import { refuse, requireVisible, isText } from '../../core/guards.ts'
import { bare, parseEmail } from './email.ts'
import { cancelInvite, type Invite } from './invites.ts'
import type { PendingInvite } from '../../core/records.ts'
import { inviteAs, type InviteOptions } from './inviteUser.ts'
import { resolveInvite, type NewInvite, type ResolvedInvite } from './newInvite.ts'
import { afterCancelling, type Cancelling } from './replaceInvites.ts'
import { isProjectBased } from '../roles/roles.ts'

/**
 * Withdraws every invite to an address, and gives those that it has withdrawn: one that is gone meanwhile is not among
 * them, and keeps none of the others.
 */
export async function cancelInvitesTo(
  context: Context,
  organizationId: string,
  address: string,
  options?: RequestOptions,
): Promise<readonly PendingInvite[]> {
  const call = startCall(context, options)
  const pending = await pendingTo(context, requireAddress(address, 'CancelInvite'), 'CancelInvite', call)
  const withdrawn: PendingInvite[] = []
  let gone: LabelboxError | undefined
  for (const invite of pending) {
    try {
      await cancelInvite(context, organizationId, invite, call)
      withdrawn.push(invite)
    } catch (error) {
      if (!isLabelboxError(error, 'RESOURCE_NOT_FOUND')) {
        throw afterSome(error, { of: pending.length, done: withdrawn.length })
      }
      gone = error
    }
  }
  if (gone !== undefined && withdrawn.length === 0) throw gone
  return withdrawn
}

/** What ended the cancelling, with what was cancelled before. */
const afterSome = (error: unknown, cancelling: Omit<Cancelling, 'isOpen'>): unknown =>
  cancelling.done === 0
    ? error
    : afterCancelling(error, { ...cancelling, isOpen: isLabelboxError(error) && error.mayHaveRun }, [])

/**
 * Sends the invite to an address once more, as it was: the API has no such thing, so it is withdrawn, with all others to
 * the address, and a new one is sent.
 */
export async function resendInvite(
  context: Context,
  organizationId: string,
  address: string,
  options: Omit<InviteOptions, 'ifInvited'> = {},
): Promise<Invite> {
  requireCallOptions(options)
  const subject = { action: 'inviteUser', email: isText(address) ? address : undefined }
  return inviteAs(context, organizationId, subject, { ...options, ifInvited: 'replace' }, (call) => {
    const email = requireAddress(address, 'InviteUser')
    const resolve = async (): Promise<ResolvedInvite> => {
      const newest = (await pendingTo(context, email, 'InviteUser', call)).at(-1)
      return resolveInvite(context, organizationId, asBefore(newest), call)
    }
    return Promise.resolve({ email, resolve })
  })
}

/** What a pending invite offers. */
function asBefore({ inviteeEmail, organizationRoleName, projectInvites }: Partial<PendingInvite> = {}): NewInvite {
  const offered = (projectInvites ?? []).map(({ projectId, projectRoleName }) => ({ projectId, projectRoleName }))
  if (
    !isText(inviteeEmail) ||
    !isText(organizationRoleName) ||
    (projectInvites == null && isProjectBased({ name: organizationRoleName })) ||
    !offered.every(isComplete)
  ) {
    throw refuse('InviteUser', 'the invite that is pending does not say what it offers. Cancel it, and invite anew.')
  }
  const projectRoles = offered.map(({ projectId, projectRoleName }) => ({
    project: { id: projectId },
    role: projectRoleName,
  }))
  return { email: inviteeEmail, role: organizationRoleName, projectRoles }
}

const isComplete = (offer: {
  readonly projectId: string | null
  readonly projectRoleName: string | null
}): offer is { readonly projectId: string; readonly projectRoleName: string } =>
  isText(offer.projectId) && isText(offer.projectRoleName)

function requireAddress(address: string, operationName: string): string {
  const email = isText(address) ? parseEmail(requireVisible(operationName, 'the address', bare(address))) : undefined
  if (email !== undefined) return email
  throw refuse(operationName, 'it needs an address, such as ada@example.com.')
}

/** What is pending to an address, oldest first; one at least. */
async function pendingTo(
  context: Context,
  email: string,
  operationName: string,
  options: CallOptions,
): Promise<readonly PendingInvite[]> {
  const pending = await invitesTo(context, email, options)
  if (pending.length > 0) return pending
  throw new LabelboxError({
    code: 'RESOURCE_NOT_FOUND',
    operationName,
    message: `${operationName} was not sent: no invite to that address is pending. It may have been accepted, or cancelled.`,
  })
}
