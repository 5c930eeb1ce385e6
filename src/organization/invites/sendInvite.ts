import { InviteUserDocument, type CreateInviteInput } from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import { isLabelboxError, type LabelboxError } from '../../core/errors.ts'
import { originOf, rememberOrigin } from '../../core/origin.ts'
import { controlFlowError } from '../../transport/response/controlFlow.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { isMember } from './addressee.ts'
import type { Addressee } from './sentInvite.ts'
import type { Context } from '../context.ts'
import { unclear } from '../answers.ts'
import { isSameEmail } from './email.ts'
import { inviteAnswers } from './inviteAnswers.ts'
import { alreadyMember, inviteRefused, outcomeUnknown } from './inviteErrors.ts'
import type { Invite } from './invites.ts'
import type { Turn } from './addressQueue.ts'
import type { ResolvedInvite } from './newInvite.ts'
import { onlyOne, realInvite } from './realInvite.ts'
import { compare, settle } from './settle.ts'
import { forgetUnsettled, rememberUnsettled, unsettledOf, type Unsettled } from './unsettled.ts'

/** An invite that is to be sent. */
export interface Sending {
  readonly context: Context
  /** Under which it is remembered as long as its outcome is unknown. */
  readonly key: string
  readonly turn: Turn
  readonly input: CreateInviteInput
  readonly roleName: string | null
  readonly projectRoles: ResolvedInvite['projectRoles']
  readonly options: CallOptions
  /** Whether it may be sent once more where nobody can tell. */
  readonly mayResend: boolean
}

/** What stands for an invite that has no id of its own. */
export const placeholder: Invite = { id: 'invited', inviteeEmail: null, organizationRoleName: null, createdAt: null }

/** What an earlier call ended in, if it may still send an invite. */
export function earlierOf({ context, key }: Sending, now: Addressee): Unsettled | undefined {
  const earlier = unsettledOf(key, context.timing.now())
  if (earlier === undefined) return undefined
  if (compare(earlier, now).outcome !== 'not-found') {
    forgetUnsettled(key)
    return undefined
  }
  return earlier
}

/** Then this one sends none, unless it is said to. */
export const stillUnknown = ({ context, key }: Sending, earlier: Unsettled): LabelboxError =>
  outcomeUnknown(context, key, earlier, earlier.error, earlier.error)

/** Sends the invite, and where that ends in the dark, looks what there is now. */
export async function send(sending: Sending, before: Addressee, earlier: LabelboxError | undefined): Promise<Invite> {
  const { context, key, turn, input, roleName, projectRoles, options, mayResend } = sending
  const sent = { email: input.inviteeEmail, roleName, projectRoles, before }
  turn.sending(key, sent)
  for (let sends = 1, unsure = earlier; ; sends += 1) {
    const { invite, error } = await sendOnce(sending)
    if (invite !== undefined) {
      forgetUnsettled(key)
      return realInvite(context, sent, invite, options, sends === 1 && earlier === undefined)
    }
    // A refusal is the last word, unless an earlier sending may have done what this one was refused.
    if (error.code === 'DRY_RUN' || (!error.mayHaveRun && unsure === undefined)) throw error
    unsure = error.mayHaveRun ? error : (unsure ?? error)
    // Remembered before it is known, since the looking takes its time.
    rememberUnsettled(key, sent, unsure, context.timing.now())
    const seen = await settle(context, sent, options).catch((end: unknown) => ({ end }))
    if ('end' in seen) {
      const controlFlow = controlFlowError(seen.end)
      if (controlFlow !== undefined) throw controlFlow
      // Where not even looking is possible, to send again would be blind. An abort's reason is what its caller looks for.
      throw outcomeUnknown(context, key, sent, unsure, isLabelboxError(seen.end, 'ABORTED') ? seen.end.cause : unsure)
    }
    if (seen.outcome !== 'not-found') {
      forgetUnsettled(key)
      // Who has become a member has accepted the invite, which is gone then.
      const found = seen.invite ?? { ...placeholder, inviteeEmail: input.inviteeEmail }
      return sends === 1 && earlier === undefined ? onlyOne(context, sent, found, seen.fresh, options) : found
    }
    // What was refused would be refused again.
    if (!mayResend || sends > 1 || !error.mayHaveRun) throw outcomeUnknown(context, key, sent, unsure, unsure)
  }
}

/** An invite that was sent, or what came in its place. */
async function sendOnce({
  context,
  input,
  options,
}: Sending): Promise<
  { readonly invite: Invite; readonly error?: never } | { readonly invite?: never; readonly error: LabelboxError }
> {
  try {
    const data = await context.execute(InviteUserDocument, { data: [input] }, options)
    const [sent] = inviteAnswers(data)
    if (sent === undefined) throw unclear('something else where an invite should be', 'InviteUser', data)
    if (sent === null) return { error: await notInvited(context, data, input.inviteeEmail, options) }
    const invite = withDates(sent)
    rememberOrigin(invite, { status: undefined, requestId: undefined, ...originOf(data) })
    return { invite }
  } catch (error) {
    if (!isLabelboxError(error)) throw error
    // A role that was made anew under its old name has another id: what the API does not understand is not kept.
    if (error.code === 'INVALID_QUERY') context.roles.forget()
    return { error }
  }
}

/** The API sends nothing and says nothing; here is what can be known. */
async function notInvited(context: Context, data: object, email: string, options: CallOptions): Promise<LabelboxError> {
  const origin = originOf(data)
  try {
    const self = await context.currentUser.get(options)
    if (isSameEmail(self.email, email)) return alreadyMember(origin, true)
    if (await isMember(context, email, options)) return alreadyMember(origin)
  } catch {
    // The refusal is certain, only its reason is not.
  }
  return inviteRefused(origin)
}
