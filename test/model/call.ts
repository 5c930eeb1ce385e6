import type { InviteReference, LabelboxErrorExtras, NewResourceTag, Organization, RequestOptions } from 'labelbox-org'
import type { Action } from './steps.ts'
import type { Wire } from './wire.ts'

/** A finished call with its context. */
export interface Call {
  /** The name that its requests carry in a header. */
  readonly name: string
  readonly action: Action
  /** The address in this call's own spelling. */
  readonly email: string
  /** Its argument: the invite to cancel, for example. */
  readonly given: unknown
  /** The ledger's marks at its start and its end. */
  readonly from: number
  readonly to: number
  /** Its duration in milliseconds, and how much of it came after its signal aborted. */
  readonly ms: number
  readonly abortedMs: number | undefined
  readonly deadlineMs: number
  readonly outcome: { readonly value: unknown; readonly error?: never } | { readonly error: unknown }
  readonly signal: AbortSignal | undefined
  /** Number of listeners left once the calls that share it have ended. */
  listeners: number
  /** The operations that it sent. */
  readonly wire: Wire
  /** Requests that were still open when it ended. */
  readonly leftUnderWay: number
}

/** Calls the method of an action. */
export function perform(
  organization: Organization,
  action: Action,
  email: string,
  given: unknown,
  options: RequestOptions,
): Promise<unknown> {
  switch (action.call) {
    case 'inviteUser': {
      const { space, role, ifInvited, onUnknown } = action
      return organization.inviteUser({ email: `${space}${email}${space}`, role }, { ...options, ifInvited, onUnknown })
    }
    case 'inviteUsers':
      return organization
        .inviteUsers([{ email, role: 'LABELER' }], { ...options, onUnknown: action.onUnknown })
        .then((report) => report.toArray({ limit: 1 }))
    case 'cancelInvite':
      return organization.cancelInvite(given as InviteReference, options)
    case 'createResourceTag':
      return organization.createResourceTag(given as NewResourceTag, options)
    case 'inviteLimit':
      return organization.inviteLimit(options)
    case 'getInvites':
      return organization.getInvites({ pageSize: 2, ...options }).toArray({ limit: Infinity })
    case 'users':
      return organization.users({ pageSize: 2, ...options }).toArray({ limit: Infinity })
    case 'settle':
      return (given as LabelboxErrorExtras['OUTCOME_UNKNOWN']).settle(options)
    case 'accept':
      throw new Error('No call of a client.')
  }
}

/** One of 256 spellings of an address, with different capitals. */
export function spelt(address: string, number: number): string {
  let bit = 1
  return address.replaceAll(/[a-z]/g, (letter) => {
    const spelling = (number & bit) === 0 ? letter : letter.toUpperCase()
    bit *= 2
    return spelling
  })
}
