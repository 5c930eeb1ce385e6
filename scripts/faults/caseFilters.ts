// Which cases apply to which kind of operation.
import type { FaultCase } from './caseBuilders.ts'

/** Whether running the query on the server makes a difference: it does not, so only unprocessed cases count. */
export const isQueryCase = ({ fault }: FaultCase): boolean => fault().processed === undefined

/** For changes that the client does not look up after a failure, as it does for invites. */
export const isMutationCase = ({ processing, isDenied }: FaultCase): boolean =>
  processing !== 'looked for' && processing !== 'long after' && !isDenied

/** For changes that are safe to repeat: also responses that deny a change that was made. */
export const isIdempotentCase = (faultCase: FaultCase): boolean => isMutationCase({ ...faultCase, isDenied: false })
