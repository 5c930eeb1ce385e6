import { aborted, outOfTime, within, type CallOptions } from '../transport/deadline.ts'
import { lookUp, type Addressee } from './addressee.ts'
import type { Context } from './context.ts'
import type { PendingInvite } from './invites.ts'
import type { User } from './users.ts'

/** What there is for an address whose invite had an unknown outcome. */
export interface Settlement {
  readonly email: string
  /**
   * `invited`: an invite that was not there before is pending. `member`: the address has become a member's.
   * `not-found`: neither, which does not prove that the invite will not come yet.
   */
  readonly outcome: 'invited' | 'member' | 'not-found'
  readonly invite: PendingInvite | undefined
  readonly member: User | undefined
}

/** How often it is looked, the first time at once. Every wait is twice as long as the one before. */
const looks = 5

/** Reads back until there is something new, a few times with growing pauses, as long as the call has time. */
export async function settle(
  context: Context,
  email: string,
  before: Addressee,
  options: CallOptions,
): Promise<Settlement> {
  for (let look = 1; ; look += 1) {
    const pauseMs = context.retry.baseDelayMs * 2 ** (look - 1)
    const isLast = look === looks || context.timing.now() + pauseMs >= (options.endsAt ?? Infinity)
    try {
      const found = compare(email, before, await lookUp(context, email, options))
      if (found.outcome !== 'not-found' || isLast) return found
    } catch (error) {
      // A look that fails has seen nothing; there will be another one.
      if (isLast || options.signal?.aborted === true) throw error
    }
    await pause(context, pauseMs, options)
  }
}

/** What has come since. */
export function compare(email: string, before: Addressee, now: Addressee): Settlement {
  const known = new Set(before.invites.map(({ id }) => id))
  const invite = now.invites.find(({ id }) => !known.has(id))
  const member = before.member === undefined ? now.member : undefined
  const outcome = invite !== undefined ? 'invited' : member !== undefined ? 'member' : 'not-found'
  return { email, outcome, invite, member }
}

/** Waits, until the call is ended. */
export function pause({ timing }: Context, ms: number, { signal }: CallOptions): Promise<void> {
  const call = { operationName: 'InviteUser', attempts: 0, mayHaveRun: true }
  const limits = {
    signal,
    ms: Infinity,
    aborted: (reason: unknown) => aborted(call, reason),
    late: () => outOfTime(call),
  }
  return within(limits, (inner) => timing.sleep(ms, inner))
}
