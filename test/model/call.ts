import type { InviteReference, LabelboxErrorExtras, NewResourceTag, Organization, RequestOptions } from 'labelbox-org'
import type { Action } from './steps.ts'
import type { Wire } from './wire.ts'

/** A call that has ended, and what was the case around it. */
export interface Call {
  /** The name on its requests. */
  readonly name: string
  readonly action: Action
  /** The address, as this call writes it and no other. */
  readonly email: string
  /** What it was called with: the invite to cancel, for example. */
  readonly given: unknown
  /** The ledger's marks when it began and when it ended. */
  readonly from: number
  readonly to: number
  /** Milliseconds that it took, and those of them that came after its signal had aborted. */
  readonly ms: number
  readonly abortedMs: number | undefined
  readonly deadlineMs: number
  readonly outcome: { readonly value: unknown; readonly error?: never } | { readonly error: unknown }
  readonly signal: AbortSignal | undefined
  /** How many listened to it when the calls that share it had ended. */
  listeners: number
  /** What it has sent. */
  readonly wire: Wire
  /** Requests that went on when it had ended. */
  readonly leftUnderWay: number
}

/** Calls the method that an action is about. */
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

/** One of 256 spellings of an address, in capital and small letters. */
export function spelt(address: string, number: number): string {
  let bit = 1
  return address.replaceAll(/[a-z]/g, (letter) => {
    const spelling = (number & bit) === 0 ? letter : letter.toUpperCase()
    bit *= 2
    return spelling
  })
}
