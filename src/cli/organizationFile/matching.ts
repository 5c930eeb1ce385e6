import { trimmed } from '../../core/invisible.ts'
import { normalizeEmail } from '../../organization/email.ts'
import type { PendingInvite } from '../../index.ts'

/** The records that a text stands for: the one with that id, or else all with that name. */
export function matching<T extends { readonly id: string }>(
  records: readonly T[],
  wanted: string,
  nameOf: (record: T) => string | null,
  keyOf: (name: string) => string = trimmed,
): readonly T[] {
  const byId = records.filter(({ id }) => id === wanted)
  return byId.length > 0 ? byId : records.filter((record) => keyOf(nameOf(record) ?? '') === keyOf(wanted))
}

/** Records by the mailbox of their address. */
export function byMailbox<T>(
  records: readonly T[],
  emailOf: (record: T) => string | null,
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>()
  for (const record of records) {
    const mailbox = normalizeEmail(emailOf(record))
    const others = found.get(mailbox)
    if (others === undefined) found.set(mailbox, [record])
    else others.push(record)
  }
  return found
}

/** The newest of several invites to one address. */
export const newest = (invites: readonly PendingInvite[]): PendingInvite | undefined =>
  invites.toSorted((one, other) => Number(other.createdAt) - Number(one.createdAt))[0]
