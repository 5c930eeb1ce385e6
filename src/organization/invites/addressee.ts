import type { CallOptions } from '../../core/callOptions.ts'
import { onAbort } from '../../transport/time/onAbort.ts'
import type { Context } from '../context.ts'
import { isSameEmail, normalizeEmail } from './email.ts'
import { getInvites } from './invites.ts'
import type { PendingInvite, User } from '../../core/records.ts'
import { users } from '../members/users.ts'
import type { Addressee } from './sentInvite.ts'

/** Looks an address up among the pending invites and the members. Where one of the two fails, it ends the other. */
export async function lookUp(context: Context, email: string, options: CallOptions): Promise<Addressee> {
  const { signal } = options
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  const stopListening = signal && onAbort(signal, abort)
  const inner = { ...options, signal: controller.signal }
  try {
    const [invites, member] = await Promise.all([invitesTo(context, email, inner), memberOf(context, email, inner)])
    return { invites, member }
  } finally {
    stopListening?.()
    controller.abort()
  }
}

/** The pending invites to an address. */
export async function invitesTo(
  context: Context,
  email: string,
  options: CallOptions,
): Promise<readonly PendingInvite[]> {
  const found: PendingInvite[] = []
  for await (const invite of getInvites(context, options)) {
    if (isSameEmail(invite.inviteeEmail, email)) found.push(invite)
  }
  return found
}

/**
 * The API finds members by the address as it is written: it is looked for as given, in lower case, and with an
 * international domain as the mail system has it. Who gives that form of a member who has the other is not told.
 */
export async function memberOf(context: Context, email: string, options: CallOptions): Promise<User | undefined> {
  for (const spelling of new Set([email, email.toLowerCase(), normalizeEmail(email)])) {
    const where = { email: spelling, deleted: false }
    const member = await users(context, { ...options, where }).first()
    // A server that does not know the filter gives whoever is first.
    if (isSameEmail(member?.email, email)) return member
  }
  return undefined
}

/** Whether the address is a member's in any spelling: it reads the whole list. */
export async function isMember(context: Context, email: string, options: CallOptions): Promise<boolean> {
  for await (const user of users(context, { ...options, where: { deleted: false } })) {
    if (isSameEmail(user.email, email)) return true
  }
  return false
}
