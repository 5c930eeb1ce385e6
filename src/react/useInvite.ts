import { useMemo, useSyncExternalStore } from 'react'
import { useClient } from 'urql'
import type { InviteState } from '../inviting/inviteState.ts'
import { createInviting, type Inviting } from '../inviting/inviting.ts'

/** What {@link useInvite} returns: the state of a form that invites, and its functions, which stay the same. */
export interface UseInvite extends Pick<Inviting, 'invite' | 'lookAgain' | 'reset'> {
  readonly state: InviteState
}

/**
 * Invites people from a form, through the client of urql's `Provider`, as safely as `organization.inviteUser`: it checks
 * members and pending invites first, sends once, settles an unknown outcome, and says what happened. Lists and seats on
 * the page are read again.
 *
 * A double click, StrictMode or a held Enter sends once. A component that unmounts does not end its invite. To show the
 * outcome after it mounts again, make the state outside of it with `createInviting(client)` and pass it.
 *
 * @param inviting - A state that several components show. Default: one of the component.
 * @throws LabelboxError `INVALID_INPUT` if the client has no `labelboxExchange`.
 * @example
 * const { state, invite } = useInvite()
 * return (
 *   <button aria-disabled={state.isBusy} onClick={() => void invite({ email, role: 'LABELER' })}>
 *     Invite
 *   </button>
 * )
 */
export function useInvite(inviting?: Inviting): UseInvite {
  const client = useClient()
  // React may forget it. The facade prevents a second invite then too.
  const { getState, subscribe, invite, lookAgain, reset } = useMemo(
    () => inviting ?? createInviting(client),
    [client, inviting],
  )
  const state = useSyncExternalStore(subscribe, getState, getState)
  return useMemo(() => ({ state, invite, lookAgain, reset }), [state, invite, lookAgain, reset])
}
