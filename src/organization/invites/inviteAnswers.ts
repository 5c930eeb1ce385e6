import type { InviteFragment, InviteUserMutation } from '../../../generated/operations.ts'
import { presentOutcome, unclear } from '../answers.ts'
import { hasId, isRecord } from '../../core/guards.ts'

/**
 * What is answered to each invite that was sent: the invite; null, by which the API says that it has sent none; or
 * `undefined` for anything else, which says nothing.
 */
export function inviteAnswers(data: InviteUserMutation): readonly (InviteFragment | null | undefined)[] {
  const answers: unknown = presentOutcome(data.createInvites, 'InviteUser', data)
  if (!Array.isArray(answers)) throw unclear('something else where a list should be', 'InviteUser', data)
  return answers.map((answer: unknown) => {
    const invite = isRecord(answer) ? answer['invite'] : undefined
    return invite === null || hasId(invite) ? (invite as InviteFragment | null) : undefined
  })
}
