import type { Case } from './variants.ts'

/** Nothing is looked for after these. */
export const toChanges = ({ processing, isDenied }: Case): boolean =>
  processing !== 'looked for' && processing !== 'long after' && !isDenied

/** What may be done twice is done again when it is said not to have been done. */
export const toRepeat = (met: Case): boolean => toChanges({ ...met, isDenied: false })

/** What is done beforehand is to be done, and not to be measured. */
export const preparing = { ifInvited: 'return', onUnknown: 'resend' } as const
