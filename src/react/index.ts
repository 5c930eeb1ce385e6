/**
 * Hooks for React. They need `react` 18 or newer, and `urql` 4.2 or 5.
 *
 * @packageDocumentation
 */
export type { IfInvited, LabelboxError, NewInvite } from '../inviting/index.ts'
export type { InviteFormOptions, InviteState } from '../inviting/inviteState.ts'
export type { Inviting } from '../inviting/inviting.ts'
export { useInvite, type UseInvite } from './useInvite.ts'
