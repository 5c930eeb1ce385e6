// Compiled against the packed types with React and urql installed.
import { useInvite, type InviteState } from 'labelbox-org/react'

export function useText(email: string): { readonly text: string; readonly send: () => Promise<InviteState> } {
  const { state, invite } = useInvite()
  const send = () => invite({ email, role: 'LABELER' })
  if (state.status === 'invited') return { text: `Invited ${state.invite.inviteeEmail ?? email}.`, send }
  // @ts-expect-error Only some states have an error.
  const { error } = state
  return { text: 'error' in state ? state.error.code : String(error), send }
}
