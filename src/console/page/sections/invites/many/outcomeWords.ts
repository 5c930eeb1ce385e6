import type { InviteOutcome } from '../../../../../organization/bulk/bulkTypes.ts'
import type { Tone } from '../../../parts/Badge.tsx'

/** Each outcome for people, and the color of its badge. */
export const outcomeWords: Readonly<Record<InviteOutcome | 'waiting', readonly [label: string, tone: Tone]>> = {
  invited: ['Invited', 'good'],
  'already-invited': ['Invited before', 'neutral'],
  'already-member': ['Is a member', 'neutral'],
  refused: ['Refused', 'bad'],
  failed: ['Failed', 'bad'],
  unknown: ['Unknown', 'warn'],
  'not-attempted': ['Not sent', 'warn'],
  'dry-run': ['Will be invited', 'good'],
  waiting: ['Waiting', 'neutral'],
}
