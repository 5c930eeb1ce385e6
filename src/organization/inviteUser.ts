import { InviteUserDocument, type CreateInviteInput } from '../../generated/operations.ts'
import { withDates } from '../dates.ts'
import { isLabelboxError, type LabelboxError } from '../errors.ts'
import { originOf, rememberOrigin } from '../origin.ts'
import type { CallOptions, RequestOptions } from '../transport/deadline.ts'
import { isMember, lookUp, type Addressee } from './addressee.ts'
import { audited, type AuditSubject } from './audit.ts'
import { presentChange, refuse, startCall, unlessDryRun, type Context } from './context.ts'
import { isSameEmail, normalizeEmail } from './email.ts'
import { inTurn } from './inTurn.ts'
import { alreadyInvited, alreadyMember, amended, inviteRefused, outcomeUnknown } from './inviteErrors.ts'
import { cancelInvite, type Invite } from './invites.ts'
import { toInput, type NewInvite } from './newInvite.ts'
import { realInvite } from './realInvite.ts'
import { compare, settle } from './settle.ts'
import { forgetUnsettled, rememberUnsettled, unsettledOf } from './unsettled.ts'

/** What to do about an address that has been invited already. */
export type IfInvited = 'refuse' | 'return' | 'replace' | 'send'

/** How to invite. */
export interface InviteOptions extends RequestOptions {
  /**
   * What to do when an invite to the address is pending. `refuse`, the default: reject with `ALREADY_INVITED`, which
   * carries that invite. `return`: give that invite, whatever its role. `replace`: cancel it and then send the new one,
   * which is two steps: when the second fails, the error says that the first is done. `send`: send another one; the
   * API allows it, and the same goes for an address of which an earlier call could not tell.
   */
  readonly ifInvited?: IfInvited | undefined
  /**
   * What to do when nobody can tell whether the invite was sent: after a gateway's error, a broken connection, a timeout.
   * `report`, the default: reject with `OUTCOME_UNKNOWN`. `resend`: send it again, at the risk of two invites.
   */
  readonly onUnknown?: 'report' | 'resend' | undefined
}

const name = 'InviteUser'
const choices = { ifInvited: ['refuse', 'return', 'replace', 'send'], onUnknown: ['report', 'resend'] }

/** Looks, decides, sends once, and finds out what has become of it. */
export async function inviteUser(
  context: Context,
  organizationId: string,
  invite: NewInvite,
  options: InviteOptions = {},
): Promise<Invite> {
  const { ifInvited = 'refuse', onUnknown = 'report' } = options
  for (const [option, value] of Object.entries({ ifInvited, onUnknown } as const)) {
    const known = choices[option as keyof typeof choices]
    if (!known.includes(value)) throw refuse(name, `${option} must be one of ${known.join(', ')}.`)
  }
  const call = startCall(context, options)
  let input: CreateInviteInput | undefined
  const inviting = audited(context, subjectOf(invite), async () => {
    const made = (input = await toInput(context, organizationId, invite, call))
    const key = `${context.scope} ${organizationId} ${normalizeEmail(made.inviteeEmail)}`
    return inTurn(context, key, call, () => inviteOnce(context, made, key, { ...call, ifInvited, onUnknown }))
  })
  return unlessDryRun(inviting, () => ({ ...placeholder, id: 'dry-run', inviteeEmail: input?.inviteeEmail ?? null }))
}

/** From JavaScript anything may come, and is refused after this. */
function subjectOf(invite: Partial<NewInvite> | undefined): AuditSubject {
  const { email, role } = invite ?? {}
  return { action: 'inviteUser', email, role: (typeof role === 'string' ? role : role?.name) ?? undefined }
}

type Choice = CallOptions & { readonly ifInvited: IfInvited; readonly onUnknown: 'report' | 'resend' }

async function inviteOnce(context: Context, input: CreateInviteInput, key: string, options: Choice): Promise<Invite> {
  const { ifInvited } = options
  const before = await lookUp(context, input.inviteeEmail, options)
  requireSettled(context, input.inviteeEmail, key, before, options)
  if (ifInvited === 'send') return send(context, input, key, before, options)
  if (before.member !== undefined) throw alreadyMember({}, before.member.id === input.inviterId)
  const newest = before.invites.at(-1)
  if (newest === undefined) return send(context, input, key, before, options)
  if (ifInvited === 'refuse') throw alreadyInvited(newest)
  if (ifInvited === 'return') return newest
  for (const pending of before.invites) await cancelInvite(context, pending, options)
  try {
    return await send(context, input, key, before, options)
  } catch (error) {
    throw amended(error, 'The earlier invite has been cancelled.')
  }
}

/** An earlier call may have sent an invite that has not come yet. */
function requireSettled(context: Context, email: string, key: string, now: Addressee, options: Choice): void {
  const earlier = unsettledOf(key, context.timing.now())
  if (earlier === undefined) return
  const isSettled = compare(email, earlier.before, now).outcome !== 'not-found'
  if (!isSettled && options.ifInvited !== 'send' && options.onUnknown !== 'resend') {
    throw outcomeUnknown(context, email, earlier.before, earlier.error)
  }
  forgetUnsettled(key)
}

/** Sends the invite, and where that ends in the dark, looks what there is now. */
async function send(
  context: Context,
  input: CreateInviteInput,
  key: string,
  before: Addressee,
  options: Choice,
): Promise<Invite> {
  const { inviteeEmail } = input
  const mostSends = options.onUnknown === 'resend' ? Math.max(2, context.retry.maxAttempts) : 1
  for (let sends = 1, unsure: LabelboxError | undefined; ; sends += 1) {
    const { invite, error } = await sendOnce(context, input, options)
    if (invite !== undefined) return realInvite(context, before, invite, options)
    // A refusal is the last word, unless an earlier sending may have done what this one was refused.
    if (!error.mayHaveRun && unsure === undefined) throw error
    unsure = error.mayHaveRun ? error : (unsure ?? error)
    const seen = await settle(context, inviteeEmail, before, options).catch((end: unknown) => ({ end }))
    if ('end' in seen) throw inTheDark(context, key, inviteeEmail, before, unsure, seen.end)
    if (seen.invite !== undefined) return seen.invite
    // Who has become a member has accepted an invite, which is gone then.
    if (seen.member !== undefined) return { ...placeholder, inviteeEmail }
    // Where not even looking is possible, to send again would be blind.
    if (sends >= mostSends) throw inTheDark(context, key, inviteeEmail, before, unsure)
  }
}

/** An invite that was sent, or what came in its place. */
async function sendOnce(
  context: Context,
  input: CreateInviteInput,
  options: CallOptions,
): Promise<{ readonly invite: Invite; readonly error?: never } | { readonly invite?: never; error: LabelboxError }> {
  try {
    const data = await context.execute(InviteUserDocument, { data: [input] }, options)
    const sent = presentChange(data.createInvites?.[0], name, data).invite
    if (!sent) return { error: await notInvited(context, data, input.inviteeEmail, options) }
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

/** Nobody can tell. `end` is what ended the looking, where something did. */
function inTheDark(
  context: Context,
  key: string,
  email: string,
  before: Addressee,
  error: LabelboxError,
  end?: unknown,
): LabelboxError {
  rememberUnsettled(key, before, error, context.timing.now())
  return outcomeUnknown(context, email, before, error, isLabelboxError(end, 'ABORTED') ? end : error)
}

/** The API sends nothing and says nothing; here is what can be known. */
async function notInvited(context: Context, data: object, email: string, options: CallOptions): Promise<LabelboxError> {
  const origin = originOf(data)
  try {
    const self = await context.currentUser.get(options)
    if (self.email !== null && isSameEmail(self.email, email)) return alreadyMember(origin, true)
    if (await isMember(context, email, options)) return alreadyMember(origin)
  } catch {
    // The refusal is certain, only its reason is not.
  }
  return inviteRefused(origin)
}

/** What stands for an invite that has no id of its own. */
const placeholder: Invite = { id: 'invited', inviteeEmail: null, organizationRoleName: null, createdAt: null }
