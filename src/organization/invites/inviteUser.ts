import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { isText } from '../../core/visibleText.ts'
import type { PendingInvite } from '../../core/records.ts'
import type { AuditSubject } from '../audit.ts'
import { startCall, type Context } from '../context.ts'
import { isProjectBased, roleNameOf } from '../roles/roles.ts'
import { runChange } from '../runChange.ts'
import { inTurn } from './addressQueue.ts'
import { afterCancelling, cancelReplaced, pendingTo, requireAddress, type Cancelling } from './cancelInvites.ts'
import { alreadyInvited, alreadyMember, outcomeUnknown } from './inviteErrors.ts'
import type { Invite } from './invites.ts'
import { resolveInvite, type NewInvite, type ResolvedInvite } from './newInvite.ts'
import { earlierOf, placeholder, send, type Sending } from './sendInvite.ts'
import { lookUp } from './settle.ts'
import { keyOf } from './unsettledInvites.ts'

/** What to do when an invite to the address is pending: see {@link InviteOptions.ifInvited}. */
export type IfInvited = 'refuse' | 'return' | 'replace' | 'send'

/** Options of `resendInvite`. */
export interface ResendOptions extends Omit<RequestOptions, 'onPartialData'> {
  /**
   * What to do when it stays unknown whether the invite was sent, after a gateway error, a broken connection or a timeout.
   * `report` rejects with `OUTCOME_UNKNOWN`. `resend` sends it once more, at the risk of two invites. Default: `report`.
   */
  readonly onUnknown?: 'report' | 'resend' | undefined
}

/** Options of `inviteUser`. */
export interface InviteOptions extends ResendOptions {
  /**
   * What to do when an invite to the address is pending. Default: `refuse`.
   *
   * - `refuse`: reject with `ALREADY_INVITED`, whose `invite` is the pending one.
   * - `return`: return the pending invite, whatever its role.
   * - `replace`: cancel it, then send the new one. An error between the two steps says what was cancelled, and has
   *   `mayHaveRun`.
   * - `send`: send another one, which the API allows. This also sends when the outcome of an earlier call is unknown.
   */
  readonly ifInvited?: IfInvited | undefined
}

const name = 'InviteUser'
const choices = { ifInvited: ['refuse', 'return', 'replace', 'send'], onUnknown: ['report', 'resend'] }

export const inviteUser = async (
  context: Context,
  organizationId: string,
  invite: NewInvite,
  options: InviteOptions & CallOptions = {},
): Promise<Invite> => {
  const { email, role } = objectOf(invite)
  const subject = { action: 'inviteUser', email, role: roleNameOf(role) }
  return inviteAs(context, organizationId, subject, options, async (call) => {
    const resolved = await resolveInvite(context, organizationId, invite, call)
    return { email: resolved.input.inviteeEmail, resolve: () => Promise.resolve(resolved) }
  })
}

/** Sends the newest invite to an address again. The API can't, so this cancels all invites to it and sends a new one. */
export const resendInvite = async (
  context: Context,
  organizationId: string,
  address: string,
  options: ResendOptions & CallOptions = {},
): Promise<Invite> => {
  const subject = { action: 'inviteUser', email: isText(address) ? address : undefined }
  return inviteAs(context, organizationId, subject, { ...options, ifInvited: 'replace' }, (call) => {
    const email = requireAddress(address, name)
    const resolve = async (): Promise<ResolvedInvite> => {
      const newest = (await pendingTo(context, email, name, call)).at(-1)
      return resolveInvite(context, organizationId, asBefore(newest), call)
    }
    return { email, resolve }
  })
}

/** An invite that is resolved when no other call is inviting the same address. */
interface Planned {
  readonly email: string
  readonly resolve: () => Promise<ResolvedInvite>
}

async function inviteAs(
  context: Context,
  organizationId: string,
  subject: AuditSubject,
  options: InviteOptions & CallOptions,
  plan: (call: CallOptions) => Planned | Promise<Planned>,
): Promise<Invite> {
  // Partial data can not show whether an invite was refused.
  const started: CallOptions = { ...startCall(context, options), onPartialData: 'throw' }
  const { ifInvited = 'refuse', onUnknown = 'report' } = options
  for (const [option, value] of Object.entries({ ifInvited, onUnknown } as const)) {
    const known = choices[option as keyof typeof choices]
    if (!known.includes(value)) throw refuse(name, `${option} must be one of ${known.join(', ')}.`)
  }
  const cancelling: Cancelling = { of: 0, done: 0, isOpen: false }
  try {
    return await runChange<Planned, Invite>(context, started, {
      subject,
      prepare: plan,
      send: ({ email, resolve }, call) => {
        const key = keyOf(organizationId, email)
        return inTurn(context, [key], call, async (turn) => {
          const sending = { context, key, turn, ...(await resolve()), call, mayResend: onUnknown === 'resend' }
          return decide(sending, ifInvited, cancelling)
        })
      },
      planned: ({ email }) => ({ ...placeholder, id: 'dry-run', inviteeEmail: email }),
      details: ({ id }) => (id === placeholder.id ? {} : { inviteId: id }),
    })
  } catch (error) {
    if (ifInvited === 'return' && isLabelboxError(error, 'ALREADY_INVITED')) return error.invite
    // Not in the audit record above, which is about the new invite: each cancelled one has its own record.
    throw afterCancelling(error, cancelling)
  }
}

async function decide(sending: Sending, ifInvited: IfInvited, cancelling: Cancelling): Promise<Invite> {
  const { context, key, input, call, mayResend } = sending
  const before = await lookUp(context, input.inviteeEmail, call)
  const newest = before.invites.at(-1)
  const earlier = earlierOf(sending, before)
  // A pending invite that is refused or returned answers the call, whatever the outcome of an earlier one.
  const isAnswer = newest !== undefined && (ifInvited === 'refuse' || ifInvited === 'return')
  if (earlier !== undefined && !isAnswer && ifInvited !== 'send' && !mayResend) {
    throw outcomeUnknown(context, key, earlier, earlier.error, earlier.error)
  }
  if (before.member !== undefined) throw alreadyMember({}, before.member.id === input.inviterId)
  if (isAnswer) throw alreadyInvited(newest)
  if (newest !== undefined && ifInvited === 'replace') {
    await cancelReplaced(context, input, before.invites, cancelling, call)
  }
  // Cancelled invites may still be listed for a moment. They are in `before`, so they do not count as the new one.
  return send(sending, before, earlier?.error)
}

/** Returns an invite that offers the same as a pending one. */
function asBefore({ inviteeEmail, organizationRoleName, projectInvites }: Partial<PendingInvite> = {}): NewInvite {
  const offered = (projectInvites ?? []).map(({ projectId, projectRoleName }) => ({ projectId, projectRoleName }))
  if (
    !isText(inviteeEmail) ||
    !isText(organizationRoleName) ||
    (projectInvites == null && isProjectBased({ name: organizationRoleName })) ||
    !offered.every(isComplete)
  ) {
    throw refuse(name, 'the API does not return which roles the pending invite offers. Cancel it and send a new one.')
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
