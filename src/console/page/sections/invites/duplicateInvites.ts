import { normalizeEmail } from '../../../../organization/email.ts'
import { sentAt } from './inviteAge.ts'
import type { ListedInvite } from './inviteList.ts'

/** Several pending invites to one mailbox. */
export interface DuplicateInvites {
  /** The address in the form in which all its spellings are equal. */
  readonly key: string
  /** Newest first. */
  readonly invites: readonly ListedInvite[]
  /** Whether they offer different roles, so that it matters which one stays. */
  readonly hasDifferentRoles: boolean
}

/** Finds addresses with several pending invites, in any spelling. */
export function duplicateInvites(invites: readonly ListedInvite[]): readonly DuplicateInvites[] {
  const byAddress = new Map<string, ListedInvite[]>()
  for (const invite of invites) {
    const key = normalizeEmail(invite.inviteeEmail)
    if (key === '') continue
    const known = byAddress.get(key)
    if (known === undefined) byAddress.set(key, [invite])
    else known.push(invite)
  }
  return [...byAddress]
    .filter(([, some]) => some.length > 1)
    .map(([key, some]) => ({
      key,
      // Of the same time, the later one in the list is the newer one.
      invites: some.toReversed().sort((one, other) => (sentAt(other) ?? 0) - (sentAt(one) ?? 0)),
      hasDifferentRoles: new Set(some.map(offerOf)).size > 1,
    }))
}

/** What an invite offers, as a text that is equal for equal offers. */
const offerOf = ({ organizationRoleName, projectInvites }: ListedInvite): string =>
  JSON.stringify([
    organizationRoleName,
    ...(projectInvites ?? [])
      .map(({ projectId, projectRoleName }) => `${projectId ?? ''} ${projectRoleName ?? ''}`)
      .sort(),
  ])
