/**
 * Hooks for React. They need `react` 18 or newer and `urql` 5.
 *
 * @packageDocumentation
 */
export type { InviteFormOptions, InviteState } from '../inviting/inviteState.ts'
export type { Inviting } from '../inviting/inviting.ts'
export { useInvite, type UseInvite } from './useInvite.ts'
