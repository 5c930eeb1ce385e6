import {
  InviteUserDocument,
  type CreateInviteInput,
  type InviteFragment,
  type InviteUserMutation,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import { isLabelboxError, type LabelboxError } from '../../core/errors.ts'
import { hasId, isRecord } from '../../core/guards.ts'
import { originOf } from '../../core/origin.ts'
import { controlFlowError } from '../../transport/response/controlFlow.ts'
import type { Context } from '../context.ts'
import { isSameEmail } from '../email.ts'
import { isMember } from '../members/members.ts'
import { outcomeUnclear, requireOutcome, withOriginOf } from '../responses.ts'
import type { Turn } from './addressQueue.ts'
import { alreadyMember, inviteRefused, outcomeUnknown } from './inviteErrors.ts'
import type { Invite } from './invites.ts'
import type { ResolvedInvite } from './newInvite.ts'
import { onlyOne, realInvite } from './repeatedInvites.ts'
import { compare, settle } from './settle.ts'
import { forgetUnsettled, rememberUnsettled, unsettledOf, type Addressee, type Unsettled } from './unsettledInvites.ts'

/** An invite to send. */
export interface Sending {
  readonly context: Context
  /** Remembers the invite while its outcome is unknown. See `keyOf`. */
  readonly key: string
  readonly turn: Turn
  readonly input: CreateInviteInput
  readonly roleName: string | null
  readonly projectRoles: ResolvedInvite['projectRoles']
  readonly call: CallOptions
  /** Whether to send it once more if the outcome stays unknown. */
  readonly mayResend: boolean
}

/** Stands for an invite whose id is unknown. */
export const placeholder: Invite = { id: 'invited', inviteeEmail: null, organizationRoleName: null, createdAt: null }

/** Returns the earlier invite to the address whose outcome is still unknown. */
export function earlierOf({ context, key }: Sending, now: Addressee): Unsettled | undefined {
  const earlier = unsettledOf(key, context.timing.now())
  if (earlier === undefined || compare(earlier, now).outcome === 'not-found') return earlier
  forgetUnsettled(key)
  return undefined
}

/** Sends the invite. After an ambiguous failure, reads the address back. */
export async function send(sending: Sending, before: Addressee, earlier: LabelboxError | undefined): Promise<Invite> {
  const { context, key, turn, input, roleName, projectRoles, call, mayResend } = sending
  const sent = { email: input.inviteeEmail, roleName, projectRoles, before }
  turn.sending(key, sent)
  for (let sends = 1, unsure = earlier; ; sends += 1) {
    const isOnlySending = sends === 1 && earlier === undefined
    const { invite, error } = await sendOnce(sending)
    if (invite !== undefined) {
      forgetUnsettled(key)
      return realInvite(context, sent, invite, call, isOnlySending)
    }
    // A refusal is certain, unless an earlier request may have done what this one was refused.
    if (error.code === 'DRY_RUN' || (!error.mayHaveRun && unsure === undefined)) throw error
    unsure = error.mayHaveRun ? error : (unsure ?? error)
    // Remembered now, because reading back takes time and may fail.
    rememberUnsettled(key, sent, unsure, context.timing.now())
    const seen = await settle(context, sent, call).catch((end: unknown) => ({ end }))
    if ('end' in seen) {
      const controlFlow = controlFlowError(seen.end)
      if (controlFlow !== undefined) throw controlFlow
      // Without reading back it must not resend. The caller of an abort looks for the reason of the signal.
      throw outcomeUnknown(context, key, sent, unsure, isLabelboxError(seen.end, 'ABORTED') ? seen.end.cause : unsure)
    }
    if (seen.outcome !== 'not-found') {
      forgetUnsettled(key)
      // A new member has accepted the invite, which is no longer pending then.
      const found = seen.invite ?? { ...placeholder, inviteeEmail: input.inviteeEmail }
      return isOnlySending ? onlyOne(context, sent, found, seen.fresh, call) : found
    }
    // A refused invite would be refused again.
    if (!mayResend || sends > 1 || !error.mayHaveRun) throw outcomeUnknown(context, key, sent, unsure, unsure)
  }
}

type SentOnce =
  { readonly invite: Invite; readonly error?: never } | { readonly invite?: never; readonly error: LabelboxError }

async function sendOnce({ context, input, call }: Sending): Promise<SentOnce> {
  try {
    const data = await context.execute(InviteUserDocument, { data: [input] }, call)
    const [sent] = invitesIn(data)
    if (sent === undefined) throw outcomeUnclear('no invite', 'InviteUser', data)
    if (sent === null) return { error: await notInvited(context, data, input.inviteeEmail, call) }
    return { invite: withOriginOf(data, withDates(sent)) }
  } catch (error) {
    if (!isLabelboxError(error)) throw error
    // The API does not know the id of a role that was deleted and created again under its name.
    if (error.code === 'INVALID_QUERY') context.roles.forget()
    return { error }
  }
}

/** Returns, for each invite of the request, the sent invite, null if it was refused, or `undefined` if that is unclear. */
export function invitesIn(data: InviteUserMutation): readonly (InviteFragment | null | undefined)[] {
  const results: unknown = requireOutcome(data.createInvites, 'InviteUser', data)
  if (!Array.isArray(results)) throw outcomeUnclear('no list', 'InviteUser', data)
  return results.map((result: unknown) => {
    const invite = isRecord(result) ? result['invite'] : undefined
    return invite === null || hasId(invite) ? (invite as InviteFragment | null) : undefined
  })
}

/** The API refuses invites without a reason, so this looks for one. */
async function notInvited(context: Context, data: object, email: string, call: CallOptions): Promise<LabelboxError> {
  const origin = originOf(data)
  try {
    const self = await context.currentUser.get(call)
    if (isSameEmail(self.email, email)) return alreadyMember(origin, true)
    if (await isMember(context, email, call)) return alreadyMember(origin)
  } catch {
    // The refusal is certain, only its reason stays unknown.
  }
  return inviteRefused(origin)
}
