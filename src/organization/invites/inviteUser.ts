import { isLabelboxError } from '../../core/errors.ts'
import type { CallOptions, RequestOptions } from '../../core/callOptions.ts'
import { lookUp } from './addressee.ts'
import { audited, type AuditSubject } from '../audit.ts'
import { startCall, unlessDryRun, type Context } from '../context.ts'
import { refuse } from '../../core/guards.ts'
import { inTurn } from './addressQueue.ts'
import { alreadyInvited, alreadyMember } from './inviteErrors.ts'
import type { Invite } from './invites.ts'
import { resolveInvite, type NewInvite, type ResolvedInvite } from './newInvite.ts'
import { afterCancelling, cancelAll, type Cancelling } from './replaceInvites.ts'
import { earlierOf, placeholder, send, stillUnknown, type Sending } from './sendInvite.ts'
import { keyOf } from './unsettled.ts'

/** What to do about an address that has been invited already. */
export type IfInvited = 'refuse' | 'return' | 'replace' | 'send'

/** How to invite. */
export interface InviteOptions extends Omit<RequestOptions, 'onPartialData'> {
  /**
   * What to do when an invite to the address is pending. `refuse`, the default: reject with `ALREADY_INVITED`, which
   * carries that invite. `return`: give that invite, whatever its role. `replace`: cancel it and then send the new one,
   * which is two steps: an error after the first says what is cancelled, and has `mayHaveRun`. `send`: send another one; the
   * API allows it, and the same goes for an address of which an earlier call could not tell.
   */
  readonly ifInvited?: IfInvited | undefined
  /**
   * What to do when nobody can tell whether the invite was sent: after a gateway's error, a broken connection, a timeout.
   * `report`, the default: reject with `OUTCOME_UNKNOWN`. `resend`: send it once more, at the risk of two invites.
   */
  readonly onUnknown?: 'report' | 'resend' | undefined
}

const name = 'InviteUser'
const choices = { ifInvited: ['refuse', 'return', 'replace', 'send'], onUnknown: ['report', 'resend'] }

/** An invite to be sent when its turn has come. */
interface Planned {
  readonly email: string
  /** What it is, as of the turn. */
  readonly resolve: () => Promise<ResolvedInvite>
}

/** Looks, decides, sends once, and finds out what has become of it. */
export const inviteUser = async (
  context: Context,
  organizationId: string,
  invite: NewInvite,
  options: InviteOptions = {},
): Promise<Invite> =>
  inviteAs(context, organizationId, subjectOf(invite), options, async (call) => {
    const resolved = await resolveInvite(context, organizationId, invite, call)
    return { email: resolved.input.inviteeEmail, resolve: () => Promise.resolve(resolved) }
  })

/** The same for an invite that may depend on what there is when its turn has come. */
export async function inviteAs(
  context: Context,
  organizationId: string,
  subject: AuditSubject,
  options: InviteOptions,
  plan: (call: CallOptions) => Promise<Planned>,
): Promise<Invite> {
  // Half an answer does not say that an invite was refused.
  const call: CallOptions = { ...startCall(context, options), onPartialData: 'throw' }
  const { ifInvited = 'refuse', onUnknown = 'report' } = options
  for (const [option, value] of Object.entries({ ifInvited, onUnknown } as const)) {
    const known = choices[option as keyof typeof choices]
    if (!known.includes(value)) throw refuse(name, `${option} must be one of ${known.join(', ')}.`)
  }
  let inviteeEmail: string | null = null
  const cancelling: Cancelling = { of: 0, done: 0, isOpen: false }
  const sendInTurn = async (): Promise<Invite> => {
    const { email, resolve } = await plan(call)
    inviteeEmail = email
    const key = keyOf(organizationId, email)
    const mayResend = onUnknown === 'resend'
    return inTurn(context, [key], call, async (turn) => {
      const sending = { context, key, turn, ...(await resolve()), options: call, mayResend }
      return decide(sending, ifInvited, cancelling)
    })
  }
  const inviting = audited(context, subject, sendInTurn, ({ id }) =>
    id === placeholder.id ? {} : { inviteId: id },
  ).catch((error: unknown) => {
    // The record above is of the new invite alone: the cancelling has one of its own.
    throw afterCancelling(error, cancelling)
  })
  const invited = unlessDryRun(inviting, () => ({ ...placeholder, id: 'dry-run', inviteeEmail }))
  return ifInvited === 'return' ? orPending(invited) : invited
}

/** From JavaScript anything may come, and is refused after this. */
function subjectOf(invite: Partial<NewInvite> | undefined): AuditSubject {
  const { email, role } = invite ?? {}
  return { action: 'inviteUser', email, role: (typeof role === 'string' ? role : role?.name) ?? undefined }
}

/** The invite that is pending, in place of the refusal to send another one. */
async function orPending(invited: Promise<Invite>): Promise<Invite> {
  try {
    return await invited
  } catch (error) {
    if (isLabelboxError(error, 'ALREADY_INVITED')) return error.invite
    throw error
  }
}

async function decide(sending: Sending, ifInvited: IfInvited, cancelling: Cancelling): Promise<Invite> {
  const { context, input, options } = sending
  const before = await lookUp(context, input.inviteeEmail, options)
  const newest = before.invites.at(-1)
  const earlier = earlierOf(sending, before)
  // Nothing is sent here, so that what is unknown makes no difference.
  const isAnswer = newest !== undefined && (ifInvited === 'refuse' || ifInvited === 'return')
  if (earlier !== undefined && !isAnswer && ifInvited !== 'send' && !sending.mayResend) {
    throw stillUnknown(sending, earlier)
  }
  if (before.member !== undefined) throw alreadyMember({}, before.member.id === input.inviterId)
  if (isAnswer) throw alreadyInvited(newest)
  if (newest !== undefined && ifInvited === 'replace') await cancelAll(sending, before.invites, cancelling)
  // Those that are cancelled may still be listed for a moment, and are none that this sends.
  return send(sending, before, earlier?.error)
}
